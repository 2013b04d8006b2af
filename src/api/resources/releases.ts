// Releases: one built version of a service, and what it is made of.
import Type from "typebox";
import { Component, ComponentReject, Release } from "../../contract/inventory.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Call, Resource } from "../route.ts";

const words = { q: Type.Optional(Type.String({ maxLength: 500 })) };

const releaseOf = async ({ app, org }: Pick<Call, "app" | "org">, id: string) => found(await app.inventory.findRelease(org, id), "release", id);

const list = listDoor({
  id: "listReleases", path: "/releases", tag: "releases", item: Release, summary: "Releases, newest first",
  query: { ...words, service: Type.Optional(Type.String({ description: "Id or name" })) },
  async handle({ app, org, query, page }) {
    const service = query.service === undefined ? undefined : found(await app.inventory.findService(org, query.service), "service", query.service);
    return app.inventory.releases(org, { serviceId: service?.id, q: query.q }, page);
  },
});

const get = door({
  id: "getRelease", method: "GET", path: "/releases/:id", tag: "releases", answer: Release, summary: "One release, by id or digest",
  handle: (call) => releaseOf(call, call.params.id),
});

const components = listDoor({
  id: "listReleaseComponents", path: "/releases/:id/components", tag: "releases", item: Component, query: words, summary: "What a release is made of",
  handle: async (call) => call.app.inventory.releaseComponents(call.org, (await releaseOf(call, call.params.id)).id, { q: call.query.q }, call.page),
});

const rejects = listDoor({
  id: "listReleaseRejects", path: "/releases/:id/rejects", tag: "releases", item: ComponentReject, summary: "What its SBOM named that could not be taken, and why",
  handle: async (call) => call.app.inventory.releaseRejects(call.org, (await releaseOf(call, call.params.id)).id, call.page),
});

export const releases: Resource = { tag: "releases", about: "Built versions of a service", doors: [list, get, components, rejects] };
