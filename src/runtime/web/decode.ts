// What a request asks for once its disguises are taken off: path and query after repeated decoding, as rules see them.
//
// Each round, from left to right (RFC 3986 section 2.1; WHATWG URL, "application/x-www-form-urlencoded"; HTML, "character references"):
//   %HH, \xHH       bytes; neighbours are read together as UTF-8. Overlong forms (%c0%af) give what they hide ("/"); bytes that are no UTF-8
//                   give the characters of Latin-1, one each. %00 stays written as %00: no store keeps a NUL, and rules can name it
//   %uHHHH, \uHHHH  UTF-16 units, pairs joined; a half of a pair stays as written
//   &lt; &#60; &#x3c;   characters; names only with their semicolon, because ?a=1&lt=2 has a parameter called lt
//   full-width forms (U+FF01-U+FF5E) that come out of an escape become ASCII, as IIS's best fit has it
//   +               a blank, in the query only and in the first round only: a plus sign that was escaped is a plus sign
// Up to four rounds, until nothing changes. Broken escapes, comments of SQL (/**/) and letter case stay as they are. The result is never longer
// than the target, and the time is linear in it.

const mostRounds = 4;
const disguised = /[%&\\+]/;
const escapes = /(?:(?:%|\\x)[0-9a-f]{2})+|(?:(?:%|\\)u[0-9a-f]{4})+|&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6});?|&[a-z]{2,7};|\+/gi;

/** @example requestDecoded("/a%2520b?q=%c0%af+x") === "/a b?q=/ x" */
export function requestDecoded(target: string): string {
  if (!disguised.test(target)) return target;
  let text = round(target, target.indexOf("?"));
  for (let done = 1; done < mostRounds; done += 1) {
    const next = round(text, -1);
    if (next === text) break;
    text = next;
  }
  return text;
}

function round(text: string, queryAt: number): string {
  return text.replace(escapes, (found, at: number) => {
    if (found === "+") return queryAt >= 0 && at > queryAt ? " " : found;
    if (found.startsWith("&")) return entityText(found);
    return /^.u/i.test(found) ? unitsText(found) : bytesText(bytesOf(found));
  });
}

function bytesOf(escaped: string): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at += 2) {
    at += escaped.charCodeAt(at) === 0x25 ? 1 : 2;
    bytes.push(Number.parseInt(escaped.slice(at, at + 2), 16));
  }
  return bytes;
}

/** UTF-8 that forgives: overlong forms are read, what is no UTF-8 is read as Latin-1. NUL is written %00. */
export function bytesText(bytes: ArrayLike<number>): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const follow = first < 0xc0 || first > 0xf7 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    const code = follow === 0 ? first : pointOf(bytes, at, follow);
    text += code === undefined ? String.fromCharCode(first) : plainOf(code);
    at += code === undefined ? 1 : follow + 1;
  }
  return text;
}

function pointOf(bytes: ArrayLike<number>, at: number, follow: number): number | undefined {
  let code = (bytes[at] ?? 0) & (0x3f >> follow);
  for (let next = at + 1; next <= at + follow; next += 1) {
    const byte = bytes[next];
    if (byte === undefined || (byte & 0xc0) !== 0x80) return undefined;
    code = (code << 6) | (byte & 0x3f);
  }
  return code > 0x10ffff || isHalf(code) ? undefined : code;
}

const isHalf = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

function plainOf(code: number): string {
  if (code === 0) return "%00";
  return String.fromCodePoint(code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code);
}

function unitsText(escaped: string): string {
  const units = (escaped.match(/[0-9a-f]{4}/gi) ?? []).map((digits) => Number.parseInt(digits, 16));
  return units.map((unit, place) => {
    if (!isHalf(unit)) return plainOf(unit);
    const [before, after] = [units[place - 1] ?? 0, units[place + 1] ?? 0];
    if (unit < 0xdc00 && after >= 0xdc00 && after <= 0xdfff) return String.fromCharCode(unit, after);
    return unit >= 0xdc00 && before >= 0xd800 && before < 0xdc00 ? "" : escaped.slice(place * 6, place * 6 + 6);
  }).join("");
}

const entities: Readonly<Record<string, string>> = {
  amp: "&", apos: "'", ast: "*", bsol: "\\", colon: ":", comma: ",", commat: "@", dollar: "$", equals: "=", excl: "!", grave: "`", gt: ">", hyphen: "-", lbrace: "{", lbrack: "[", lowbar: "_",
  lpar: "(", lt: "<", nbsp: "\u00a0", newline: "\n", num: "#", percnt: "%", period: ".", plus: "+", quest: "?", quot: "\"", rbrace: "}", rbrack: "]", rpar: ")", semi: ";", sol: "/", tab: "\t", vert: "|",
};

function entityText(entity: string): string {
  if (entity[1] !== "#") return entities[entity.slice(1, -1).toLowerCase()] ?? entity;
  const isHex = /^&#x/i.test(entity);
  const code = Number.parseInt(entity.slice(isHex ? 3 : 2), isHex ? 16 : 10);
  return code > 0x10ffff || isHalf(code) || code === 0 ? entity : plainOf(code);
}
