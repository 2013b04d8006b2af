// Confirms a hit: it repeats with fresh values, and controls without what matters do not show it.
import type { Exchange } from "../exchange.ts";
import type { Confidence, Proof, ProofStep } from "../evidence.ts";
import { carriesAttack, changeFor, changingCourier, isAtRoot, isHomepage } from "./controls.ts";
import type { ControlKind } from "./controls.ts";
import type { BlockHit } from "./run-block.ts";
import { runTemplate } from "./run-template.ts";
import type { RunOptions, TemplateRun } from "./run-template.ts";
import type { Template } from "./template.ts";

export interface TemplateHit {
  template: Template;
  proof: Proof;
  /** Only the homepage was asked: such hits are weighed together. */
  fromHomepage: boolean;
}

/** proof undefined: why the hit is none. */
export type Confirmation = { hit: TemplateHit } | { refuted: string };

const sameHit = (run: TemplateRun, { number, matcher }: BlockHit): BlockHit | undefined => run.hits.find((one) => one.number === number && one.matcher === matcher);

/** At most 2 runs for a repeat and one for each control; twice that for times. */
export async function confirmHit(template: Template, hit: BlockHit, first: TemplateRun, options: RunOptions): Promise<Confirmation> {
  const sign = noSign(hit.exchange) ?? onlyAbsence(hit);
  if (sign !== undefined) return { refuted: sign };
  const again = await runTemplate(template, { ...options, fresh: true, seed: options.seed.of("again") });
  const repeat = sameHit(again, hit);
  if (!repeat) return { refuted: "did not repeat" };
  const kinds = controlsFor(template, first.exchanges);
  const steps: ProofStep[] = [];
  for (const kind of kinds) {
    const control = await runControl(template, kind, options);
    if (sameHit(control, hit)) return { refuted: toldBy[kind] };
    const shown = control.exchanges.at(-1);
    if (shown) steps.push({ role: "control", exchange: shown, shows: showsOf[kind] });
  }
  if (first.waits && !await waitsAgain(template, hit, options)) return { refuted: "the time it took does not follow what was sent" };
  return { hit: { template, proof: proofOf(template, hit, repeat, steps), fromHomepage: first.exchanges.every(({ request }) => isHomepage(request)) } };
}

const toldBy: Readonly<Record<ControlKind, string>> = { "other-path": "a path that is not there answers the same", homepage: "the homepage alone matches", "harmless-values": "harmless values match as well" };
const showsOf: Readonly<Record<ControlKind, string>> = { "other-path": "the same requests below a folder that is not there do not match", homepage: "the homepage does not match", "harmless-values": "the same requests with harmless values do not match" };

const runControl = (template: Template, kind: ControlKind, options: RunOptions): Promise<TemplateRun> =>
  runTemplate(template, { ...options, fresh: true, seed: options.seed.of(`control/${kind}`), courier: changingCourier(options.courier, changeFor(kind, options.seed.word(`control/${kind}`, 12))) });

function controlsFor(template: Template, exchanges: readonly Exchange[]): readonly ControlKind[] {
  const requests = exchanges.map(({ request }) => request);
  // What names a product or a header of every page is true everywhere; anything else has to be the homepage's own.
  if (requests.every(isHomepage)) return template.info.tags.some((tag) => ["tech", "detect", "panel", "login", "headers", "favicon"].includes(tag)) ? [] : ["other-path"];
  const kinds: ControlKind[] = [];
  if (requests.some((request) => !isAtRoot(request))) kinds.push("other-path", "homepage");
  else if (!template.needsOutOfBand) kinds.push("homepage");
  if (template.info.severity !== "info" && requests.some(carriesAttack)) kinds.push("harmless-values");
  return kinds;
}

