// Which templates a scan runs: by what it may do, by what a person asks for, and by what is known to run on the target.
import type { Risk } from "../risk.ts";
import { namesToGive } from "./read-template.ts";
import { methodsOf, risksOf } from "./template-risk.ts";
import type { Template } from "./template.ts";

export interface TemplateWish {
  ids?: readonly string[];
  tags?: readonly string[];
  withoutTags?: readonly string[];
  severities?: readonly string[];
  /** Vulnerabilities known of the target's components: their templates come first; only: the others do not come. */
  cves?: { ids: readonly string[]; only: boolean };
  allows(risk: Risk): boolean;
  /** Methods that the profile may send. */
  methods: readonly string[];
  hasOutOfBand: boolean;
  /** Names that a person has given values for. */
  given?: ReadonlySet<string>;
}

export interface TemplateSelection { chosen: readonly Template[]; left: readonly { id: string; why: string }[] }

/** left: what is not run, each with its reason. */
export function selectTemplates(templates: readonly Template[], wish: TemplateWish): TemplateSelection {
  const chosen: Template[] = [];
  const left: { id: string; why: string }[] = [];
  for (const template of templates) {
    const why = unwanted(template, wish) ?? unfit(template, wish);
    if (why === undefined) chosen.push(template);
    else left.push({ id: template.id, why });
  }
  const known = new Set(wish.cves?.ids.map((id) => id.toUpperCase()));
  return { chosen: known.size === 0 ? chosen : chosen.toSorted((a, b) => Number(forCves(b, known)) - Number(forCves(a, known))), left };
}

const forCves = ({ info }: Template, known: ReadonlySet<string>): boolean => info.cve.some((cve) => known.has(cve));

function unwanted({ id, info }: Template, { ids, tags, withoutTags = [], severities, cves }: TemplateWish): string | undefined {
  if (ids && !ids.includes(id)) return "not asked for by id";
  if (tags && !info.tags.some((tag) => tags.includes(tag))) return "not asked for by tag";
  if (info.tags.some((tag) => withoutTags.includes(tag))) return "its tag is left out";
  if (severities && !severities.includes(info.severity)) return "not asked for by severity";
  return cves?.only && !info.cve.some((cve) => cves.ids.includes(cve)) ? "no vulnerability of the target's components" : undefined;
}

function unfit(template: Template, { allows, methods, hasOutOfBand, given = new Set() }: TemplateWish): string | undefined {
  if (template.selfContained) return "asks addresses of third parties";
  const method = template.blocks.flatMap(methodsOf).find((one) => !methods.includes(one));
  if (method !== undefined) return `sends ${/^[A-Z]{1,12}$/.test(method) ? method : "a method of its own"}`;
  const risk = [...risksOf(template)].find((one) => !allows(one));
  if (risk !== undefined) return `takes the risk ${risk}`;
  if (template.needsOutOfBand && !hasOutOfBand) return "needs a listener that is called back";
  const names = namesToGive(template).filter((name) => !given.has(name));
  return names.length > 0 ? `needs values of a person: ${names.join(", ")}` : undefined;
}

/** The templates for these vulnerabilities, in their order. */
export function templatesForCves(templates: readonly Template[], cves: readonly string[]): readonly Template[] {
  const known = new Set(cves.map((id) => id.toUpperCase()));
  return templates.filter((template) => forCves(template, known));
}
