// Routes: who gets which alert and notice.
import { Import, ImportRequest, Routes, RoutesRequest, SimulateRequest, Simulation } from "../../contract/alerts.ts";
import type { KeptRouting } from "../../app/alerts/routes.ts";
import { parseInstant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { refuseStaleEdit } from "../edits.ts";
import { door } from "../route.ts";
import type { Resource } from "../route.ts";

const editable = ({ text, routing }: Record<string, unknown>): unknown => ({ text, routing });

const get = door({
  id: "getRoutes", method: "GET", path: "/routes", tag: "routes", answer: Routes, editable, summary: "The tree of routes, as it was written and as it was read",
  handle: ({ app, org }) => app.routes.get(org),
});

const put = door({
  id: "putRoutes", method: "PUT", path: "/routes", tag: "routes", scope: "admin", body: RoutesRequest, answer: Routes, editable,
  summary: "Replaces the tree; a broken one is refused and the old one stays. Send If-Match with the tag of the one that was edited",
  async handle({ app, org, actor, body, request }) {
    refuseStaleEdit(request, Routes, editable, await app.routes.get(org));
    return app.routes.put(org, keptFrom(body) ?? missing(), actor);
  },
});

function keptFrom({ text, routing }: { text?: string; routing?: unknown }): KeptRouting | undefined {
  if (text !== undefined) return { text };
  return routing === undefined ? undefined : { routing };
}

const missing = (): never => { throw new Fault("request.invalid", { places: [{ at: "/text", rule: "is missing: send the routes as `text` or as `routing`" }] }); };

const bringIn = door({
  id: "importRoutes", method: "POST", path: "/routes/import", tag: "routes", scope: "admin", body: ImportRequest, answer: Import, keeps: false,
  summary: "Reads an Alertmanager configuration: shows the receivers to be made and what is left out; with apply it takes over",
  handle: ({ app, org, actor, body }) => app.routes.importAlertmanager(org, body.text, { apply: body.apply ?? false }, actor),
});

const simulate = door({
  id: "simulateRoutes", method: "POST", path: "/routes/simulate", tag: "routes", scope: "read", body: SimulateRequest, answer: Simulation, keeps: false,
  summary: "Who would get this? Node by node for labels; before and after over the past for other routes",
  async handle({ app, org, body, now }) {
    const other = keptFrom(body);
    if (body.labels === undefined && (body.since === undefined || other === undefined)) throw new Fault("request.invalid", { places: [{ at: "/labels", rule: "is missing: send labels, or since with the other routes as text or routing" }] });
    const simulated = body.labels === undefined ? { steps: [], receivers: [], groups: [] } : await app.routes.simulate(org, body.labels, other);
    const history = body.since === undefined || other === undefined ? undefined : await app.routes.compare(org, parseInstant(body.since) ?? now, other);
    return { ...simulated, history };
  },
});

export const routes: Resource = { tag: "routes", about: "Who gets which alert and notice", doors: [get, put, bringIn, simulate] };
