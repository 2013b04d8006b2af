// Drills: does the runtime room see attacks on a target, by which rule and how soon.
import Type from "typebox";
import type { App } from "../../app/app.ts";
import { Drill, DrillDetail, DrillRequest } from "../../contract/dast.ts";
import { secondMs } from "../../kernel/clock.ts";
import { shownDrill, shownDrillDetail } from "../dast-shown.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const nameOf = async (app: App, org: string, targetId: string): Promise<string> => (await app.dast.findTarget(org, targetId))?.name ?? targetId;

const list = listDoor({
  id: "listDrills", path: "/drills", tag: "drills", item: Drill, summary: "Drills, the newest first", query: { target: Type.Optional(Type.String({ maxLength: 200 })) },
  async handle({ app, org, query, page }) {
    const { items, ...rest } = await app.dast.drills.list(org, query.target, page);
    return { ...rest, items: await Promise.all(items.map(async (one) => shownDrill(one, await nameOf(app, org, one.targetId)))) };
  },
});

const get = door({
  id: "getDrill", method: "GET", path: "/drills/:id", tag: "drills", answer: DrillDetail, summary: "One drill: for each class of attack whether it was seen, by which rule, and after how long",
  async handle({ app, org, params }) {
    const drill = found(await app.dast.drills.find(org, params.id), "drill", params.id);
    return shownDrillDetail(drill, await nameOf(app, org, drill.targetId));
  },
});

const start = door({
  id: "startDrill", method: "POST", path: "/targets/:id/drill", tag: "drills", body: DrillRequest, answer: Drill, status: 202, keeps: false, summary: "Sends harmless probes of each class of attack and watches whether the runtime sees them",
  async handle({ app, org, actor, params, body: { watchSeconds } }) {
    const target = found(await app.dast.findTarget(org, params.id), "target", params.id);
    return shownDrill(await app.dast.drills.start(org, target.targetId, { watchMs: watchSeconds === undefined ? undefined : watchSeconds * secondMs }, actor), target.name);
  },
});

export const drills: Resource = { tag: "drills", about: "Whether attacks are seen, measured", doors: [list, get, start] };
