// What cookies say of the one who has them: a name, a number, a role or a flag, plain or wrapped, and the cookie with another value for it.
import type { Wrapping } from "../point.ts";
import { rewrapped, wrappedIn } from "../points/wrapping.ts";
import type { Wrapped } from "../points/wrapping.ts";

/** kind: whether another value makes one somebody else, or gives one more rights. */
export interface Claim { cookie: string; name: string; value: string; kind: "who" | "rights"; with(value: string): string; /** The cookie written otherwise, meaning the same: a signature would not fit it any more. */ rewritten: string | undefined }

const who = /^(?:user|username|user_?name|user_?id|uid|account|account_?id|login|email|mail|customer|customer_?id|member|sub|id|name|person)$/i;
const rights = /^(?:role|roles|admin|is_?admin|administrator|isadministrator|superuser|is_?super|staff|is_?staff|level|access|access_?level|privilege|privileges|priv|group|groups|rank|type|user_?type|account_?type|authenticated|is_?auth(?:enticated)?|logged_?in|is_?logged_?in|auth|authorized|authorised|permission|permissions|scope|debug)$/i;

const kindOf = (name: string): Claim["kind"] | undefined => (rights.test(name) ? "rights" : who.test(name) ? "who" : undefined);

interface Text { name: string | undefined; text: string; put(text: string): string; rewritten: string | undefined }

export function claimsOf({ name, value }: { name: string; value: string }): Claim[] {
  if (/^[\w-]{8,}\.[\w-]{4,}\.[\w-]*$/.test(value)) return [];
  const layers = wrappedIn(value).filter(({ wrappings }) => !wrappings.includes("jwt"));
  const texts: Text[] = [
    { name, text: value, put: (text) => text, rewritten: undefined },
    ...layers.map((layer): Text => ({ name: layer.inside.at(-1)?.split("/").at(-1) ?? name, text: layer.value, put: (text) => rewrapped(value, layer.wrappings, layer.inside, text), rewritten: rewrittenBy(value, layer) })),
  ];
  return texts.flatMap((text) => [...plain(name, text), ...pairs(name, text), ...serialised(name, text)]).slice(0, 12);
}

/** A blank behind a JSON document changes nothing but its bytes. */
function rewrittenBy(value: string, { wrappings, inside }: Wrapped): string | undefined {
  const at = wrappings.lastIndexOf("json");
  if (at < 0) return undefined;
  const outer = wrappings.slice(0, at);
  const before = outer.filter((one) => one === "json").length;
  const document = at === 0 ? value : wrappedIn(value).find((one) => one.wrappings.length === at)?.value ?? unwrapped(value, outer);
  return document === undefined ? undefined : rewrapped(value, outer, inside.slice(0, before), `${document} `);
}

// The layers above a document are left out where its leaves stand for it: base64 and percent signs are taken off here.
function unwrapped(value: string, outer: readonly Wrapping[]): string | undefined {
  let text = value;
  for (const one of outer) {
    if (one === "json") return undefined;
    try { text = one === "url" ? decodeURIComponent(text) : Buffer.from(text, one === "hex" ? "hex" : "base64").toString("utf8"); } catch { return undefined; }
  }
  return text;
}

function plain(cookie: string, { name = "", text, put, rewritten }: Text): Claim[] {
  const kind = kindOf(name);
  if (kind === undefined || text.length > 80 || !/^[\w@.+ -]+$/.test(text)) return [];
  return [{ cookie, name, value: text, kind, with: put, rewritten }];
}

/** "user=ada&role=user", "user:ada|role:user". */
function pairs(cookie: string, { text, put, rewritten }: Text): Claim[] {
  return [...text.matchAll(/(?:^|[&|;,])([\w-]{2,30})[=:]([^&|;,=:]{0,80})(?=$|[&|;,])/g)].flatMap((match): Claim[] => {
    const [whole, name = "", value = ""] = match;
    const kind = kindOf(name);
    const from = match.index + whole.length - value.length;
    return kind === undefined ? [] : [{ cookie, name, value, kind, with: (given) => put(text.slice(0, from) + given + text.slice(from + value.length)), rewritten }];
  });
}

/** PHP's serialize(): s:4:"role";s:4:"user"; lengths are kept right. */
function serialised(cookie: string, { text, put, rewritten }: Text): Claim[] {
  return [...text.matchAll(/s:\d+:"([\w-]+)";(?:s:(\d+):"([^"]*)"|([bi]):(\d+));/g)].flatMap((match): Claim[] => {
    const [whole, name = "", , textual, type, number] = match;
    const kind = kindOf(name);
    if (kind === undefined) return [];
    const head = `s:${name.length}:"${name}";`;
    const written = (given: string): string => (type === undefined ? `s:${Buffer.byteLength(given)}:"${given}";` : `${type}:${/^\d+$/.test(given) ? given : given === "true" ? "1" : "0"};`);
    return [{ cookie, name, value: textual ?? number ?? "", kind, with: (given) => put(text.slice(0, match.index) + head + written(given) + text.slice(match.index + whole.length)), rewritten }];
  });
}

const raised: Readonly<Record<string, readonly string[]>> = { false: ["true"], "0": ["1"], no: ["yes"], n: ["y"], off: ["on"], user: ["admin", "administrator"], guest: ["admin", "user"], member: ["admin"], customer: ["admin"], anonymous: ["admin"] };

/** Values that would give more, or make one another; others: what other identities have there. */
export function otherValues({ kind, value }: Claim, others: readonly string[]): string[] {
  if (kind === "who") return [...new Set([...others, ...(/^\d{1,12}$/.test(value) ? [String(Number(value) + 1), ...(Number(value) > 1 ? [String(Number(value) - 1), "1"] : [])] : ["admin"])])].filter((one) => one !== value).slice(0, 3);
  return [...new Set([...raised[value.toLowerCase()] ?? [/^\d+$/.test(value) ? "99" : "admin"], ...others])].filter((one) => one !== value).slice(0, 3);
}

const flags = /^(?:false|true|0|1|no|yes|n|y|on|off)$/i;

/** A value that gives nothing and breaks what guards the cookie: what shows with it too is no gain. word: one that nobody has. */
export const controlOf = (claim: Claim, word: string): string => (!flags.test(claim.value) ? claim.with(word) : claim.rewritten ?? claim.with(""));
