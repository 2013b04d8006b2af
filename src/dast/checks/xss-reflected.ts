// A page that shows what the request says, as markup or script: proven by a call of ours that runs.
import { defineCheck } from "../check.ts";
import type { PointCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import { attemptsFor } from "../html-context/attempts.ts";
import { inertAttempt } from "../html-context/marker-breaks-out.ts";
import type { Rendering } from "../html-context/renders-as.ts";
import { rendersAs } from "../html-context/renders-as.ts";
import { shownIn, surveyed } from "../html-context/shows.ts";
import type { Shown } from "../html-context/shows.ts";
import { wouldRun } from "../html-context/would-run.ts";
import type { Point } from "../point.ts";

export const xssReflected = defineCheck<PointCheck>({
  id: "xss-reflected", about: "Sends a word, looks where and how the page shows it, and breaks out of that very place.",
  title: "Reflected cross-site scripting", cwe: 79, owasp: ["A03"], severity: "high",
  remediation: "Encode the value for the place where it is shown (element, attribute, script, URL) with the template engine's own escaping. Add a Content-Security-Policy without unsafe-inline as a second line.",
  risk: "marker", attackClass: "xss", on: "point", everywhere: ["header:referer", "header:user-agent"],
  fits: () => true,
  async *probe(point, tools) {
    const first = await look(point, tools);
    if (first === undefined) return;
    const { plain, rendering, around } = first;
    const shown = await surveyed(first.contexts, tools.seed, (value) => tools.at(point, around(value)));
    const proof = tools.allows("payload") ? await byRunning({ point, tools, plain, rendering, shown, around }) : await byMarker({ point, tools, plain, rendering, shown, around });
    if (proof !== undefined) yield { ...proof, ...reachOf(point) };
  },
});

type Around = (value: string) => string;
interface Case { point: Point; tools: Tools; plain: Exchange; rendering: Rendering; shown: readonly Shown[]; around: Around }

/** The page with a plain word. Where the word alone is turned down, the point's own value goes before it. */
async function look(point: Point, tools: Tools): Promise<{ plain: Exchange; rendering: Rendering; contexts: Shown["context"][]; around: Around } | undefined> {
  const word = tools.seed.word("plain", 9);
  for (const around of [(value: string) => value, (value: string) => `${point.value}${value}`]) {
    const plain = await tools.at(point, around(word));
    const seen = shownIn(plain, word);
    if (seen !== undefined) return { plain, around, ...seen };
    if (point.value === "" || (plain.reply?.status ?? 0) < 400) return undefined;
  }
  return undefined;
}

async function byRunning(one: Case): Promise<Proof | undefined> {
  const { point, tools, rendering, shown, around } = one;
  let count = 0;
  for (const { context, survey } of shown.slice(0, 5)) {
    for (const { technique, make } of attemptsFor(context, survey, rendering)) {
      const token = tools.seed.word(`run-${count++}`, 10);
      const attack = await tools.at(point, around(make(token)));
      const where = runsAt(attack, token);
      if (where === undefined) continue;
      const again = tools.seed.word(`run-again-${count}`, 10);
      const repeat = await tools.at(point, around(make(again)));
      if (runsAt(repeat, again) !== undefined) return proven(one, { technique: `${context.place}:${technique}`, where, attack, repeat, again });
    }
  }
  return inObsolete(one);
}

/** Scripts in a language that today's browsers do not run cannot be proven, only seen: the value reaches their code. */
async function inObsolete({ point, tools, plain, shown, around }: Case): Promise<Proof | undefined> {
  const context = shown.map((one) => one.context).find(({ place }) => place === "obsolete");
  if (context === undefined) return undefined;
  const [out, back] = context.state === "double" ? ['":', ':"'] : context.state === "line-comment" ? ["\n", "\n'"] : ["", ""];
  const exchanges: Exchange[] = [];
  for (const label of ["obsolete-1", "obsolete-2"]) {
    const word = tools.seed.word(label, 10);
    const exchange = await tools.at(point, around(`${out}${word}${back}`));
    // The same text between the same delimiters: a doubled or encoded quote is none.
    const at = exchange.reply?.text.toLowerCase().indexOf(`${out}${word}${back}`) ?? -1;
    if (at === -1 || (out === '":' && exchange.reply?.text[at - 1] === '"' && exchange.reply.text[at - 2] === '"')) return undefined;
    if (shownIn(exchange, word)?.contexts.some(({ place, state }) => place === "obsolete" && state === "code") !== true) return undefined;
    exchanges.push(exchange);
  }
  return {
    technique: "obsolete:script", confidence: "tentative", severity: "low",
    because: "The value reaches the code of a script in a language that only old browsers run, twice with different words.",
    steps: [{ role: "control", exchange: plain, shows: "A plain word stays within its string or comment." }, ...exchanges.map((exchange) => ({ role: "attack" as const, exchange, shows: "Our word stands in the code of the script." }))],
  };
}

function runsAt({ reply }: Exchange, token: string): string | undefined {
  const rendering = reply === undefined ? undefined : rendersAs(reply);
  return reply === undefined || rendering === undefined ? undefined : wouldRun(reply.text, token, rendering)?.where;
}

async function proven({ tools, plain }: Case, { technique, where, attack, repeat, again }: { technique: string; where: string; attack: Exchange; repeat: Exchange; again: string }): Promise<Proof> {
  const seen = tools.browser !== undefined && tools.allows("browser") ? await tools.browser.executes(repeat.request, again, { session: tools.session, interact: true, timeoutMs: 8_000 }) : undefined;
  // Leading the browser elsewhere is another weakness.
  const run = seen?.how === "navigation" ? undefined : seen;
  return {
    technique, confidence: run === undefined ? "firm" : "confirmed",
    because: run === undefined ? `The answer holds a call of our function as ${where}, twice with different names; a plain word at the same place calls nothing.` : `A browser ran our function (${run.how}, after ${run.after}) from ${where}; a plain word at the same place calls nothing.`,
    steps: [
      { role: "control", exchange: plain, shows: "A plain word is shown and runs nothing." },
      { role: "attack", exchange: attack, shows: `A call of our function stands in the page as ${where}.` },
      { role: "attack", exchange: repeat, shows: run === undefined ? "Another name gives the same." : "Another name gives the same, and a browser ran it." },
    ],
  };
}

/** Inert markers alone: a tag or attribute of ours was built where it may not. */
async function byMarker({ point, tools, plain, rendering, shown, around }: Case): Promise<Proof | undefined> {
  if (rendering === "xml") return undefined;
  for (const { context, survey } of shown.slice(0, 5)) {
    const attempt = inertAttempt(context, survey);
    if (attempt === undefined) continue;
    const tokens = [tools.seed.word("inert-1", 10), tools.seed.word("inert-2", 10)];
    const exchanges: Exchange[] = [];
    for (const token of tokens) {
      const exchange = await tools.at(point, around(attempt.make(token)));
      if (exchange.reply === undefined || rendersAs(exchange.reply) !== "html" || !attempt.broke(exchange.reply.text, token)) break;
      exchanges.push(exchange);
    }
    if (exchanges.length === tokens.length) return {
      technique: `${context.place}:${attempt.technique}`, confidence: attempt.technique === "inert-element" ? "firm" : "tentative",
      because: `Inert text of ours became ${attempt.technique === "inert-element" ? "an element" : attempt.technique === "inert-attribute" ? "an attribute" : "the scheme of a URL"} of the page, twice with different names; nothing that could run was sent.`,
      steps: [{ role: "control", exchange: plain, shows: "A plain word is shown as text." }, ...exchanges.map((exchange) => ({ role: "attack" as const, exchange, shows: "The made-up name is part of the page's structure." }))],
    };
  }
  return undefined;
}

/** Nobody can make a visitor's browser send other headers or cookies; what follows from them is less. */
const reachOf = ({ kind, name }: Point): Partial<Proof> => (kind === "header-name" || (kind === "header" && name.toLowerCase() !== "referer") || kind === "cookie" ? { severity: "low" } : {});
