// The way of a notice that is not of alerts: waiting, held until quiet times end, suppressed with its reason, or for nobody.
import { describe, expect, it } from "vitest";
import { compileRouting } from "../../notify/compiled-routing.ts";
import type { Notice } from "../../notify/notice.ts";
import { readRouting } from "../../notify/routing-reader.ts";
import { createSilencer } from "../../notify/silence.ts";
import type { Silence } from "../../notify/silence.ts";
import { inhibitPlaces } from "../../notify/suppression-sources.ts";
import { readMatchers } from "../../notify/matcher.ts";
import type { Ports } from "../../store/store.ts";
import type { Sieve } from "../alerts/alert-sift.ts";
import { wayOf } from "./notice-gate.ts";
import { nodesOf } from "../alerts/routes.ts";

// Sunday, 1 March 2026, noon UTC.
const now = Date.UTC(2026, 2, 1, 12);
const hour = 3_600_000;
const noonHours = { timeIntervals: [{ name: "lunch", timeIntervals: [{ times: [{ startTime: "11:00", endTime: "14:00" }] }] }, { name: "short lunch", timeIntervals: [{ times: [{ startTime: "11:00", endTime: "13:00" }] }] }] };

const notice = (services: readonly string[] = ["shop"]): Notice => ({
  kind: "finding.opened", groupKey: "team|npm:left@2", severity: "high", title: "Affected: left in shop", what: "", where: "", why: "", due: "", action: { label: "", url: "" }, at: now,
  labels: { services, owner: "team", environments: ["prod"], vulnerability: "CVE-2099-1" }, items: [],
});

function sieveOf(raw: Record<string, unknown>, silences: readonly string[] = []): Sieve {
  const routing = readRouting({ ...noonHours, ...raw }, ["chat", "pager", "mail"]);
  const kept = silences.map((text, index): Silence => ({ silenceId: `s${index}`, matchers: readMatchers(text), startsAt: now - hour, endsAt: now + hour, createdBy: "ana", comment: "x", updatedAt: now }));
  return { routing: { compiled: compileRouting(routing), nodes: nodesOf(routing.root), inhibits: inhibitPlaces(routing.inhibitions), kept: undefined, isSaved: true, version: 1 }, silencer: createSilencer(kept), now };
}

/** firing: the fingerprint of the source that fires at every place asked, if any. */
const portsWith = (firing?: string): Ports => ({ alerts: { sourcesAt: async (_org: string, places: readonly unknown[]) => places.map(() => firing) } }) as unknown as Ports;
const way = (sieve: Sieve, told = notice(), firing?: string) => wayOf(portsWith(firing), "o", "ntc_1", told, sieve);
const deliveries = (rows: Awaited<ReturnType<typeof way>>["rows"]) => rows.flatMap((row) => row.deliveries.map(({ receiverId, state, nextAttemptAt, lastWhy }) => ({ receiverId, state, nextAttemptAt, lastWhy })));

describe("src/app/delivery/notice-gate.ts", () => {
  it("nothing in its way: it waits for others of its group, for each receiver once", async () => {
    const { rows, held } = await way(sieveOf({ route: { receiver: "chat", routes: [{ matchers: ['owner="team"'], receivers: ["chat", "pager"] }] } }));
    expect(deliveries(rows).map(({ receiverId, state }) => [receiverId, state])).toEqual([["chat", "waiting"], ["pager", "waiting"]]);
    expect(deliveries(rows).every(({ nextAttemptAt = 0 }) => nextAttemptAt >= now && nextAttemptAt < now + 5000)).toBe(true);
    expect(held).toEqual([]);
  });

  it("no route names a receiver: kept as told to nobody, and said so", async () => {
    const { rows, held } = await way(sieveOf({ route: { receivers: [] } }));
    expect(deliveries(rows)).toMatchObject([{ receiverId: "", state: "no-receiver", lastWhy: "no route names a receiver for it" }]);
    expect(held).toMatchObject([{ by: "route", subject: "team|npm:left@2", target: "" }]);
  });

  it("a silence over all of its label sets suppresses it, with a row for each receiver", async () => {
    const { rows, held } = await way(sieveOf({ route: { receivers: ["chat", "pager"] } }, ['service="shop"']));
    expect(deliveries(rows)).toMatchObject([{ receiverId: "chat", state: "suppressed", nextAttemptAt: undefined, lastWhy: "silenced by s0" }, { receiverId: "pager", state: "suppressed" }]);
    expect(held).toMatchObject([{ by: "silence", byId: "s0", target: "chat", title: "Affected: left in shop" }, { by: "silence", byId: "s0", target: "pager" }]);
  });

  it("a silence of one of its two services holds nothing; silences that cover both together do", async () => {
    const route = { route: { receiver: "chat" } };
    const two = notice(["shop", "bank"]);
    expect(deliveries((await way(sieveOf(route, ['service="shop"']), two)).rows)).toMatchObject([{ state: "waiting" }]);
    expect(deliveries((await way(sieveOf(route, ['service="shop"', 'service="bank"']), two)).rows)).toMatchObject([{ state: "suppressed" }]);
  });

  it("an alert that inhibits it suppresses it, before any silence is asked", async () => {
    const sieve = sieveOf({ route: { receiver: "chat" }, inhibitRules: [{ id: "site", sourceMatchers: ['alertname="SiteDown"'], targetMatchers: ['kind="finding.opened"'], equal: ["environment"] }] }, ['service="shop"']);
    const { rows, held } = await way(sieve, notice(), "0123456789abcdef");
    expect(deliveries(rows)).toMatchObject([{ state: "suppressed", lastWhy: "inhibited: alert 0123456789abcdef fires (rule site)" }]);
    expect(held).toMatchObject([{ by: "inhibition", byId: "site" }]);
  });

  it("a mute time holds it until its end, and says so; another receiver is told now", async () => {
    const { rows, held } = await way(sieveOf({ route: { receiver: "chat", routes: [{ matchers: ['owner="team"'], receiver: "mail", muteTimeIntervals: ["lunch"], continue: true }, { matchers: ['severity="high"'], receiver: "pager" }] } }));
    const found = new Map(deliveries(rows).map((one) => [one.receiverId, one]));
    expect(found.get("mail")).toMatchObject({ state: "waiting", nextAttemptAt: now + 2 * hour });
    expect(found.get("pager")?.nextAttemptAt).toBeLessThan(now + 5000);
    expect(held).toMatchObject([{ by: "mute", byId: "lunch", target: "mail" }]);
  });

  it("two routes to one receiver: it is heard again when the first of them is, and not held when one is open", async () => {
    const routes = (second: Record<string, unknown>) => sieveOf({ route: { receiver: "chat", routes: [{ matchers: ['owner="team"'], receiver: "mail", muteTimeIntervals: ["lunch"], continue: true }, { matchers: ['severity="high"'], receiver: "mail", ...second }] } });
    expect(deliveries((await way(routes({ muteTimeIntervals: ["short lunch"] }))).rows)).toMatchObject([{ receiverId: "mail", nextAttemptAt: now + hour }]);
    const open = await way(routes({}));
    expect(deliveries(open.rows)[0]?.nextAttemptAt).toBeLessThan(now + 5000);
    expect(open.held).toEqual([]);
  });
});
