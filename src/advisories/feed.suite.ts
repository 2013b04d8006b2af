// What every feed must do: refuse what is not the feed, stop when told, and resume from any checkpoint to the same end.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { fakeClock } from "../kernel/clock.ts";
import type { Clock } from "../kernel/clock.ts";
import { isFault } from "../kernel/fault.ts";
import { createHttp } from "../kernel/fetch-http.ts";
import type { Http } from "../kernel/http.ts";
import { silentLog } from "../kernel/log.ts";
import type { Feed, FeedContext, FeedPart } from "./feed.ts";

/** A source of a few sound records, as files by their path; large enough for several checkpoints where the feed makes them. */
export interface FeedSample {
  feed: Feed;
  /** A path under the folder that is the base URL; "" is the folder itself. */
  base: string;
  files: Readonly<Record<string, string | Uint8Array>>;
}

export interface Pulled { parts: readonly FeedPart[]; cursor: string | undefined; thrown: unknown }

export const suiteClock: Clock = fakeClock(Date.UTC(2026, 5, 1));
const http = createHttp({ clock: suiteClock, userAgent: "aftwatch-test" });

/** Runs one pull to its end or its throw; `cursor` is the last checkpoint's. */
export async function pullAll(feed: Feed, context: Pick<FeedContext, "baseUrl"> & Partial<FeedContext>, onPart: (part: FeedPart) => void = () => {}): Promise<Pulled> {
  const parts: FeedPart[] = [];
  let cursor = context.cursor;
  const signal = new AbortController().signal;
  try {
    for await (const part of feed.pull({ http, clock: suiteClock, log: silentLog, signal, cursor, settings: {}, ...context })) {
      parts.push(part);
      onPart(part);
      if (part.kind === "checkpoint") cursor = part.cursor;
    }
  } catch (thrown) {
    return { parts, cursor, thrown };
  }
  return { parts, cursor, thrown: undefined };
}

/** A folder of files that is removed after the test. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): { url: string; write(path: string, content: string | Uint8Array): void; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "aftwatch-feed-"));
  const write = (path: string, content: string | Uint8Array): void => { mkdirSync(dirname(join(folder, path)), { recursive: true }); writeFileSync(join(folder, path), content); };
  for (const [path, content] of Object.entries(files)) write(path, content);
  return { url: pathToFileURL(folder).href, write, remove: () => { rmSync(folder, { recursive: true, force: true }); } };
}

/** The parts that say something of the world, as a set. */
export const saidBy = (parts: readonly FeedPart[]): ReadonlySet<string> =>
  new Set(parts.filter(({ kind }) => kind !== "checkpoint").map((part) => JSON.stringify(part)));

/** An Http that counts what it is asked. */
export const counted = (): Http & { asked: string[] } => {
  const asked: string[] = [];
  return { asked, send: (url, request) => { asked.push(url); return http.send(url, request); } };
};

export function feedSuite({ feed, base, files }: FeedSample): void {
  describe(`the feed suite on ${feed.id}`, () => {
    let folder: ReturnType<typeof folderOf> | undefined;
    afterEach(() => { folder?.remove(); });
    const serve = (served: FeedSample["files"]): string => { folder = folderOf(served); return base === "" ? folder.url : `${folder.url}/${base}`; };
    const changed = (change: (content: string | Uint8Array) => string | Uint8Array): FeedSample["files"] =>
      Object.fromEntries(Object.entries(files).map(([path, content]) => [path, change(content)]));

    it("says what it is", () => {
      expect([feed.about, feed.licence, URL.canParse(feed.defaultBaseUrl)]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/./), true]);
      expect(feed.staleAfterMs).toBeGreaterThan(feed.pollMs);
    });

    it("the sample is pulled whole, ending with a checkpoint", async () => {
      const { parts, thrown } = await pullAll(feed, { baseUrl: serve(files) });
      expect(thrown).toBeUndefined();
      expect(parts.filter(({ kind }) => kind === "reject")).toEqual([]);
      expect(parts.filter(({ kind }) => kind === "advisory" || kind === "enrichment").length).toBeGreaterThan(1);
      expect(parts.at(-1)).toMatchObject({ kind: "checkpoint" });
    });

    it("HTML in the feed's place is a fault that names URL, expectation and beginning", async () => {
      const { parts, thrown } = await pullAll(feed, { baseUrl: serve(changed(() => "\n<!doctype html><title>Sign in</title>")) });
      expect(isFault(thrown, "feed.not-the-feed") && thrown.message).toMatch(/file:\/\/.*: expected .*, got "<!doctype html>/);
      expect(parts).toEqual([]);
    });

    it("files that are not there are a fault", async () => {
      const { thrown } = await pullAll(feed, { baseUrl: serve({}).concat(base === "" ? "/nowhere" : "") });
      expect(isFault(thrown, "feed.unavailable")).toBe(true);
    });

    it("files cut in half are never taken for a complete list", async () => {
      const { parts, thrown } = await pullAll(feed, { baseUrl: serve(changed((content) => content.slice(0, Math.floor(content.length / 2)))) });
      expect(isFault(thrown) || parts.some(({ kind }) => kind === "reject")).toBe(true);
      expect(parts.some(({ kind }) => kind === "complete-list" || kind === "gone")).toBe(false);
    });

    it("an abort stops it", async () => {
      const controller = new AbortController();
      const { thrown, parts } = await pullAll(feed, { baseUrl: serve(files), signal: controller.signal }, () => { controller.abort(new Error("told to stop")); });
      expect(thrown).toMatchObject({ message: "told to stop" });
      expect(parts).toHaveLength(1);
    });

    it("resumed from any checkpoint, it has said the same in the end", async () => {
      const baseUrl = serve(files);
      const whole = await pullAll(feed, { baseUrl });
      for (const [at, part] of whole.parts.entries()) {
        if (part.kind !== "checkpoint") continue;
        const rest = await pullAll(feed, { baseUrl, cursor: part.cursor });
        expect(rest.thrown).toBeUndefined();
        expect(new Set([...saidBy(whole.parts.slice(0, at)), ...saidBy(rest.parts)])).toEqual(saidBy(whole.parts));
      }
    });

    it("with nothing new, a poll is one request for each file it watches and yields nothing", async () => {
      const baseUrl = serve(files);
      let { cursor } = await pullAll(feed, { baseUrl });
      ({ cursor } = await pullAll(feed, { baseUrl, cursor }));
      const http = counted();
      expect((await pullAll(feed, { baseUrl, cursor, http })).parts).toEqual([]);
      expect(http.asked.length).toBeLessThanOrEqual(1);
    });
  });
}
