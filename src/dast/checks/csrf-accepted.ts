// Requests that change something and are carried out although another site sent them.
import type { RouteCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import { comparatorFor } from "../compare/answer.ts";
import { isDisturbed } from "../compare/disturbance.ts";
import type { Proof } from "../evidence.ts";
import { fromElsewhere, isKeptFromElsewhere, ridesOnCookies, withoutCookies } from "../forgery/cross-site.ts";
import { loginFieldsOf } from "../login/login-form.ts";
import { isJson } from "../points/json-places.ts";
import type { Route } from "../route.ts";

const searches = /search|find|query|filter|lookup|preview|validate|check|suggest|translate|graphql/i;

async function forged(route: Route, tools: Tools): Promise<Proof | undefined> {
  const site = `https://${tools.seed.word("site", 9)}.example`;
  const dressed = tools.session.dress(route.request);
  const forgery = fromElsewhere(route, dressed, site);
  if (forgery === undefined || !ridesOnCookies(dressed)) return undefined;
  const baseline = await tools.baseline(route);
  const [usual] = baseline?.exchanges ?? [];
  if (baseline === undefined || usual === undefined || baseline.status >= 400) return undefined;
  const comparator = comparatorFor(baseline);
  const attack = await tools.send(forgery, { session: "none" });
  if (isDisturbed(attack, baseline) || comparator.lookOf(attack) !== comparator.usual) return undefined;
  const control = await tools.send(withoutCookies(forgery), { session: "none" });
  // What anybody may do needs no visitor to do it.
  if (control.reply === undefined || comparator.lookOf(control) === comparator.usual) return undefined;
  const again = await tools.send(forgery, { session: "none" });
  if (comparator.lookOf(again) !== comparator.usual || await isKeptFromElsewhere(route, tools)) return undefined;
  return {
    technique: isJson(route.request) ? "json-as-text" : "form", confidence: "firm",
    because: `${route.method} ${route.template} was answered as usual (${baseline.status}) although ${site} sent it without a token${isJson(route.request) ? " as plain text" : ""}; without the session's cookie it is answered ${control.reply.status}.`,
    steps: [{ role: "baseline", exchange: usual, shows: "As its own page sends it." }, { role: "attack", exchange: attack, shows: `From ${site}, without a token.` }, { role: "attack", exchange: again, shows: "Again." }, { role: "control", exchange: control, shows: "Without the session's cookie it is refused." }],
  };
}

/** Carries the request out a few times, as its own form does. Identity: the route. */
export const csrfAccepted = defineCheck<RouteCheck>({
  id: "csrf-accepted", about: "A request that changes something is carried out although another site sent it.", title: "Cross-site request forgery",
  cwe: 352, owasp: ["A01"], severity: "medium", risk: "write", attackClass: "csrf", on: "route",
  remediation: "Ask for a random token of the session with every request that changes something, and refuse those whose Origin is not yours. Set SameSite=Lax or Strict on the session cookie.",
  fits: (route) => route.method === "POST" && loginFieldsOf(route) === undefined && !searches.test(route.template),
  async *probe(route, tools) {
    const proof = await forged(route, tools);
    if (proof !== undefined) yield proof;
  },
});
