// A page's own scripts turn what comes from outside (address, fragment, messages, window name, storage) into markup or code.
import type { Browser, Execution } from "../browser.ts";
import { defineCheck } from "../check.ts";
import type { RouteCheck, Tools } from "../check.ts";
import { scriptsOf } from "../dom-probes/page-scripts.ts";
import type { DomSource, PageScripts } from "../dom-probes/page-scripts.ts";
import { isWorthProbing } from "../dom-probes/same-scripts.ts";
import { deliver, domPayloads, fragmentsOf, routedFragments, withQuery } from "../dom-probes/payloads.ts";
import type { DomPayload } from "../dom-probes/payloads.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import { rendersAs } from "../html-context/renders-as.ts";
import { wouldRun } from "../html-context/would-run.ts";
import type { Route } from "../route.ts";

export const xssDom = defineCheck<RouteCheck>({
  id: "xss-dom", about: "Loads the page in a browser with a call of ours in its fragment, parameters, messages, name and storage, and sees whether its scripts run it.",
  title: "DOM-based cross-site scripting", cwe: 79, owasp: ["A03"], severity: "high",
  remediation: "Show values with textContent and set attributes by name; never hand them to innerHTML, document.write, eval or a URL without a test of its scheme. Compare the origin of messages with a fixed list.",
  risk: "browser", attackClass: "xss", on: "route",
  fits: ({ method, template }) => method === "GET" && !/\.(?:css|m?js|json|map|png|jpe?g|gif|svg|ico|webp|woff2?|pdf|txt|xml)$/i.test(template),
  async *probe(route, tools) {
    const { browser } = tools;
    if (browser === undefined || !tools.allows("browser") || !tools.allows("payload")) return;
    const plain = (await tools.baseline(route))?.exchanges[0] ?? await tools.send(route.request);
    if (plain.reply === undefined || rendersAs(plain.reply) !== "html" || !/<script|\son[a-z]+=/i.test(plain.reply.text)) return;
    const scripts = await scriptsOf(browser, route.request, tools.session);
    if (scripts === undefined || !isWorthProbing(browser, "dom", route, scripts.text)) return;
    for (const source of ["fragment", "query"] as const) {
      const proof = scripts.sources.has(source) ? await byAddress({ route, tools, browser, scripts, plain }, source) : undefined;
      if (proof !== undefined) yield proof;
    }
    yield* byOtherWays({ route, tools, browser, scripts, plain });
  },
});

interface Page { route: Route; tools: Tools; browser: Browser; scripts: PageScripts; plain: Exchange }
interface Load { request: TestRequest; fragment?: string }

/** The loads that bring a text to the page by this source. */
function loadsOf({ route, scripts }: Page, source: "fragment" | "query", { text, payload }: { text: string; payload: DomPayload }): Load[] {
  // A router's pages are the same from wherever it was started: the site's first page is enough.
  const routed = source === "fragment" && payload.technique === "frame" && new URL(route.request.url).pathname.endsWith("/") ? routedFragments(text, scripts) : [];
  if (source === "fragment") return [...fragmentsOf(text, scripts.names), ...routed].map((fragment) => ({ request: route.request, fragment }));
  return [{ request: { ...route.request, url: withQuery(route.request.url, text, scripts.names) } }];
}

const executes = async ({ browser, tools }: Page, { request, fragment }: Load, token: string): Promise<Execution | undefined> => {
  const seen = await browser.executes(request, token, { session: tools.session, interact: true, timeoutMs: 8_000, ...(fragment === undefined ? {} : { fragment }) });
  return seen?.how === "navigation" ? undefined : seen;
};

async function byAddress(page: Page, source: "fragment" | "query"): Promise<Proof | undefined> {
  for (const payload of domPayloads.filter(({ needs }) => needs === undefined || page.scripts.sinks.has(needs))) {
    const token = page.tools.seed.word(`${source}-${payload.technique}-1`, 10);
    for (const [at, load] of loadsOf(page, source, { text: payload.make(`${token}()`), payload }).entries()) {
      const execution = await executes(page, load, token);
      if (execution === undefined) continue;
      const proof = await prove(page, { source, payload, at, load, execution });
      if (proof !== undefined) return proof;
    }
  }
  return undefined;
}

async function prove(page: Page, { source, payload, at, load, execution }: { source: "fragment" | "query"; payload: DomPayload; at: number; load: Load; execution: Execution }): Promise<Proof | undefined> {
  const { tools, plain } = page;
  const [again, idle] = [tools.seed.word(`${source}-${payload.technique}-2`, 10), tools.seed.word(`${source}-${payload.technique}-control`, 10)];
  const second = loadsOf(page, source, { text: payload.make(`${again}()`), payload })[at];
  const harmless = loadsOf(page, source, { text: idle, payload })[at];
  if (second === undefined || harmless === undefined || await executes(page, second, again) === undefined || await executes(page, harmless, idle) !== undefined) return undefined;
  const attack = await tools.send(load.request);
  // What the server wrote into the page is the business of xss-reflected.
  if (source === "query" && attack.reply !== undefined && wouldRun(attack.reply.text, tools.seed.word(`${source}-${payload.technique}-1`, 10)) !== undefined) return undefined;
  const where = source === "fragment" ? `the fragment #${load.fragment ?? ""}` : "the parameters";
  return {
    technique: `${source}:${payload.technique}`, confidence: "confirmed", at: `dom:${source}`,
    because: `The page's own scripts ran our function (${execution.how}, after ${execution.after}) from ${where}, with another name as well; a plain word in its place runs nothing.`,
    steps: [
      { role: "control", exchange: plain, shows: "The page with a plain word in the same place runs nothing." },
      { role: "attack", exchange: attack, shows: `Loaded with ${where} it calls our function; the answer itself holds no such call.` },
    ],
  };
}

const others: readonly DomSource[] = ["name", "referrer", "message", "storage", "cookie"];
const severities: Partial<Record<DomSource, "medium" | "low">> = { storage: "low", cookie: "low" };

/** By ways that the page itself must be made to take: all of them in one load. */
async function* byOtherWays(page: Page): AsyncGenerator<Proof> {
  const { route, tools, browser, scripts, plain } = page;
  const sources = others.filter((one) => scripts.sources.has(one));
  if (sources.length === 0) return;
  const run = async (label: string, harmless: boolean): Promise<DomSource[]> => {
    const token = tools.seed.word(label, 10);
    const texts = harmless ? [token] : domPayloads.slice(0, 2).map(({ make }) => make(`${token}()`));
    const hits = await browser.evaluates(route.request, deliver(token, { sources, names: scripts.names, texts }), { session: tools.session, timeoutMs: 20_000 });
    return Array.isArray(hits) ? sources.filter((source) => hits.includes(source)) : [];
  };
  const first = await run("others-1", false);
  if (first.length === 0) return;
  const [second, control] = [await run("others-2", false), await run("others-control", true)];
  for (const source of first.filter((one) => second.includes(one) && !control.includes(one))) yield {
    technique: source, confidence: "confirmed", at: `dom:${source}`, ...(severities[source] === undefined ? {} : { severity: severities[source] }),
    because: `The page's own scripts ran our function from ${source === "message" ? "a message of a frame without an origin of its own" : `its ${source}`}, with another name as well; a plain word runs nothing.`,
    steps: [{ role: "control", exchange: plain, shows: "The page, which runs nothing when a plain word comes the same way." }, { role: "attack", exchange: plain, shows: `The same page calls our function when it comes by ${source}.` }],
  };
}
