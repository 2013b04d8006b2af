// The server that test/chaos/notify.ts kills: the real App with its jobs and its store; its parent hands it notices and is told when they are committed.
import { openApp } from "../../src/app/open.ts";
import type { OpenApp } from "../../src/app/open.ts";
import { readSettings } from "../../src/app/settings.ts";
import { outboxRows } from "../../src/notify/outbox-rows.ts";
import type { Notice } from "../../src/notify/notice.ts";

export interface Handed { id: string; receiver: string; notice: Notice }
export type Asked = { ask: number; env: Readonly<Record<string, string>>; receivers: readonly { id: string; settings: unknown; common: unknown }[] } | { ask: number; hand: readonly Handed[] } | { ask: number; left: true } | { ask: number; stop: true };
export interface Left { unsettled: number; suppressed: number; dead: number; refused: number }

let app: OpenApp | undefined;

async function answerTo(asked: Asked): Promise<unknown> {
  if ("env" in asked) return open(asked);
  if (!app) throw new Error("open comes first");
  if ("hand" in asked) return hand(app, asked.hand);
  if ("left" in asked) return leftIn(app);
  await app.close();
  return {};
}

async function open({ env, receivers }: Extract<Asked, { env: unknown }>): Promise<unknown> {
  app = await openApp(readSettings(env));
  const known = new Set((await app.notices.receivers(app.org)).map(({ id }) => id));
  for (const { id, settings, common } of receivers) if (!known.has(id)) await app.notices.putReceiver(app.org, { id, channel: "webhook", settings, common }, "chaos");
  await app.start();
  return {};
}

/** Committed, then told; the answer to the parent is the acknowledgement. */
async function hand({ store, org, clock, ledger }: OpenApp, all: readonly Handed[]): Promise<unknown> {
  await store.write(async (ports) => {
    const now = clock.now();
    await ports.notices.enqueueAll(all.map(({ id, receiver, notice }) => outboxRows({ org, noticeId: id, notice: { ...notice, at: now }, routed: { kind: "routed", receivers: [receiver] }, now, groupWaitMs: 0 })));
  });
  // Wakes the delivery job through a door of the app's own; the notices are committed already.
  await ledger.append(org, "chaos.handed", all[0]?.id ?? "", "chaos", { notices: all.length });
  return {};
}

async function leftIn({ store, org }: OpenApp): Promise<Left> {
  const { waiting, sending, suppressed, dead, refused } = await store.read.notices.counts(org);
  return { unsettled: waiting + sending, suppressed, dead, refused };
}

process.on("message", (asked: Asked) => {
  answerTo(asked).then(
    (answer) => process.send?.({ ask: asked.ask, answer }),
    (thrown: unknown) => process.send?.({ ask: asked.ask, error: thrown instanceof Error ? thrown.stack : String(thrown) }),
  ).finally(() => { if ("stop" in asked) process.disconnect(); });
});
// Without its parent it has no purpose.
process.on("disconnect", () => process.exit());
