// Templates of a receiver: its own words for a message's lines, in Liquid, with nothing in reach but the notice.
import { Liquid, LiquidError } from "liquidjs";
import type { Template as LiquidNode } from "liquidjs";
import { toIso } from "../kernel/clock.ts";
import { Fault, messageOf } from "../kernel/fault.ts";
import { oneLine } from "./message.ts";
import type { Notice } from "./notice.ts";

/** The parts of a message that a receiver may word anew. */
export const templateParts = ["title", "what", "where", "why", "due"] as const;
export type TemplatePart = (typeof templateParts)[number];
/** Source texts, as they are kept and shown. */
export type Templates = Readonly<Partial<Record<TemplatePart, string>>>;

const sourceLimit = 4_000;
const outputLimit = 4_000;

/**
 * Limits: 4,000 characters of source, 50 ms (250 at the second try) and about 1 MB for each line, 4,000 characters of output. No file system (include, render and
 * layout find nothing), no prototype members, no globals; the time is checked between the steps of a template, and filters that could take long
 * within one step are taken away.
 */
const engine = new Liquid({
  strictFilters: true, strictVariables: false, ownPropertyOnly: true, relativeReference: false, parseLimit: sourceLimit, renderLimit: 50, memoryLimit: 1_000_000, jsTruthy: false,
  fs: { exists: async () => false, existsSync: () => false, readFile: async () => "", readFileSync: () => "", resolve: (_root, file) => file, contains: async () => false, containsSync: () => false },
});

// Each of these works through a whole list or text in one step, where the time is not looked at: an expression for each member, or a pattern that runs on to the end from every "<".
for (const name of Object.keys(engine.filters)) if (name.endsWith("_exp") || name === "strip_html") delete engine.filters[name];

/** Checks a template; throws settings.invalid naming the line. */
export function readTemplate(name: string, source: string): string {
  if (source.length > sourceLimit) throw new Fault("settings.invalid", { places: [{ at: `/${name}`, rule: `has at most ${sourceLimit} characters` }] });
  try {
    engine.parse(source);
    return source;
  } catch (cause) {
    throw new Fault("settings.invalid", { places: [{ at: `/${name}`, rule: `is a Liquid template: ${whyOf(cause)}` }] }, cause);
  }
}

/** What went wrong and where, without the paths and the frames that the engine adds. */
const whyOf = (thrown: unknown): string => (LiquidError.is(thrown) ? thrown.message.replace(/, file:.*?(?=, line|$)/, "") : messageOf(thrown));

/** Parsed templates are kept: a receiver's are rendered for every message. The map cannot outgrow what receivers hold. */
const parsed = new Map<string, LiquidNode[]>();
const keptTemplates = 500;

function parse(source: string): LiquidNode[] {
  const known = parsed.get(source);
  if (known) return known;
  if (parsed.size >= keptTemplates) parsed.clear();
  const nodes = engine.parse(source);
  parsed.set(source, nodes);
  return nodes;
}

/** The notice in the receiver's words. A line whose template fails keeps ours, and the message says which one failed and why. */
export function wordAnew(templates: Templates, notice: Notice): Notice {
  const scope = scopeOf(notice);
  const words: Partial<Record<TemplatePart, string>> = {};
  const failed: string[] = [];
  for (const part of templateParts) {
    const source = templates[part];
    if (source === undefined) continue;
    try { words[part] = lineOf(rendered(parse(source), scope)); } catch (thrown) { failed.push(`the template of "${part}" failed (${whyOf(thrown)})`); }
  }
  return failed.length === 0 ? { ...notice, ...words } : { ...notice, ...words, changes: [...notice.changes ?? [], ...failed] };
}

// A machine that stood still for a moment is not the template's fault: one that ran out of time is given more, once.
const secondChanceMs = 250;

function rendered(nodes: LiquidNode[], scope: object): string {
  try {
    return String(engine.renderSync(nodes, scope));
  } catch (thrown) {
    if (!/render limit/.test(messageOf(thrown))) throw thrown;
    return String(engine.renderSync(nodes, scope, { renderLimit: secondChanceMs }));
  }
}

function lineOf(text: string): string {
  const line = oneLine(text);
  if (line === "") throw new TypeError("it gives nothing");
  return line.length <= outputLimit ? line : `${line.slice(0, outputLimit)} … (${line.length - outputLimit} characters left out)`;
}

/** What a template sees: the notice as the webhook sends it, times as RFC 3339; a copy, so that nothing leads out of it. */
const scopeOf = ({ at, ...notice }: Notice): object => JSON.parse(JSON.stringify({ ...notice, at: toIso(at) })) as object;
