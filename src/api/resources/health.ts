// Health: is the process alive, is it ready, and its figures for Prometheus.
import Type from "typebox";
import { gauges } from "../gauges.ts";
import { contentType, exposition } from "../prometheus.ts";
import { door } from "../route.ts";
import type { Resource } from "../route.ts";

const State = Type.Object({ state: Type.String() });

const live = door({
  id: "isLive", method: "GET", path: "/livez", root: true, tag: "health", scope: "public", answer: State, summary: "200 as long as the process answers",
  handle: async () => ({ state: "live" }),
});

const ready = door({
  id: "isReady", method: "GET", path: "/readyz", root: true, tag: "health", scope: "public", answer: State, summary: "200 when requests can be served, 503 while not",
  async handle({ app, reply }) {
    const isReady = await app.ready().catch(() => false);
    if (!isReady) reply.code(503);
    return { state: isReady ? "ready" : "not ready" };
  },
});

const prometheus = door({
  id: "scrapeMetrics", method: "GET", path: "/metrics", root: true, tag: "health", answersWith: "text/plain", summary: "Figures in the Prometheus text format; needs a token with the scope read",
  async handle({ app, desk, org, now, reply }) {
    const families = [...await gauges(app, org, now), ...desk.traffic.families()];
    return reply.header("cache-control", "no-store").type(contentType).send(exposition(families));
  },
});

export const health: Resource = { tag: "health", about: "Is it alive and ready", doors: [live, ready, prometheus] };
