// Exposures: where is it running? One row a deployment at risk.
import Type from "typebox";
import { Exposure } from "../../contract/findings.ts";
import { AsOf } from "../../contract/shapes.ts";
import { listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const word = Type.Optional(Type.String({ minLength: 1, maxLength: 2048 }));

const list = listDoor({
  id: "listExposures", path: "/exposures", tag: "exposures", item: Exposure, summary: "Deployments at risk, now or as it was known at an instant",
  query: { vulnerability: word, purl: word, service: word, endpoint: word, release: word, environment: word, live: Type.Optional(Type.Boolean()), asof: AsOf },
  async handle({ app, org, query, page, asof, now }) {
    const { vulnerability, purl, service, endpoint, release, environment, live } = query;
    return app.findings.exposures(org, { vulnerability, purl, service, endpoint, release, environment, live, asof }, page, now);
  },
});

export const exposures: Resource = { tag: "exposures", about: "Deployments at risk", doors: [list] };
