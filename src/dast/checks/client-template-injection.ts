// A value in the request becomes part of a template that the page's own framework computes in the browser.
import type { Browser } from "../browser.ts";
import { defineCheck } from "../check.ts";
import type { PointCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import { isElement, nodesOf, parseMarkup } from "../html-context/markup.ts";
import { shownIn } from "../html-context/shows.ts";
import type { Point } from "../point.ts";

/** Attributes, calls and files by which a page says that a framework reads its markup as a template; or braces that wait for one. */
const framework = /\b(?:data-|x-)?ng-(?:app|controller|init|bind|model|include|view)\b|angular(?:[.-][\w.-]*)?\.js|\bv-(?:app|bind|on|if|for|model|html|text|scope|cloak)\b|\bnew Vue\s*\(|createApp\s*\(|\bvue(?:[.@-][\w.-]*)?\.js|\bx-data\b|alpine|handlebars|mustache|knockout|\bdata-bind=|\{\{[^}]{1,80}\}\}/i;
const delimiters: readonly (readonly [string, string])[] = [["{{", "}}"], ["[[", "]]"]];
/** Other delimiters are set in a script: in one of the page that names them, or in one that it loads. */
const mayUse = (html: string, [open]: readonly [string, string]): boolean => open === "{{" || html.includes(open) || /<script[^>]+\bsrc=/i.test(html);

export const clientTemplateInjection = defineCheck<PointCheck>({
  id: "client-template-injection", about: "Where a page with a client-side template framework shows a value, sends a sum and looks in the browser whether it was computed.",
  title: "Client-side template injection", cwe: 1336, owasp: ["A03"], severity: "medium",
  remediation: "Do not write values of the request into markup that a framework reads as a template: hand them over as data. Mark the places where values are shown as not to be interpreted.",
  risk: "payload", attackClass: "xss", on: "point",
  fits: ({ kind }) => kind !== "header-name" && kind !== "header",
  async *probe(point, tools) {
    const { browser } = tools;
    const plain = await tools.at(point, tools.seed.word("plain", 9));
    const shown = shownIn(plain, tools.seed.word("plain", 9));
    if (shown?.rendering !== "html" || !shown.contexts.some(({ place }) => place === "text" || place === "attribute") || !framework.test(plain.reply?.text ?? "")) return;
    if (browser === undefined || !tools.allows("browser")) { tools.note(`${point.pointId} of ${point.route.template} is shown where a framework may compute it; without a browser that cannot be told.`); return; }
    for (const pair of delimiters.filter((one) => mayUse(plain.reply?.text ?? "", one))) {
      const proof = await prove(point, tools, { browser, pair, plain });
      if (proof !== undefined) { yield proof; return; }
    }
    const sign = await unseen(point, tools, plain);
    if (sign !== undefined) yield sign;
  },
});

/** A framework from another site is not loaded by a scan: then it is only seen that the braces stand, unbroken, where it would compute them. */
async function unseen(point: Point, tools: Tools, plain: Exchange): Promise<Proof | undefined> {
  if (!/<script[^>]+\bsrc\s*=\s*["']?(?:https?:)?\/\/[^"'>]*(?:angular|vue|alpine)[^"'>]*\.js/i.test(plain.reply?.text ?? "")) return undefined;
  const exchanges: Exchange[] = [];
  for (const label of ["unseen-1", "unseen-2"]) {
    const text = `{{${tools.seed.number(`${label}-one`, 10_000, 99_999)}*${tools.seed.number(`${label}-other`, 10_000, 99_999)}}}`;
    const exchange = await tools.at(point, text);
    if (exchange.reply === undefined || !isInTemplate(exchange.reply.text, text)) return undefined;
    exchanges.push(exchange);
  }
  return {
    technique: "{{:unseen", confidence: "tentative",
    because: "A template expression stands unbroken where the page's framework computes them, twice with different numbers; the framework comes from another site and was not loaded.",
    steps: [{ role: "control", exchange: plain, shows: "A plain word is shown in the page." }, ...exchanges.map((exchange) => ({ role: "attack" as const, exchange, shows: "The expression stands in the template." }))],
  };
}

/** Below an element that starts the framework, and below none that holds it off. */
function isInTemplate(html: string, text: string): boolean {
  for (const { node, parent } of nodesOf(parseMarkup(html))) {
    const holds = "value" in node ? node.value.includes(text) : isElement(node) && node.attrs.some(({ value }) => value.includes(text));
    if (!holds) continue;
    const names: string[] = [];
    for (let one = isElement(node) ? node : parent; one !== undefined; one = one.parentNode !== null && isElement(one.parentNode) ? one.parentNode : undefined) names.push(...one.attrs.map(({ name, value }) => (name === "id" ? `id=${value}` : name)), one.tagName);
    if (names.some((name) => /^(?:(?:data-|x-)?ng-app|v-scope|x-data|id=app)$/.test(name)) && !names.some((name) => /^(?:(?:data-)?ng-non-bindable|v-pre|x-ignore|script|style)$/.test(name))) return true;
  }
  return false;
}

interface Sum { exchange: Exchange; computed: boolean; text: string }

/** The product of two numbers that the page cannot know; the answer itself must not have it already. */
async function sum(point: Point, tools: Tools, { browser, pair, label, apart = "" }: { browser: Browser; pair: readonly [string, string]; label: string; apart?: string }): Promise<Sum> {
  const [one, other] = [tools.seed.number(`${label}-one`, 10_000, 99_999), tools.seed.number(`${label}-other`, 10_000, 99_999)];
  const text = `${pair[0]}${apart}${one}*${other}${pair[1]}`;
  const exchange = await tools.at(point, apart === "" ? text : text.replace(pair[0], [...pair[0]].join(" ")));
  const product = String(one * other);
  if (exchange.reply === undefined || exchange.reply.text.includes(product) || !exchange.reply.text.includes(`${one}*${other}`)) return { exchange, computed: false, text };
  const rendered = await browser.rendered(exchange.request, { session: tools.session, timeoutMs: 8_000 });
  return { exchange, text, computed: rendered?.includes(product) ?? false };
}

async function prove(point: Point, tools: Tools, { browser, pair, plain }: { browser: Browser; pair: readonly [string, string]; plain: Exchange }): Promise<Proof | undefined> {
  const first = await sum(point, tools, { browser, pair, label: `${pair[0]}-1` });
  if (!first.computed) return undefined;
  const repeat = await sum(point, tools, { browser, pair, label: `${pair[0]}-2` });
  const control = await sum(point, tools, { browser, pair, label: `${pair[0]}-control`, apart: " " });
  if (!repeat.computed || control.computed) return undefined;
  const token = tools.seed.word("run", 10);
  const script = await tools.at(point, `${pair[0]}constructor.constructor('${token}()')()${pair[1]}`);
  const run = script.reply === undefined ? undefined : await browser.executes(script.request, token, { session: tools.session, interact: false, timeoutMs: 8_000 });
  const ran = run !== undefined && run.how !== "navigation";
  return {
    technique: ran ? `${pair[0]}:script` : pair[0], confidence: "confirmed", severity: ran ? "high" : "medium", ...(ran ? { cwe: 79 } : {}),
    because: `The browser showed the product of ${first.text}, and of another pair of numbers; written so that it is no template it stayed as it was.${ran ? " A function of ours was called in the same way." : ""}`,
    steps: [
      { role: "control", exchange: plain, shows: "A plain word is shown in the page." }, { role: "control", exchange: control.exchange, shows: "With the delimiters apart nothing is computed." },
      { role: "attack", exchange: first.exchange, shows: "The page computes the product." }, { role: "attack", exchange: repeat.exchange, shows: "And that of other numbers." },
      ...(ran ? [{ role: "attack" as const, exchange: script, shows: "The template called our function." }] : []),
    ],
  };
}
