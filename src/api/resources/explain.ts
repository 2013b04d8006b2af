// Explain: why a component is or is not affected, advisory by advisory.
import Type from "typebox";
import { Explanation } from "../../contract/findings.ts";
import { door } from "../route.ts";
import type { Resource } from "../route.ts";

const explainMatch = door({
  id: "explain", method: "GET", path: "/explain", tag: "explain", answer: Explanation, summary: "Every advisory considered for a component, with the comparison that decided",
  query: { purl: Type.String({ minLength: 5, maxLength: 2048 }), advisory: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: "One id or alias" })) },
  async handle({ app, org, query }) {
    const { traces, clearsAll } = await app.explain(org, query.purl, query.advisory);
    return { items: traces, clearsAll };
  },
});

export const explain: Resource = { tag: "explain", about: "Why something is or is not affected", doors: [explainMatch] };
