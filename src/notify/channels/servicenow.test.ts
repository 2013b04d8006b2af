// ServiceNow's requests over the life of an incident, on a server that keeps incidents: found by correlation_id, resolved, reopened.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultOf } from "../channel.suite.ts";
import { anyHugeNotice } from "../far-side.sample.ts";
import { sampleNotice } from "../notice.sample.ts";
import type { Received } from "../receiver.sample.ts";
import { openTicketSystem } from "../ticket-system.sample.ts";
import type { Reply, TicketSystem } from "../ticket-system.sample.ts";
import { servicenow } from "./servicenow.ts";

type Incident = Record<string, string>;
const table = "/api/now/table/incident";
const login = { user: "watch", password: "pw-1" };

describe("src/notify/channels/servicenow.ts", () => {
  let far: TicketSystem;
  let incidents: Incident[];
  beforeEach(async () => {
    incidents = [];
    far = await openTicketSystem(servicenow, (url) => ({ url, ...login, assignmentGroup: "SecOps" }), answer);
  });
  afterEach(() => far.close());

  function answer({ method, path, body }: Received): Reply {
    const sent = body === "" ? {} : JSON.parse(body) as Incident;
    if (method === "GET") {
      const asked = /^correlation_id=(.*)\^ORDERBYDESC/.exec(new URLSearchParams(path.split("?")[1]).get("sysparm_query") ?? "")?.[1];
      return { status: 200, body: { result: incidents.filter((one) => one["correlation_id"] === asked).slice(-1) } };
    }
    if (method === "POST") {
      incidents.push({ sys_id: String(incidents.length).padStart(32, "a"), number: `INC001000${incidents.length}`, state: "1", ...sent });
      return { status: 201, body: { result: incidents.at(-1) } };
    }
    const incident = incidents.find((one) => path.startsWith(`${table}/${one["sys_id"]}`));
    if (incident === undefined) return { status: 404, body: { error: { message: "No Record found" } } };
    Object.assign(incident, sent);
    return { status: 200, body: { result: { sys_id: incident["sys_id"] } } };
  }
  const patches = (): Incident[] => far.received.filter(({ method }) => method === "PATCH").map(({ body }) => JSON.parse(body) as Incident);

  it("the first message looks for the story, then makes an incident", async () => {
    expect(await far.send()).toEqual({ kind: "sent", ref: "INC0010000", detail: "made INC0010000" });
    expect(far.asked()).toEqual([`GET ${table}`, `POST ${table}`]);
    expect(far.received[0]?.headers.authorization).toBe(`Basic ${Buffer.from("watch:pw-1").toString("base64")}`);
    expect(far.body()).toEqual({
      short_description: "[critical] Upgrade libalder to 2.4.1", impact: "1", urgency: "1", correlation_id: "sty_0123456789ABCDEFGHJKMNPQRS", correlation_display: "Aftwatch", assignment_group: "SecOps",
      description: expect.stringMatching(/^What: libalder 2\.3\.0[^]*\naftwatch story=sty_0123456789ABCDEFGHJKMNPQRS delivery=msg_01KEY$/),
    });
  });

  it("a retry after a lost answer finds what was made", async () => {
    far.loseAnswerTo("POST", table);
    expect(await far.send()).toMatchObject({ kind: "retry" });
    expect(await far.send()).toMatchObject({ kind: "sent", ref: "INC0010000" });
    expect(incidents).toHaveLength(1);
  });

  it("a later one is a work note; a new severity weighs anew; resolved resolves; open opens again", async () => {
    await far.send();
    await far.send(sampleNotice({ severity: "low", changes: ["one left"] }), "INC0010000");
    await far.send(sampleNotice({ severity: "low", state: "resolved", changes: ["none left"] }), "INC0010000");
    await far.send(sampleNotice({ severity: "low" }), "INC0010000");
    expect(patches()).toMatchObject([
      { short_description: "[low] Upgrade libalder to 2.4.1", impact: "3", urgency: "3" }, { work_notes: expect.stringContaining("Changed: one left") },
      { state: "6", close_code: "Solution provided", close_notes: expect.stringContaining("Changed: none left") }, { work_notes: expect.anything() },
      { state: "2" }, { work_notes: expect.anything() },
    ]);
  });

  it("acknowledged is in progress", async () => {
    await far.send();
    await far.send(sampleNotice({ state: "acknowledged" }), "INC0010000");
    expect(patches()[0]).toEqual({ state: "2" });
  });

  it("a closed incident cannot be opened: a new one takes its place, and says so", async () => {
    await far.send();
    Object.assign(incidents[0] ?? {}, { state: "7" });
    expect(await far.send(sampleNotice(), "INC0010000")).toMatchObject({ ref: "INC0010001", detail: expect.stringContaining("in place of INC0010000") });
    expect(incidents[1]?.["description"]).toMatch(/^This takes the place of INC0010000/);
  });

  it("a deleted one is made anew and says so", async () => {
    expect(await far.send(sampleNotice(), "INC0009999")).toMatchObject({ ref: "INC0010000", detail: expect.stringContaining("in place of INC0009999") });
  });

  it("a name cannot be rendered as HTML in a work note", async () => {
    await far.send();
    await far.send(sampleNotice({ changes: ["[code]<img src=x>[/CODE]"] }), "INC0010000");
    expect(patches().at(-1)?.["work_notes"]).not.toMatch(/\[\/?code\]/i);
  });

  it.each([[400, "refused"], [401, "refused"], [403, "refused"], [429, "retry"], [503, "retry"]] as const)("%i is %s", async (status, kind) => {
    far.says(status, { error: { message: "no", detail: "" }, status: "failure" });
    expect(await far.send()).toMatchObject({ kind });
  });

  it("any notice keeps the limits: 160 and 4,000 characters, and says what it left out", async () => {
    await fc.assert(fc.asyncProperty(anyHugeNotice, async (notice) => {
      incidents = [];
      far.forget();
      await far.send(notice);
      const { short_description: title = "", description = "" } = far.sentTo<Incident>(`POST ${table}`);
      expect([title.length > 0, title.length <= 160, description.length <= 4000]).toEqual([true, true, true]);
      if (notice.items.length === 10_000) expect(description).toMatch(/… and \d+ more\naftwatch/);
    }), { numRuns: 15 });
  });

  it.each([
    [["/password"], { password: undefined }], [["/user"], { user: undefined, password: undefined }], [["/token"], { token: "0123456789" }], [["/url"], { url: "ftp://x.example" }],
  ])("names %j", (at, changed) => {
    const raw = Object.fromEntries(Object.entries({ url: "https://acme.service-now.com", ...login, ...changed }).filter(([, value]) => value !== undefined));
    expect(faultOf(() => servicenow.readSettings(raw)).places.map((place) => place.at)).toEqual(at);
  });
});
