// Cases of LDAP injection over a small directory that evaluates filters.
import { escapeHtml, htmlAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase } from "../case.ts";
import { escapeFilter, searchDirectory } from "../ldap-directory.ts";
import type { Entry } from "../ldap-directory.ts";
import { oneValue } from "../one-value.ts";
import type { Carrier } from "../one-value.ts";

type Ask = (entries: readonly Entry[], given: string) => RangeAnswer;
const list = (entries: readonly Entry[]): RangeAnswer => htmlAnswer(`<h1>Entries</h1><ul>${entries.map(({ uid = "" }) => `<li>${escapeHtml(uid)}</li>`).join("")}</ul>`);
const attempt = (ask: () => RangeAnswer, otherwise: (thrown: Error) => RangeAnswer = () => htmlAnswer("<p>Sorry.</p>", { status: 500 })): RangeAnswer => { try { return ask(); } catch (thrown) { return otherwise(thrown as Error); } };
const known = (entries: readonly Entry[]): string => entries[2]?.uid ?? "";
const one = (vulnerable: boolean) => (name: string, by: Carrier, value: (entries: readonly Entry[]) => string, ask: Ask): RangeCase => oneValue({
  check: "ldap-injection", name, vulnerable, by,
  build: (names) => { const entries = Array.from({ length: 6 }, (_, at): Entry => ({ objectClass: "person", uid: names.word(`person/${at}`), ou: names.word(`unit/${at % 2}`), userPassword: names.word(`password/${at}`) })); return { value: value(entries), answer: (given) => ask(entries, String(given)) }; },
});
const [weak, sound] = [one(true), one(false)];
/** Patterns by design, in a list of ours: no filter is made of them. */
const byPattern = (entries: readonly Entry[], given: string): Entry[] => entries.filter(({ uid = "" }) => (given.endsWith("*") ? uid.startsWith(given.slice(0, -1)) : uid === given));

let visits = 0;

export const cases: readonly RangeCase[] = [
  weak("a value in one filter, errors swallowed", "query", known, (entries, given) => attempt(() => list(searchDirectory(entries, `(uid=${given})`)), () => list([]))),
  weak("a value in one filter, the error shown", "query", known, (entries, given) => attempt(() => list(searchDirectory(entries, `(uid=${given})`)), (thrown) => htmlAnswer(`<pre>${escapeHtml(thrown.message)}</pre>`))),
  weak("a value among conditions", "cookie", known, (entries, given) => attempt(() => list(searchDirectory(entries, `(&(objectClass=person)(uid=${given}))`)))),
  weak("alternatives, nothing found by itself", "query", () => "nobody", (entries, given) => attempt(() => list(searchDirectory(entries, `(|(uid=${given})(ou=none))`)), () => list([]))),
  weak("a login that redirects", "form", () => "nobody", (entries, given) => attempt(() => ({ status: 302, headers: [["location", searchDirectory(entries, `(&(uid=${given})(ou=*))`).length > 0 ? "./in" : "./out"]] }), () => ({ status: 302, headers: [["location", "./out"]] }))),
  weak("a login whose library reads the first filter only", "json", () => "nobody", (entries, given) => attempt(() => list(searchDirectory(entries, `(&(uid=${given})(userPassword=wrong))`, { strict: false })), () => list([]))),
  weak("a value of a header", "header", known, (entries, given) => attempt(() => list(searchDirectory(entries, `(&(uid=${given})(objectClass=person))`)))),

  sound("escaped as the standard says", "query", known, (entries, given) => list(searchDirectory(entries, `(uid=${escapeFilter(given)})`))),
  sound("escaped, nothing found", "form", () => "nobody", (entries, given) => list(searchDirectory(entries, `(|(uid=${escapeFilter(given)})(ou=none))`))),
  sound("patterns by design, without a filter", "query", known, (entries, given) => list(byPattern(entries, given))),
  sound("whatever is no word is refused", "query", known, (entries, given) => (/^\w+$/.test(given) ? list(searchDirectory(entries, `(uid=${given})`)) : htmlAnswer("<p>No.</p>", { status: 400 }))),
  sound("signs are taken out", "cookie", known, (entries, given) => list(searchDirectory(entries, `(uid=${given.replaceAll(/[^\w.]/g, "")})`))),
  sound("the value is echoed", "query", known, (entries, given) => htmlAnswer(`<p>${escapeHtml(given)}</p>${String(list(searchDirectory(entries, `(uid=${escapeFilter(given)})`)).body)}`)),
  sound("a page that changes at every visit", "query", known, (entries) => { visits += 1; return list(entries.slice(0, visits % 4)); }),
];
