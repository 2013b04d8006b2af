// Endpoints: places where releases run.
import Type from "typebox";
import { Endpoint } from "../../contract/inventory.ts";
import { Criticality, ExposureLevel } from "../../contract/shapes.ts";
import { refuseStaleEdit } from "../edits.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const editable = ({ environment, exposure, criticality }: Record<string, unknown>): unknown => ({ environment, exposure, criticality });

const list = listDoor({
  id: "listEndpoints", path: "/endpoints", tag: "endpoints", item: Endpoint, summary: "Endpoints, with what runs there",
  query: { q: Type.Optional(Type.String({ maxLength: 500 })), environment: Type.Optional(Type.String({ maxLength: 100 })) },
  handle: ({ app, org, query, page }) => app.inventory.endpoints(org, { q: query.q, environment: query.environment }, page),
});

const get = door({
  id: "getEndpoint", method: "GET", path: "/endpoints/:id", tag: "endpoints", answer: Endpoint, editable, summary: "One endpoint, by id or name",
  handle: async ({ app, org, params }) => found(await app.inventory.findEndpoint(org, params.id), "endpoint", params.id),
});

const edit = door({
  id: "editEndpoint", method: "PUT", path: "/endpoints/:id", tag: "endpoints", answer: Endpoint, editable, summary: "Says what kind of place an endpoint is; what is not named stays",
  body: Type.Object({
    environment: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })), exposure: Type.Optional(ExposureLevel), criticality: Type.Optional(Criticality),
  }, { additionalProperties: false }),
  async handle({ app, org, actor, params, body, request }) {
    const endpoint = found(await app.inventory.findEndpoint(org, params.id), "endpoint", params.id);
    refuseStaleEdit(request, Endpoint, editable, endpoint);
    await app.editEndpoint(org, endpoint.id, body, actor);
    return found(await app.inventory.findEndpoint(org, endpoint.id), "endpoint", params.id);
  },
});

export const endpoints: Resource = { tag: "endpoints", about: "Places where releases run", doors: [list, get, edit] };
