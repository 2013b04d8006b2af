// The server as a process of its own: the real App with its jobs and its HTTP doors, told by its parent what to open and what to look up.
import { createServer } from "../../src/api/server.ts";
import { makeToken } from "../../src/access/tokens.ts";
import { openApp } from "../../src/app/open.ts";
import type { OpenApp } from "../../src/app/open.ts";
import { readSettings } from "../../src/app/settings.ts";
import type { ExposureFilter } from "../../src/findings/finding-views.ts";
import { createIds } from "../../src/kernel/id.ts";
import { systemClock } from "../../src/kernel/clock.ts";

/** clockAheadMs: the server's clock runs so far ahead of the machine's, so that leases of a killed one have ended. */
export interface Opening { kind: "open"; env: Readonly<Record<string, string>>; clockAheadMs: number }
export type Question =
  | { kind: "exposures"; filters: readonly ExposureFilter[]; limit: number }
  | { kind: "outbox" }
  | { kind: "feed" }
  | { kind: "stop" };
export interface Asked { id: number; question: Opening | Question }
export interface Opened { url: string; token: string }
/** What each kind of question is answered with. */
export interface Answers { open: Opened; exposures: { ms: number[]; totals: number[] }; outbox: { waiting: number; sending: number; dead: number }; feed: { pulled: number; resting: boolean }; stop: Record<string, never> }

let stop = async (): Promise<void> => {};
let app: OpenApp | undefined;

async function open({ env, clockAheadMs }: Opening): Promise<Opened> {
  const opened = await openApp(readSettings(env), { clock: { now: () => systemClock.now() + clockAheadMs } });
  const server = createServer(opened, { consoleDir: undefined });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const { secret } = await makeToken({ store: opened.access, clock: opened.clock, ids: createIds(opened.clock) }, { org: opened.org, name: "bench", scopes: ["admin"], expiresAt: undefined });
  await opened.start();
  app = opened;
  stop = async () => { await server.close(); await opened.close(); };
  return { url, token: secret };
}

async function answerTo(question: Asked["question"]): Promise<Answers[keyof Answers]> {
  if (question.kind === "open") return open(question);
  if (!app) throw new Error("open comes first");
  switch (question.kind) {
    case "exposures": return timedExposures(app, question.filters, question.limit);
    case "outbox": return app.store.read.notices.counts(app.org);
    case "feed": return feedState(app);
    case "stop": await stop(); return {};
    default: return question satisfies never;
  }
}

async function timedExposures(opened: OpenApp, filters: readonly ExposureFilter[], limit: number): Promise<Answers["exposures"]> {
  const ms: number[] = [];
  const totals: number[] = [];
  for (const filter of filters) {
    const startedAt = performance.now();
    const { total } = await opened.findings.exposures(opened.org, filter, { limit, after: undefined }, opened.clock.now());
    ms.push(performance.now() - startedAt);
    totals.push(total ?? 0);
    // Jobs and requests get their turn between two calls, as they would between two requests.
    await new Promise(setImmediate);
  }
  return { ms, totals };
}

/** resting: the last pull came to its end, owes nothing and left nothing half done. */
async function feedState(opened: OpenApp): Promise<Answers["feed"]> {
  const { advisories } = opened.store.read;
  const feed = await advisories.feed("osv");
  const cursor = JSON.parse(feed?.cursor ?? "{}") as { run?: unknown; owed?: readonly unknown[] };
  return { pulled: await advisories.countOfSource("osv"), resting: feed?.lastSuccessAt !== undefined && cursor.run === undefined && (cursor.owed ?? []).length === 0 };
}

process.on("message", (asked: Asked) => {
  answerTo(asked.question).then(
    (answer) => process.send?.({ id: asked.id, answer }),
    (thrown: unknown) => process.send?.({ id: asked.id, error: thrown instanceof Error ? thrown.stack : String(thrown) }),
  ).finally(() => { if (asked.question.kind === "stop") process.disconnect(); });
});
// Without its parent it has no purpose.
process.on("disconnect", () => process.exit());
