// Proof that the target fetches URLs that it is given: a page of its own comes back inside the answer, and one that does not exist does not.
import type { Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Point } from "../point.ts";
import { isJudged, step } from "./judged.ts";
import { carries, knownPageFor } from "./known-page.ts";
import type { KnownPage } from "./known-page.ts";

/** One way to write a URL past a filter or an appended suffix. */
export interface UrlForm { id: string; write(url: string): string; always: boolean }

export const urlForms: readonly UrlForm[] = [
  { id: "url", write: (url) => url, always: true },
  { id: "query", write: (url) => `${url}?`, always: true },
  { id: "fragment", write: (url) => `${url}#`, always: true },
  { id: "upper-case", write: (url) => url.replace(/^https?/, (scheme) => scheme.toUpperCase()), always: false },
  { id: "nested", write: (url) => url.replace(/^(ht)(tps?:\/\/)/, "$1http://$2"), always: false },
  { id: "scheme-relative", write: (url) => url.replace(/^https?:/, ""), always: false },
  { id: "without-scheme", write: (url) => url.replace(/^https?:\/\//, ""), always: false },
  { id: "null-byte", write: (url) => `${url}${String.fromCharCode(0)}`, always: false },
];

/** Whether name or value speak of a place on the net. */
export const speaksOfUrl = (name: string, value: string): boolean => /^(?:https?|ftp|file):|^\/\/|\/|\.\w{2,5}$|^[\w-]+(?:\.[\w-]+)+(?::\d+)?$/i.test(value) || /url|uri|link|href|src|host|site|page|dest|target|feed|proxy|fetch|load|image|img|file|include|path|hook|callback|domain|server|endpoint|api|remote|content|document|template|view|open|go|next|forward|to$/i.test(name);

/** One request for each form while nothing shows (and at most four once for a page to know). */
export async function provesSelfFetch(point: Point, tools: Tools, said: { technique: string; because: string }): Promise<Proof | undefined> {
  const page = await knownPageFor(point.route, tools);
  if (page === undefined) return undefined;
  const hinted = speaksOfUrl(point.name, point.value);
  for (const form of urlForms.filter(({ always }) => always || hinted)) {
    const proof = await proveForm(point, tools, { page, form, said });
    if (proof !== undefined) return proof;
  }
  return undefined;
}

async function proveForm(point: Point, tools: Tools, { page, form, said }: { page: KnownPage; form: UrlForm; said: { technique: string; because: string } }): Promise<Proof | undefined> {
  const first = await tools.at(point, form.write(page.url));
  if (!isJudged(first) || !carries(first, page)) return undefined;
  // The page itself, not the answer of a parameter that selects pages by their name: another name that does not exist.
  const missing = new URL(`/${tools.seed.word("missing-page", 12)}`, page.url).href;
  const control = await tools.at(point, form.write(missing));
  const again = await tools.at(point, form.write(page.url));
  const elsewhere = await tools.at(point, tools.seed.word("no-url", 9));
  if (control.failure?.kind === "refused" || carries(control, page) || carries(elsewhere, page) || !carries(again, page)) return undefined;
  return {
    technique: `${said.technique}:${form.id}`, confidence: "confirmed", because: `${said.because}: the answer contains the text of ${page.url} ("${page.lines[0] ?? ""}").`,
    steps: [step("baseline", page.exchange, "The page of the target as it is."), step("attack", first, "Given its URL, the answer contains its text."), step("attack", again, "It does so again."), step("control", control, "The URL of a page that does not exist does not bring it."), step("control", elsewhere, "Nor does a value that is no URL.")],
  };
}
