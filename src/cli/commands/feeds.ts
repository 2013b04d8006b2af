// aftwatch feeds: sync the sources of advisories, and how fresh they are.
import type { FeedStatus } from "../../contract/advisories.ts";
import { parseInstant, secondMs } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Client } from "../client.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall, ExitCode } from "../command.ts";
import type { Column } from "../output.ts";
import { ageText } from "../sentences.ts";

const statusExits = { 4: "a feed is stale, fails or was never synced" } as const;
const pollMs = secondMs;

const sync = defineCommand({
  path: "feeds sync",
  about: "sync one feed, or all that are enabled, and wait for the end",
  examples: ["aftwatch feeds sync", "aftwatch feeds sync osv", "aftwatch feeds sync osv --no-wait"],
  arguments: [{ name: "[feed]", about: "its id; all enabled ones by default" }],
  options: [{ flags: "--no-wait", about: "start it and return" }],
  exits: { 3: "a sync failed, or no server", 4: "a feed is still stale" },
  async run(call) {
    const client = await call.client();
    const before = await chosen(client, call.arguments[0]);
    await Promise.all(before.map(({ id }) => client.post(`/feeds/${encodeURIComponent(id)}/sync`, {})));
    if (call.isOff("wait")) return 0;
    const after = await untilEnded(call, client, before);
    call.output.rows("feeds", columns(call.io.clock.now()), after);
    for (const feed of after) if (feed.lastError) call.say(`${feed.id}: ${feed.lastError}`);
    if (call.io.signal.aborted) return 130;
    return after.some(({ state }) => state === "failing") ? 3 : exitFor(after);
  },
});

async function chosen(client: Client, id: string | undefined): Promise<FeedStatus[]> {
  const { items } = await client.get<{ items: FeedStatus[] }>("/feeds");
  if (id === undefined) return items.filter(({ enabled }) => enabled);
  const feed = items.find((one) => one.id === id);
  if (!feed) throw new Fault("cli.usage", { detail: `There is no feed "${id}"; there are ${items.map((one) => one.id).join(", ")}.` });
  return [feed];
}

/** Ended: an attempt later than the one known before, and nothing running. */
async function untilEnded({ io, progress }: CommandCall, client: Client, before: readonly FeedStatus[]): Promise<FeedStatus[]> {
  const bars = new Map(before.map(({ id }) => [id, progress.start(id, undefined, "records")]));
  for (;;) {
    const { items } = await client.get<{ items: FeedStatus[] }>("/feeds");
    const feeds = items.filter(({ id }) => bars.has(id));
    for (const feed of feeds) if (feed.progress) bars.get(feed.id)?.at(feed.progress.done, feed.progress.total ?? undefined);
    const isOver = feeds.every((feed) => feed.state !== "running" && feed.lastAttemptAt !== null && feed.lastAttemptAt !== before.find(({ id }) => id === feed.id)?.lastAttemptAt);
    if (isOver || io.signal.aborted) {
      for (const bar of bars.values()) bar.end();
      return feeds;
    }
    await io.wait(pollMs);
  }
}

const status = defineCommand({
  path: "feeds status",
  about: "how fresh each feed is",
  examples: ["aftwatch feeds status", "aftwatch feeds status --json"],
  exits: statusExits,
  async run(call) {
    const { items } = await (await call.client()).get<{ items: FeedStatus[] }>("/feeds");
    call.output.rows("feeds", columns(call.io.clock.now()), items);
    for (const feed of items) if (feed.lastError) call.say(`${feed.id}: ${feed.lastError}`);
    return exitFor(items);
  },
});

export const exitFor = (feeds: readonly Pick<FeedStatus, "enabled" | "state">[]): ExitCode =>
  feeds.some(({ enabled, state }) => enabled && state !== "fresh" && state !== "running") ? 4 : 0;

const columns = (now: number): Column<FeedStatus>[] => [
  { head: "FEED", of: (row) => row.id },
  { head: "STATE", of: (row) => (row.enabled ? row.state : "off") },
  { head: "AGE", of: (row) => (row.lastSuccessAt === null ? null : ageText(now - (parseInstant(row.lastSuccessAt) ?? now))) },
  { head: "LIMIT", of: (row) => ageText(row.staleAfterSeconds * secondMs) },
  { head: "RECORDS", of: (row) => row.records },
  { head: "NOT TAKEN", of: (row) => row.rejects },
  { head: "ABOUT", of: (row) => row.about },
];

export const commands = [sync, status];
