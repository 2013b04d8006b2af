// GraphQL mutations that another site can send in the visitor's name: by a link or a form, without a preflight (Fetch, CORS-safelisted request headers).
import { defineCheck } from "../check.ts";
import type { OriginCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange, Header, TestRequest } from "../exchange.ts";
import { getQuery, graphqlAnswerOf, graphqlPlacesOf } from "../graphql/place.ts";
import type { GraphqlPlace } from "../graphql/place.ts";

// Names the type and changes nothing: it is a mutation all the same, and refused where mutations are.
const harmless = "mutation{__typename}";

const from = (site: string): Header[] => [["origin", site], ["referer", `${site}/`]];
const ways: readonly (readonly [technique: string, request: (url: string, query: string, site: string) => TestRequest])[] = [
  ["get", (url, query, site) => { const asked = getQuery(url, query); return { ...asked, headers: [...asked.headers, ...from(site)] }; }],
  ["form", (url, query, site) => ({ method: "POST", url, headers: [["content-type", "application/x-www-form-urlencoded"], ...from(site)], body: new URLSearchParams({ query }).toString() })],
  ["text", (url, query, site) => ({ method: "POST", url, headers: [["content-type", "text/plain"], ...from(site)], body: JSON.stringify({ query }) })],
];

const isCarriedOut = (exchange: Exchange): boolean => { const answer = graphqlAnswerOf(exchange); return typeof answer?.data?.["__typename"] === "string" && answer.errors.length === 0; };

async function* forgedAt(place: GraphqlPlace, tools: Tools): AsyncGenerator<Proof> {
  const site = `https://${tools.seed.word("site", 9)}.example`;
  const isCookie = tools.session.cookies(place.url).length > 0;
  for (const [technique, request] of ways) {
    const attack = await tools.send(request(place.url, harmless, site));
    if (!isCarriedOut(attack)) continue;
    const control = await tools.send(request(place.url, `mutation{${tools.seed.word("no field", 12)}}`, site));
    if (isCarriedOut(control)) continue;
    yield {
      technique, confidence: isCookie ? "firm" : "tentative", severity: isCookie ? "medium" : "low", at: place.at, about: technique,
      because: `A mutation sent as ${{ get: "a link", form: "a form", text: "plain text" }[technique] ?? technique} from ${site} was carried out${isCookie ? " with the session's cookie" : ""}.`,
      steps: [{ role: "baseline", exchange: place.shown, shows: "It answers GraphQL." }, { role: "attack", exchange: attack, shows: "A mutation that changes nothing, from another site, is carried out." }, { role: "control", exchange: control, shows: "A mutation that does not exist is not." }],
    };
  }
}

/** Identity: the place and the way. Nothing is changed. */
export const graphqlCsrf = defineCheck<OriginCheck>({
  id: "graphql-csrf", about: "Another site can send GraphQL mutations in the visitor's name.", title: "GraphQL mutations can be forged",
  cwe: 352, owasp: ["A01", "API8"], severity: "medium", risk: "marker", attackClass: "csrf", on: "origin",
  remediation: "Take operations only by POST with application/json or with a header that a form cannot set. Refuse requests whose Origin is not yours.",
  async *probe(origin, routes, tools) {
    for (const place of await graphqlPlacesOf(origin, routes, tools)) yield* forgedAt(place, tools);
  },
});
