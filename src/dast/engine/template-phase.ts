// The phase of templates: known weaknesses of products, those of what is known to run there first; each hit proved by controls.
import type { Check } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Profile } from "../profile.ts";
import type { Route } from "../route.ts";
import type { ScanSpec } from "../scan.ts";
import type { Session } from "../session.ts";
import type { TemplateHit } from "../templates/confirm.ts";
import { loadTemplates } from "../templates/load-templates.ts";
import { runTemplates } from "../templates/run-templates.ts";
import type { TemplateFigures } from "../templates/run-templates.ts";
import { toolsOf } from "./tools.ts";
import type { Bench, UnitTools } from "./tools.ts";

/** What findings of templates are called; the template's own severity, CWE and name stand in the proof. */
export const templateCheck: Check = {
  id: "template", about: "A known weakness or exposure of a product, as a test template describes it.", title: "Known weakness of a product", cwe: 1395, owasp: ["A06"], severity: "medium", risk: "marker", on: "origin",
  remediation: "Bring the product to a version that is not affected, or apply what its maker advises. Until then keep it out of reach of those who need not use it.",
  async *probe() { /* The phase below does the looking; here stand the words alone. */ },
};

interface Running { spec: ScanSpec; profile: Profile; bench: Bench; session: Session; routes: readonly Route[]; note(text: string): void; progress(figures: TemplateFigures): void }

/** Loads what the spec names and runs what the profile allows; note tells what was left out and why. */
export async function* runTemplatePhase({ spec, profile, bench, session, routes, note, progress }: Running): AsyncGenerator<{ hit: TemplateHit; origin: string }> {
  if (spec.templates === undefined) return;
  const { from, tags, cves, onlyCves } = spec.templates;
  if (onlyCves && cves.length === 0 && tags.length === 0) return;
  const { templates, support } = loadTemplates(from);
  note(`${support.supported} of ${support.files} templates in ${from} can be run (${(support.share * 100).toFixed(1)} %).`);
  const wish = { ...(tags.length > 0 ? { tags } : {}), ...(cves.length > 0 ? { cves: { ids: cves, only: onlyCves } } : {}) };
  for (const origin of new Set([new URL(spec.url).origin, ...routes.map((route) => route.origin)])) {
    const tools = toolsOf(bench, `templates ${origin}`, session, { phase: "template" });
    for await (const hit of runTemplates(templates, { origin, tools, profile, wish, progress })) yield { hit, origin };
  }
}

/** One template on the origin where it hit before; a text says why that cannot be. */
export async function templatesAgain({ templates: place }: ScanSpec, profile: Profile, { template }: { template: string | undefined }, origin: string, tools: UnitTools): Promise<readonly Proof[] | string> {
  if (place === undefined) return "the folder of templates is not named in this scan";
  const one = loadTemplates(place.from).templates.filter(({ id }) => id === template);
  if (one.length === 0) return `the template ${template ?? ""} is not in ${place.from} any more`;
  const proofs: Proof[] = [];
  for await (const { proof } of runTemplates(one, { origin, tools, profile })) proofs.push(proof);
  return proofs;
}
