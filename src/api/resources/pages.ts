// Pages: escalations that run or ran for incidents, and answering them.
import Type from "typebox";
import { Acknowledgement, IncidentPage, PageState } from "../../contract/oncall.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const pageRow = ({ pageId, policy, ...page }: { pageId: string; policy: { name: string; steps: readonly unknown[]; repeat: number } }): object => ({ ...page, id: pageId, policy: policy.name, steps: policy.steps.length, rounds: policy.repeat + 1 });

const listPages = listDoor({
  id: "listPages", path: "/pages", tag: "pages", item: IncidentPage, summary: "Escalations that run or ran, newest first",
  query: { state: Type.Optional(PageState), incident: Type.Optional(Type.String({ maxLength: 100 })) },
  async handle({ app, org, query, page }) {
    const { items, ...rest } = await app.oncall.pages(org, { state: query.state, incidentId: query.incident }, page);
    return { items: items.map(pageRow), ...rest };
  },
});

const getPage = door({
  id: "getPage", method: "GET", path: "/pages/:id", tag: "pages", answer: IncidentPage, summary: "One escalation, with everyone it told",
  handle: async ({ app, org, params }) => pageRow(found(await app.oncall.findPage(org, params.id), "page", params.id)),
});

const acknowledge = door({
  id: "acknowledgePage", method: "POST", path: "/pages/:id/acknowledge", tag: "pages", body: Acknowledgement, answer: IncidentPage, summary: "Acknowledges the page's incident: nobody else is told",
  handle: async ({ app, org, actor, params, body }) => pageRow(found(await app.oncall.acknowledgePage(org, params.id, body.comment, actor), "page", params.id)),
});

export const pages: Resource = { tag: "pages", about: "Escalations that run for incidents", doors: [listPages, getPage, acknowledge] };
