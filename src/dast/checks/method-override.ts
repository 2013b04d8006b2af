// Headers and parameters by which a request becomes one of another method: what only looks at the method is got around.
import type { OriginCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import { sameAnswer } from "../compare/answer.ts";
import { isDisturbed } from "../compare/disturbance.ts";
import type { TestRequest } from "../exchange.ts";
import { withHeader } from "../exchange.ts";
import type { Proof } from "../evidence.ts";
import type { Route } from "../route.ts";

interface Way { name: string; with(request: TestRequest, method: string): TestRequest }
const header = (name: string): Way => ({ name: `header:${name}`, with: (request, method) => withHeader(request, name, method) });
const query = (name: string): Way => ({ name: `query:${name}`, with: (request, method) => { const url = new URL(request.url); url.searchParams.set(name, method); return { ...request, url: url.href }; } });
const ways = [header("x-http-method-override"), header("x-http-method"), header("x-method-override"), query("_method")];
// RFC 9110 sections 15.5.1, 15.5.5, 15.5.6 and 15.6.2: how a method that does not exist is refused.
const refusals = new Set([400, 404, 405, 501]);

// One program answers an origin's routes as a rule; a few of different shape tell.
const mostRoutes = 4;

async function* overridden(route: Route, tools: Tools): AsyncIterable<Proof> {
  const baseline = await tools.baseline(route);
  const [usual] = baseline?.exchanges ?? [];
  if (baseline === undefined || usual === undefined || baseline.status >= 300) return;
  for (const way of ways) {
    const made = tools.seed.word(`method ${way.name}`, 6).toUpperCase();
    const ask = (method: string): ReturnType<typeof tools.send> => tools.send(way.with(route.request, method));
    const one = await ask(made);
    if (!refusals.has(one.reply?.status ?? 0)) continue;
    // Its own method must change nothing: then it is the meaning that counts, not the presence.
    const control = await ask("GET");
    const again = await ask(tools.seed.word(`method again ${way.name}`, 6).toUpperCase());
    if (isDisturbed(control) || !sameAnswer(baseline, control, ["GET"]) || again.reply?.status !== one.reply?.status) continue;
    const [, name = ""] = way.name.split(":");
    yield { technique: way.name, confidence: "firm", at: `origin:${way.name}`, because: `${name} with a method that does not exist is answered ${one.reply?.status ?? 0} instead of ${baseline.status}; with GET nothing changes.`, steps: [{ role: "baseline", exchange: usual, shows: "Without it." }, { role: "attack", exchange: one, shows: `Named ${made}.` }, { role: "control", exchange: control, shows: "Named GET: as without it." }, { role: "attack", exchange: again, shows: "Another method that does not exist: the same." }] };
  }
}

/** A method that does not exist is named: honoured, it is refused; nothing is changed. Identity: the origin and the way. */
export const methodOverride = defineCheck<OriginCheck>({
  id: "method-override", about: "A header or parameter changes the method of a request.", title: "Method can be overridden",
  cwe: 436, owasp: ["A05"], severity: "low", risk: "marker", on: "origin",
  remediation: "Switch the override of methods off, or allow it for POST only and to the methods that are needed. Decide about access by the method that is carried out.",
  async *probe(origin, routes, tools) {
    const known = routes.filter((route) => route.origin === origin && route.method === "GET").toSorted((one, other) => (one.template < other.template ? -1 : 1));
    const step = Math.max(1, Math.floor(known.length / mostRoutes));
    const told = new Set<string>();
    for (const route of known.filter((_, at) => at % step === 0).slice(0, mostRoutes)) {
      for await (const proof of overridden(route, tools)) if (!told.has(proof.technique)) { told.add(proof.technique); yield proof; }
    }
  },
});
