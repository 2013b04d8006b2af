// The shape of a text that holds an id: what changes from one request, file or host to the next becomes {id}.

const uuid = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const date = /^\d{4}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])(?:[T_ ].*)?$/;
const email = /^[^\s@/]+(?:@|%40)[^\s@/]+\.[^\s@/]+$/i;
const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const numbered = /^[-+]?\d+(?:[.,_-]\d+)*$/;

/** Whether letters and digits are mixed as chance mixes them, and not as people name things ("web2", "utf8mb4", "sha256"). */
function isRandom(text: string): boolean {
  if (/^[0-9a-f]{8,}$/i.test(text)) return /\d/.test(text) && (/[a-f]/i.test(text) || text.length >= 8);
  if (!/^[A-Za-z0-9]{10,}$/.test(text) || !/\d/.test(text)) return text.length >= 24 && /^[A-Za-z0-9]+$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text);
  const turns = text.match(/[a-z](?=\d)|\d(?=[A-Za-z])|[A-Z](?=\d)/g)?.length ?? 0;
  return turns >= 3 || (text.length >= 16 && turns >= 1);
}

// "order-1234567890", "ord_01J8ZC4Q...", "pod-7f9c4d5b8-x2x4z": a name with an id behind it.
const withTail = /^([A-Za-z][A-Za-z-]{0,30}?)[-_.:]([A-Za-z0-9]+)$/;
const slugWords = 4;
const slugLength = 40;

/** What a person would call the same place: "42" and "43" are {id}, so are dates, uuids, hashes, addresses and long slugs. */
export function shapeOfPart(part: string): string {
  if (part === "" || part.length < 2 && !/\d/.test(part)) return part;
  if (numbered.test(part) || uuid.test(part) || date.test(part) || email.test(part) || ipv4.test(part) || isRandom(part)) return "{id}";
  if (part.length > slugLength || part.split("-").length > slugWords) return "{id}";
  const extension = /^(.+)(\.[A-Za-z]{1,5}[0-9]?)$/.exec(part);
  if (extension !== null) { const stem = shapeOfPart(extension[1] ?? ""); return `${stem}${(extension[2] ?? "").toLowerCase()}`; }
  if (/^\d+[-_]/.test(part)) return "{id}";
  const [, name, tail] = withTail.exec(part) ?? [];
  if (name !== undefined && tail !== undefined && (/^\d{3,}$/.test(tail) || isRandom(tail))) return `${name}-{id}`;
  return part;
}

/** Of the value of a parameter: what kind of text it is, never the text. */
export function shapeOfValue(value: string): string {
  if (value === "") return "empty";
  if (/^[-+]?\d{1,30}(?:[.,]\d+)?$/.test(value)) return "number";
  if (uuid.test(value)) return "uuid";
  if (date.test(value)) return "date";
  if (/^(?:true|false|yes|no|on|off)$/i.test(value)) return "flag";
  if (email.test(value)) return "email";
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return "url";
  if (/^[0-9a-f]{16,}$/i.test(value)) return "hash";
  if (value.length >= 16 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value)) return "base64";
  if (/^[\p{L}\p{N}_.-]{1,40}$/u.test(value) && !value.includes("..")) return "word";
  // What markup, shells and queries are written in; people rarely are.
  if (/[<>'"`;|&$\\{}()\u0000-\u001f]|\.\./.test(value)) return "symbols";
  if (value.includes("/")) return "path";
  return /^[\p{L}\p{N}_.-]+(?:,[\p{L}\p{N}_.-]+)+$/u.test(value) ? "list" : "text";
}
