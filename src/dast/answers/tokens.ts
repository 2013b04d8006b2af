// Values and names that stand for somebody: tokens against forged requests, sessions and credentials in addresses.

/** Bits of Shannon entropy of each character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

const tokenNames = /csrf|anti-?forgery|authenticity|requestverification|nonce|^_?token$|[._-]token$|^__?token|user_?token|sesskey|formkey|form_?(?:build_?)?id$|^fkey$|^hash$|viewstate|synchroni[sz]er|xsrf/i;
/** A form field that other sites cannot know: by its name, or by a hidden value that is long and random. */
export const isForgeryToken = ({ name, type, value }: { name: string; type: string; value: string }): boolean =>
  (type === "hidden" || type === "") && (tokenNames.test(name) && value.length >= 8 || /^[\w+/=.:-]{20,}$/.test(value) && /\d/.test(value) && entropyOf(value) >= 3);

const credentialNames = /^(?:pass(?:word|wd|phrase|code)?|pwd|passwort|contrasena|senha|motdepasse|secret|client_?secret|api_?key|apikey|access_?key|private_?key|otp|pin)$/i;
const sessionNames = /^(?:j?session_?id|phpsessid|asp\.net_sessionid|aspsessionid\w*|cfid|cftoken|sid|sess(?:ion)?|session_?(?:token|key)|access_?token|id_?token|refresh_?token|auth_?token|token|jwt|bearer|reset_?token|magic_?(?:link|token))$/i;
const notValues = /^(?:|null|undefined|true|false|0|1|none|\{.*\}|<.*>|\*+|x+)$/i;
const jwt = /^ey[\w-]{8,}\.ey[\w-]{8,}\.[\w-]*$/;

export type UrlSecret = { kind: "credential" | "session"; name: string; value: string };

/** What an address holds that only one person may have: parameters by name, path parameters (;jsessionid=), JWTs, user info. */
export function secretsOfUrl(url: string): UrlSecret[] {
  if (!URL.canParse(url)) return [];
  const { searchParams, pathname, username, password, hash } = new URL(url);
  const inPath = [...pathname.matchAll(/;([\w.]+)=([^;/?#]+)/g)].map(([, name = "", value = ""]) => [name, value] as const);
  const inHash = hash.includes("=") ? [...new URLSearchParams(hash.slice(1))] : [];
  const found = [...searchParams, ...inPath, ...inHash].flatMap(([name, value]): UrlSecret[] => {
    if (notValues.test(value)) return [];
    if (credentialNames.test(name)) return [{ kind: "credential", name, value }];
    return jwt.test(value) || (sessionNames.test(name) && value.length >= 8 && /[\d_-]|[a-z].*[A-Z]/.test(value)) ? [{ kind: "session", name, value }] : [];
  });
  return username !== "" && password !== "" ? [...found, { kind: "credential", name: "user information", value: password }] : found;
}