/** Slow, then harmless and fast, then slow, then fast again: anything else is a slow target. */
async function waitsAgain(template: Template, hit: BlockHit, options: RunOptions): Promise<boolean> {
  for (const round of ["1", "2"]) {
    const slow = await runTemplate(template, { ...options, fresh: true, seed: options.seed.of(`slow/${round}`) });
    if (!sameHit(slow, hit)) return false;
    const fast = await runTemplate(template, { ...options, fresh: true, seed: options.seed.of(`fast/${round}`), courier: changingCourier(options.courier, changeFor("harmless-values", options.seed.word(`fast/${round}`, 12))) });
    if (sameHit(fast, hit)) return false;
  }
  return true;
}

const blockWords = /access denied|request blocked|web application firewall|attention required|incapsula incident|the requested url was rejected|mod_security|you have been blocked|ray id|akamai.{0,40}reference/i;

/** Answers that are no sign whatever they say: limits, firewalls, a target in distress. */
function noSign({ reply }: Exchange): string | undefined {
  if (!reply) return "no answer came";
  if (reply.status === 429) return "the target limits the rate of requests";
  if (reply.status === 503 && reply.headers.some(([name]) => name.toLowerCase() === "retry-after")) return "the target is out of service";
  if ([400, 403, 406, 409, 501, 503].includes(reply.status) && reply.body.length < 20_000 && blockWords.test(reply.text)) return "a firewall answered";
  return undefined;
}

/** An error page lacks everything: what is not in it says nothing of the application. */
function onlyAbsence({ block, exchange, matcher }: BlockHit): string | undefined {
  const said = block.matchers.filter(({ name, internal }) => !internal && (block.matchEvery || name === matcher));
  const lacks = said.length > 0 && said.every((one) => one.negative || one.type === "status" || (one.type === "dsl" && one.expressions.every(({ text }) => /^\s*!/.test(text) || /status_code\s*!=/.test(text))));
  return lacks && said.some(({ type }) => type !== "status") && (exchange.reply?.status ?? 0) >= 400 ? "an error page lacks it" : undefined;
}

function proofOf(template: Template, hit: BlockHit, repeat: BlockHit, controls: readonly ProofStep[]): Proof {
  const { info, id } = template;
  const about = hit.matcher === undefined ? id : `${id}:${hit.matcher}`;
  const steps: ProofStep[] = [
    ...hit.earlier.slice(-1).map((exchange): ProofStep => ({ role: "baseline", exchange, shows: "the request before it" })),
    { role: "attack", exchange: hit.exchange, shows: `matches ${about}` }, { role: "attack", exchange: repeat.exchange, shows: "matches again with fresh values" }, ...controls,
  ];
  return {
    technique: id, confidence: confidenceOf(template, hit), because: becauseOf(template, hit), steps: steps.slice(0, 6), about, at: `template:${id}`,
    severity: info.severity === "unknown" ? "info" : info.severity, ...info.cwe[0] === undefined ? {} : { cwe: info.cwe[0] },
  };
}

/** Computed or called back: only the weakness explains it. Otherwise it is what the template's author took for it. */
function confidenceOf({ needsOutOfBand, info }: Template, { block }: BlockHit): Confidence {
  const moulds = block.matchers.flatMap((matcher) => (matcher.type === "word" ? matcher.words : matcher.type === "regex" ? matcher.patterns : matcher.type === "dsl" ? matcher.expressions.map(({ text }) => text) : []));
  const computed = moulds.some((mould) => /\{\{\s*(?:md5|sha1|sha256|to_number|base64)\b|\b(?:md5|sha1|sha256)\(/.test(mould));
  if (needsOutOfBand && block.matchers.some(({ part }) => part.startsWith("interactsh"))) return "confirmed";
  return computed && info.severity !== "info" ? "confirmed" : "firm";
}

function becauseOf({ info, id }: Template, { exchange, extracted, matcher }: BlockHit): string {
  const value = extracted.length === 0 ? "" : ` It gave ${extracted.slice(0, 3).map((one) => JSON.stringify(one.slice(0, 80))).join(", ")}.`;
  return `${exchange.request.method} ${exchange.request.url} answers as ${info.name || id}${matcher === undefined ? "" : ` (${matcher})`} does.${value}`;
}
