// Rules: what detections are made by, where each stands, and how often it fired.
import Type from "typebox";
import { Rule, RuleDetail, RuleReject, RuleRejects } from "../../contract/runtime.ts";
import type { RuleRow } from "../../app/runtime/runtime-desk.ts";
import { logsourceOf } from "../../app/runtime/runtime-desk-on.ts";
import { shownRulePath } from "../../app/runtime/rule-files.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const shown = ({ rule, counts }: RuleRow) => ({
  id: rule.id, kind: rule.kind, title: rule.title, level: rule.level, status: rule.status, description: rule.description, author: rule.author, tags: rule.tags, falsePositives: rule.falsePositives, references: rule.references,
  logsource: logsourceOf(rule), file: shownRulePath(rule.place.file), line: rule.place.line, text: rule.text,
  detections: counts?.detections ?? 0, hits: counts?.hits ?? 0, dismissed: counts?.dismissed ?? 0, excepted: counts?.excepted ?? 0, lastAt: counts?.lastAt,
});

const list = listDoor({
  id: "listRules", path: "/rules", tag: "rules", item: Rule, summary: "Rules and correlations, those that fired last first; counts are of 30 days",
  query: {
    q: Type.Optional(Type.String({ maxLength: 200 })), kind: Type.Optional(Type.Enum(["rule", "correlation"])), logsource: Type.Optional(Type.String({ maxLength: 100, description: "A product, category or service" })),
    fired: Type.Optional(Type.Boolean()),
  },
  async handle({ app, org, query, page }) {
    const { items, ...rest } = await app.runtime.rules(org, { word: query.q, kind: query.kind as "rule" | undefined, product: query.logsource, fired: query.fired }, page);
    return { ...rest, items: items.map(shown) };
  },
});

const get = door({
  id: "getRule", method: "GET", path: "/rules/:id", tag: "rules", answer: RuleDetail, summary: "One rule with its text",
  handle: async ({ app, org, params }) => shown(found(await app.runtime.findRule(org, params.id), "rule", params.id)),
});

const rejects = door({
  id: "listRuleRejects", method: "GET", path: "/rule-rejects", tag: "rules", answer: RuleRejects, summary: "Rules that could not be loaded, by file and line",
  handle: async ({ app }) => ({ rejects: (await app.runtime.rejectedRules()).map((one) => ({ ...one, file: shownRulePath(one.file) })) }),
});

const reload = door({
  id: "reloadRules", method: "POST", path: "/rules/reload", tag: "rules", scope: "admin", keeps: false,
  answer: Type.Object({ rules: Type.Integer(), correlations: Type.Integer(), filters: Type.Integer(), rejects: Type.Array(RuleReject) }), summary: "Reads the rule folders again",
  handle: ({ app, org, actor }) => app.runtime.reloadRules(org, actor),
});

export const rules: Resource = { tag: "rules", about: "What detections are made by", doors: [list, get, rejects, reload] };
