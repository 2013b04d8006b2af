// Metrics: figures over time, each with its number of cases and its formula.
import Type from "typebox";
import { MetricsAnswer } from "../../contract/operations.ts";
import { Severity } from "../../contract/shapes.ts";
import { dayMs, parseInstant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { door } from "../route.ts";
import type { Resource } from "../route.ts";

const instant = Type.Optional(Type.String({ format: "date-time" }));
const defaultRangeMs = 90 * dayMs;

const get = door({
  id: "getMetrics", method: "GET", path: "/metrics", tag: "metrics", answer: MetricsAnswer, summary: "Time to detect, acknowledge and repair, exposure, and the flow of findings; the last 90 days unless from and to are given",
  query: { from: instant, to: instant, severity: Type.Optional(Severity), service: Type.Optional(Type.String({ minLength: 1 })), environment: Type.Optional(Type.String({ minLength: 1 })) },
  async handle({ app, org, query, now }) {
    const { severity, service, environment } = query;
    const to = query.to === undefined ? now : (parseInstant(query.to) ?? now);
    const from = query.from === undefined ? to - defaultRangeMs : (parseInstant(query.from) ?? to - defaultRangeMs);
    if (from >= to) throw new Fault("request.invalid", { places: [{ at: "/from", rule: "must be before to" }] });
    const answer = await app.metrics(org, { from, to, severity, service, environment });
    return { from, to, filters: { severity, service, environment }, ...answer };
  },
});

export const metrics: Resource = { tag: "metrics", about: "Figures over time", doors: [get] };
