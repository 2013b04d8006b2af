// Tokens in JSON answers: at a named place, or by the names that logins give them.

const names = ["access_token", "accesstoken", "token", "jwt", "id_token", "idtoken", "auth_token", "authtoken", "bearer", "session_token", "sessiontoken", "api_token", "apitoken"];
const deepest = 6;

/** at: a JSON pointer ("/data/token") or a dotted path ("data.token"). Undefined: no text or number is there. */
export function valueAt(document: unknown, at: string): string | undefined {
  const path = at.startsWith("/") ? at.slice(1).split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")) : at.replace(/^\$\.?/, "").split(".");
  let value: unknown = document;
  for (const part of path) value = typeof value === "object" && value !== null && Object.hasOwn(value, part) ? (value as Record<string, unknown>)[part] : undefined;
  return typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;
}

/** The best-named text of the document that can be a token; outer ones first. */
export function tokenIn(document: unknown): string | undefined {
  let level: unknown[] = [document];
  for (let depth = 0; depth < deepest && level.length > 0; depth += 1) {
    const members = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.entries(one) : [])).slice(0, 1_000);
    const found = names.flatMap((name) => members.filter(([key, value]) => key.toLowerCase() === name && typeof value === "string" && value.length >= 8).map(([, value]) => value as string))[0];
    if (found !== undefined) return found;
    level = members.map(([, value]) => value);
  }
  return undefined;
}

export function jsonOf(text: string): unknown {
  try { return JSON.parse(text); } catch { return undefined; }
}
