// Services: logical applications with an owner.
import Type from "typebox";
import { Service } from "../../contract/inventory.ts";
import { Nullable } from "../../contract/shapes.ts";
import { refuseStaleEdit } from "../edits.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const editable = ({ owner }: Record<string, unknown>): unknown => ({ owner });

const list = listDoor({
  id: "listServices", path: "/services", tag: "services", item: Service, summary: "Services, with what runs and what is open",
  query: { q: Type.Optional(Type.String({ maxLength: 500 })), sort: Type.Optional(Type.Enum(["name", "risk", "-created"])) },
  handle: ({ app, org, query, page }) => app.inventory.services(org, { q: query.q, sort: query.sort }, page),
});

const get = door({
  id: "getService", method: "GET", path: "/services/:id", tag: "services", answer: Service, editable, summary: "One service, by id or name",
  handle: async ({ app, org, params }) => found(await app.inventory.findService(org, params.id), "service", params.id),
});

const edit = door({
  id: "editService", method: "PUT", path: "/services/:id", tag: "services", answer: Service, editable, summary: "Names the owner of a service; null takes the owner away",
  body: Type.Object({ owner: Nullable(Type.String({ minLength: 1, maxLength: 200 })) }, { additionalProperties: false }),
  async handle({ app, org, actor, params, body, request }) {
    const service = found(await app.inventory.findService(org, params.id), "service", params.id);
    refuseStaleEdit(request, Service, editable, service);
    await app.editService(org, service.id, { owner: body.owner ?? undefined }, actor);
    return found(await app.inventory.findService(org, service.id), "service", params.id);
  },
});

export const services: Resource = { tag: "services", about: "Logical applications with an owner", doors: [list, get, edit] };
