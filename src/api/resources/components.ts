// Components: packages with a version, over all releases.
import Type from "typebox";
import { Component } from "../../contract/inventory.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const list = listDoor({
  id: "listComponents", path: "/components", tag: "components", item: Component, summary: "Components, with where they run",
  query: { q: Type.Optional(Type.String({ maxLength: 500 })), ecosystem: Type.Optional(Type.String({ maxLength: 100 })) },
  handle: ({ app, org, query, page }) => app.inventory.components(org, { q: query.q, ecosystem: query.ecosystem }, page),
});

const lookup = door({
  id: "lookUpComponent", method: "GET", path: "/components/lookup", tag: "components", answer: Component, summary: "One component, by purl",
  query: { purl: Type.String({ minLength: 5, maxLength: 2048 }) },
  handle: async ({ app, org, query }) => found(await app.inventory.findComponent(org, query.purl), "component", query.purl),
});

export const components: Resource = { tag: "components", about: "Packages with a version", doors: [list, lookup] };
