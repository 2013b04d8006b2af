// Runs templates against an origin and hands over what is confirmed.
import type { Tools } from "../check.ts";
import type { Profile } from "../profile.ts";
import { ScanEnded } from "../traffic/traffic.ts";
import { confirmHit } from "./confirm.ts";
import type { TemplateHit } from "./confirm.ts";
import { createCourier } from "./courier.ts";
import type { RunLimits } from "./run.ts";
import { runTemplate } from "./run-template.ts";
import type { RunOptions, TemplateRun } from "./run-template.ts";
import { selectTemplates } from "./select-templates.ts";
import type { TemplateWish } from "./select-templates.ts";
import type { Template } from "./template.ts";

export interface TemplatesOptions {
  /** An origin, or one with a path below which the application lies. */
  origin: string;
  tools: Tools;
  profile: Profile;
  wish?: Omit<TemplateWish, "allows" | "methods" | "hasOutOfBand" | "given">;
  /** Values that a person gives: username, password, token. */
  given?: ReadonlyMap<string, string>;
  limits?: Partial<RunLimits>;
  /** Called after each template. */
  progress?: (figures: TemplateFigures) => void;
}

/** matched: templates that fit at first; refuted: those of them whose hits did not stand. */
export interface TemplateFigures { chosen: number; done: number; left: number; matched: number; refuted: number; hits: number; sent: number; spared: number }

/** An answer for everybody: more products than this on one homepage are none. */
const mostOnHomepage = 30;

/** Hits in the order of the templates; those from the homepage alone last. What was left out or refuted is told by tools.note. */
export async function* runTemplates(templates: readonly Template[], { origin, tools, profile, wish = {}, given = new Map(), limits = {}, progress }: TemplatesOptions): AsyncGenerator<TemplateHit> {
  const { chosen, left } = selectTemplates(templates, { ...wish, allows: (risk) => tools.allows(risk), methods: profile.methods, hasOutOfBand: tools.outOfBand !== undefined, given: new Set(given.keys()) });
  tellLeft(left, tools);
  const courier = createCourier(tools);
  const figures: TemplateFigures = { chosen: chosen.length, done: 0, left: left.length, matched: 0, refuted: 0, hits: 0, sent: 0, spared: 0 };
  const optionsFor = ({ id }: Template): RunOptions => ({ tools, courier, base: origin, seed: tools.seed.of(`template/${id}`), fresh: false, limits, given, refuses: ({ method }) => (profile.methods.includes(method) ? undefined : `${method} is not sent by this profile`) });
  const fromHomepage: TemplateHit[] = [];
  for (let at = 0; at < chosen.length; at += profile.budget.concurrency) {
    // Side by side, but handed over in their order: two scans say the same.
    const results = await Promise.all(chosen.slice(at, at + profile.budget.concurrency).map((template) => runOne(template, optionsFor(template), figures)));
    Object.assign(figures, courier.counts());
    for (const hit of results.flat()) {
      if (hit.fromHomepage) fromHomepage.push(hit);
      else { figures.hits += 1; yield hit; }
    }
    progress?.(figures);
  }
  if (fromHomepage.length > mostOnHomepage) tools.note(`The homepage fits ${fromHomepage.length} templates at once: it answers what everybody asks, and none of them is taken for true.`);
  else yield* fromHomepage;
}

/** A template that breaks its runner costs itself only; the end of the scan is for everybody. */
async function runOne(template: Template, options: RunOptions, figures: TemplateFigures): Promise<TemplateHit[]> {
  try {
    return await hitsOf(template, options, figures);
  } catch (thrown) {
    if (thrown instanceof ScanEnded) throw thrown;
    options.tools.note(`${template.id} broke off: ${thrown instanceof Error ? thrown.message : String(thrown)}.`);
    return [];
  }
}

async function hitsOf(template: Template, options: RunOptions, figures: TemplateFigures): Promise<TemplateHit[]> {
  const run = await runTemplate(template, options);
  figures.done += 1;
  for (const note of run.notes) options.tools.note(note);
  if (run.hits.length === 0) return [];
  figures.matched += 1;
  const confirmed = await confirmedOf(template, run, options);
  if (confirmed.length === 0) figures.refuted += 1;
  return confirmed;
}

/** One hit for each name of a matcher. */
async function confirmedOf(template: Template, run: TemplateRun, options: RunOptions): Promise<TemplateHit[]> {
  const found: TemplateHit[] = [];
  const seen = new Set<string | undefined>();
  for (const hit of run.hits) {
    if (seen.has(hit.matcher)) continue;
    seen.add(hit.matcher);
    const confirmation = await confirmHit(template, hit, run, options);
    if ("hit" in confirmation) found.push(confirmation.hit);
    else options.tools.note(`${template.id} matched and was refuted: ${confirmation.refuted}.`);
  }
  return found;
}

function tellLeft(left: readonly { why: string }[], tools: Tools): void {
  const counts = new Map<string, number>();
  for (const { why } of left) { const kind = why.replace(/: .*$/, ""); counts.set(kind, (counts.get(kind) ?? 0) + 1); }
  for (const [why, count] of counts) tools.note(`${count} templates are left out: ${why}.`);
}
