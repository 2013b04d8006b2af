// Metrics: figures over time, each with its number of cases and its formula.
import Type from "typebox";
import { IncidentKind } from "../../contract/incidents.ts";
import { MetricsAnswer } from "../../contract/operations.ts";
import { Severity } from "../../contract/shapes.ts";
import { dayMs, parseInstant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { door } from "../route.ts";
import type { Resource } from "../route.ts";

const word = Type.Optional(Type.String({ minLength: 1 }));
const instant = Type.Optional(Type.String({ format: "date-time" }));
const defaultRangeMs = 90 * dayMs;

const get = door({
  id: "getMetrics", method: "GET", path: "/metrics", tag: "metrics", answer: MetricsAnswer, summary: "Time to detect, acknowledge and repair, exposure, and the flow of findings; with about=incidents, how incidents, pages, clocks and messages went; the last 90 days unless from and to are given",
  query: {
    about: Type.Optional(Type.Enum(["findings", "incidents"], { default: "findings" })), from: instant, to: instant, severity: Type.Optional(Severity), service: word, environment: word,
    kind: Type.Optional(IncidentKind), owner: Type.Optional(Type.String({ minLength: 1, description: "Of incidents; (none): nobody's" })),
  },
  async handle({ app, org, query, now }) {
    const { about = "findings", severity, service, environment, kind, owner } = query;
    const to = query.to === undefined ? now : (parseInstant(query.to) ?? now);
    const from = query.from === undefined ? to - defaultRangeMs : (parseInstant(query.from) ?? to - defaultRangeMs);
    if (from >= to) throw new Fault("request.invalid", { places: [{ at: "/from", rule: "must be before to" }] });
    if (about === "findings" && (kind ?? owner) !== undefined) throw new Fault("request.invalid", { places: [{ at: kind === undefined ? "/owner" : "/kind", rule: "is for incidents", mend: "Add about=incidents." }] });
    if (about === "findings") return { about, from, to, filters: { severity, service, environment }, ...await app.metrics(org, { from, to, severity, service, environment }) };
    const { measures, flow } = await app.incidentMetrics(org, { from, to, severity, service, environment, kind, owner });
    return { about, from, to, filters: { severity, service, environment, kind, owner }, measures: [], series: [], incidentMeasures: measures, incidentFlow: flow };
  },
});

export const metrics: Resource = { tag: "metrics", about: "Figures over time", doors: [get] };
