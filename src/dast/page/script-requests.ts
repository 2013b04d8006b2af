// What a script does with a URL: the method and the body of the request, as far as the code around it shows.

export interface ScriptRequest { method?: string; body?: { mediaType: string; text: string } }

const methods = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS";
const called = /(?:\.|\$http\.|axios\.)(post|put|patch|delete|head|options)\s*\(\s*$/i;
const opened = new RegExp(`\\.open\\s*\\(\\s*["'\`](${methods})["'\`]\\s*,\\s*$`, "i");
const option = new RegExp(`["']?(?:method|type)["']?\\s*:\\s*["'\`](${methods})["'\`]`, "i");
const form = "application/x-www-form-urlencoded";

/** start and end: of the string in the code. Nothing known: an empty answer, that is GET. */
export function requestAround(code: string, start: number, end: number): ScriptRequest {
  const before = code.slice(Math.max(0, start - 200), start);
  const after = code.slice(end, end + 600);
  const byXhr = opened.exec(before)?.[1];
  if (byXhr !== undefined) return request(byXhr, sentBody(after));
  const byCall = called.exec(before)?.[1];
  if (byCall !== undefined) return request(byCall, /\$\.\w+\s*\(\s*$/.test(before) ? objectBody(after, form) : objectBody(after, "application/json"));
  if (!/\(\s*$|\burl["']?\s*:\s*$/.test(before)) return {};
  const inOptions = option.exec(optionsAfter(after))?.[1] ?? option.exec(/\{[^{}]*$/.exec(before)?.[0] ?? "")?.[1];
  return inOptions === undefined ? {} : request(inOptions, stringifiedBody(after) ?? formDataBody(after) ?? documentBody(optionsAfter(after)));
}

const request = (method: string, body: ScriptRequest["body"]): ScriptRequest => {
  const upper = method.toUpperCase();
  if (upper === "GET") return {};
  return body === undefined ? { method: upper } : { method: upper, body };
};

/** The text up to the end of the call: what follows it belongs to another request. */
function optionsAfter(after: string): string {
  let depth = 0;
  for (let at = 0; at < after.length; at += 1) {
    if (after[at] === "(" || after[at] === "{") depth += 1;
    if (after[at] === ")" || after[at] === "}") { depth -= 1; if (depth < 0) return after.slice(0, at); }
  }
  return after;
}

const sentBody = (after: string): ScriptRequest["body"] => {
  const text = /\.send\s*\(\s*["'`]([^"'`\n]*=[^"'`\n]*)["'`]/.exec(after)?.[1];
  return text === undefined ? stringifiedBody(after) : { mediaType: form, text };
};

function stringifiedBody(after: string): ScriptRequest["body"] {
  const at = /JSON\.stringify\s*\(\s*(?=\{)/.exec(after);
  return at === null ? undefined : objectBody(`,${after.slice(at.index + at[0].length)}`, "application/json");
}

const formDataBody = (after: string): ScriptRequest["body"] => {
  const text = /body\s*:\s*["'`]([\w.%[\]-]+=[^"'`\n]*)["'`]/.exec(after)?.[1];
  return text === undefined ? undefined : { mediaType: form, text };
};

/** A whole document as a text: JSON that can be read, or XML. */
function documentBody(options: string): ScriptRequest["body"] {
  const text = [/body["']?\s*:\s*'([^'\n]+)'/, /body["']?\s*:\s*`([^`$]+)`/, /body["']?\s*:\s*"((?:[^"\\\n]|\\["\\/])+)"/].flatMap((literal) => literal.exec(options)?.[1]?.replaceAll(/\\(["\\/])/g, "$1") ?? [])[0];
  if (text !== undefined && /^\s*<[?\w!]/.test(text)) return { mediaType: "application/xml", text };
  try { return text === undefined || typeof JSON.parse(text) !== "object" ? undefined : { mediaType: "application/json", text }; } catch { return undefined; }
}

/** The object that is the next argument, with a plausible value for each of its names. */
function objectBody(after: string, mediaType: string): ScriptRequest["body"] {
  const from = /^\s*,\s*\{/.exec(after)?.[0].length;
  const entries = from === undefined ? [] : entriesOf(after.slice(from));
  if (entries.length === 0) return undefined;
  return { mediaType, text: mediaType === form ? new URLSearchParams(entries).toString() : JSON.stringify(Object.fromEntries(entries)) };
}

function entriesOf(text: string): [string, string][] {
  let [depth, from] = [0, 0];
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if ("({[".includes(character)) depth += 1;
    if (depth === 0 && (character === "," || character === "}")) { parts.push(text.slice(from, at)); from = at + 1; }
    if (depth === 0 && character === "}") break;
    if (")}]".includes(character)) depth -= 1;
  }
  return parts.flatMap((part) => {
    const [, double, single, plain, rest] = /^\s*(?:"([^"]+)"|'([^']+)'|([\w$]+))\s*(?::([^]*))?$/.exec(part) ?? [];
    const name = double ?? single ?? plain;
    const literal = /^\s*["'`]([^"'`]*)["'`]\s*$/.exec(rest ?? "")?.[1];
    return name === undefined ? [] : [[name, literal ?? "1"] as [string, string]];
  });
}
