// Sentences about risks, profiles and budgets: what a scan will send and what it will not.
import type { Profile, ProfileId, Risk } from "../api/dast-shapes.ts";
import { formatCount, formatSpan } from "../app/format.ts";

/** What opting into a class means for the system under test. */
export const riskSentences: Readonly<Record<Risk, string>> = {
  passive: "Looks at answers that came anyway.",
  marker: "Reads with inert text: letters, digits and at most quotes and brackets that nobody executes.",
  payload: "Reads with text that a vulnerable system would execute, without lasting effect.",
  timing: "Makes a vulnerable system wait some seconds.",
  "out-of-band": "Makes a vulnerable system call back to us.",
  browser: "Loads pages in a browser and operates them.",
  write: "Sends POST, PUT, PATCH and DELETE and submits forms: data of the target may change.",
  stored: "Leaves payloads behind that other users may see.",
  upload: "Uploads files and does not take them away again.",
  smuggling: "Sends requests that can disturb the connections of others behind the same proxy.",
  credentials: "Tries well-known passwords: accounts may be locked.",
  load: "Sends many requests at once: rate limits, lockout, depth of queries.",
};

export const profileNames: Readonly<Record<ProfileId, string>> = { passive: "passive", production: "production", staging: "staging", full: "full", api: "api" };

export const attackName = (attackClass: string | null): string => (attackClass === null ? "other checks" : attackNames[attackClass] ?? attackClass.replaceAll("-", " "));
const attackNames: Readonly<Record<string, string>> = { sqli: "SQL injection", nosqli: "NoSQL injection", xss: "XSS", xxe: "XXE", ssrf: "SSRF", crlf: "CRLF", cors: "CORS", ldap: "LDAP injection", xpath: "XPath injection", jwt: "JWT", csrf: "CSRF", graphql: "GraphQL", "jndi-lookup": "JNDI lookup", "ssi-injection": "SSI injection" };

/** "at most 20,000 requests, 10 a second, 500 MB, 1 h": what is set is said, what is not is left out. */
export function budgetSentence({ requests, requestsPerSecond, bytes, totalMs }: Readonly<Record<string, number | undefined>>): string {
  const parts = [requests === undefined ? undefined : `${formatCount(requests)} requests`, requestsPerSecond === undefined ? undefined : `${formatCount(requestsPerSecond)} a second`, bytes === undefined ? undefined : formatBytes(bytes), totalMs === undefined ? undefined : formatSpan(totalMs)];
  const said = parts.filter((part) => part !== undefined);
  return said.length === 0 ? "as the profile sets it" : `at most ${said.join(", ")}`;
}

const units = ["B", "KB", "MB", "GB", "TB"] as const;

/** In powers of 1024. */
export function formatBytes(bytes: number): string {
  const power = Math.min(units.length - 1, bytes < 1024 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${value >= 100 || power === 0 ? formatCount(value) : value.toFixed(1).replace(/\.0$/, "")} ${units[power] ?? "B"}`;
}

/** What it sends and what it never does, in two sentences. */
export function profileSentences({ methods, risks: allowed, guardsWords, backsOff }: Profile): { sends: string; never: string } {
  const not = (["write", "stored", "upload", "credentials", "smuggling", "payload"] as const).filter((risk) => !allowed.includes(risk)).map((risk) => ({ write: "changes nothing", stored: "leaves nothing behind", upload: "uploads nothing", credentials: "tries no passwords", smuggling: "disturbs no connections", payload: "sends nothing that could be executed" })[risk]);
  const guard = [...(guardsWords ? ["It asks for nothing whose words say log out, pay, delete or send"] : ["It asks for everything it finds, also what says delete"]), ...(backsOff ? ["it slows down when the target does"] : [])];
  return { sends: `Sends ${methods.includes("*") ? "every method" : methods.join(", ")}.`, never: `${not.length === 0 ? "Nothing is ruled out" : `It ${listed(not)}`}. ${guard.join("; ")}.` };
}

const listed = (words: readonly string[]): string => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`);
