// The OSV feed against a small bucket: deltas, fallbacks, rows ahead of their files, records that vanish, real HTTP.
import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { fakeClock, hourMs } from "../../../kernel/clock.ts";
import { isFault } from "../../../kernel/fault.ts";
import { createHttp } from "../../../kernel/fetch-http.ts";
import { writeZip } from "../../../kernel/zip.fixtures/write-zip.ts";
import { counted, folderOf, pullAll } from "../../feed.suite.ts";
import type { Pulled } from "../../feed.suite.ts";
import type { FeedContext } from "../../feed.ts";
import { osv } from "./feed.ts";

interface Entry { ecosystem: string; id: string; at: string; version?: string }
const text = ({ ecosystem, id, at, version = "1.0.0" }: Entry): string =>
  JSON.stringify({ id, modified: at, affected: [{ package: { ecosystem, name: "shelf" }, versions: [version] }] });
const csvOf = (entries: readonly Entry[]): string => entries.toSorted((a, b) => (a.at < b.at ? 1 : -1)).map(({ ecosystem, id, at }) => `${at},${ecosystem}/${id}`).join("\n");
const zipOf = (entries: readonly Entry[]): Buffer => writeZip(entries.map((entry) => ({ name: `${entry.id}.json`, content: text(entry) })));
const npm = (id: string, at: string, version?: string): Entry => ({ ecosystem: "npm", id, at, ...(version === undefined ? {} : { version }) });
const old = [npm("A-1", "2026-01-01T00:00:00Z"), npm("A-2", "2026-01-02T00:00:00Z")];

let folder: ReturnType<typeof folderOf>;
afterEach(() => { folder.remove(); });

function bucket(entries: readonly Entry[]): string {
  folder = folderOf({ "ecosystems.txt": "npm\n", "modified_id.csv": csvOf(entries), "npm/all.zip": zipOf(entries) });
  return folder.url;
}

const heard = ({ parts }: Pulled): readonly string[] => parts.flatMap((part) => {
  if (part.kind === "advisory") return [`${part.advisory.id}@${part.advisory.affected[0]?.versions[0]}`];
  return part.kind === "reject" || part.kind === "gone" ? [`${part.kind} ${part.record}`] : [];
});

/** Pulls until nothing is left to say, and returns the cursor. */
async function settled(baseUrl: string, more: Partial<FeedContext> = {}): Promise<string | undefined> {
  const first = await pullAll(osv, { baseUrl, ...more });
  if (first.thrown !== undefined) throw first.thrown;
  return (await pullAll(osv, { baseUrl, ...more, cursor: first.cursor })).cursor;
}

describe("advisories/feeds/osv/feed", () => {
  it("a changed record is fetched alone: one request for the listing, one for the record", async () => {
    const baseUrl = bucket(old);
    const cursor = await settled(baseUrl);
    folder.write("modified_id.csv", csvOf([...old, npm("N-1", "2026-01-03T00:00:00Z")]));
    folder.write("npm/N-1.json", text(npm("N-1", "2026-01-03T00:00:00Z", "2.0.0")));
    const http = counted();
    const pulled = await pullAll(osv, { baseUrl, cursor, http });
    expect(heard(pulled)).toEqual(["N-1@2.0.0"]);
    expect(http.asked).toEqual([`${baseUrl}/modified_id.csv`, `${baseUrl}/npm/N-1.json`]);
    expect(heard(await pullAll(osv, { baseUrl, cursor: pulled.cursor }))).toEqual([]);
  });

  it("a mirror without single files gives what changed from its archive, and only that", async () => {
    const baseUrl = bucket(old);
    const cursor = await settled(baseUrl);
    const now = [old[0]!, npm("A-2", "2026-01-05T00:00:00Z", "3.0.0"), npm("N-1", "2026-01-03T00:00:00Z")];
    folder.write("modified_id.csv", csvOf(now));
    folder.write("npm/all.zip", zipOf(now));
    expect(heard(await pullAll(osv, { baseUrl, cursor })).toSorted()).toEqual(["A-2@3.0.0", "N-1@1.0.0"]);
  });

  it("more than 250 changes come from the archive without a request for each, and a killed pull goes on inside it", async () => {
    const baseUrl = bucket(old);
    const cursor = await settled(baseUrl);
    const many = Array.from({ length: 1200 }, (_, at) => npm(`N-${at}`, new Date(Date.UTC(2026, 1, 1, 0, 0, at)).toISOString()));
    folder.write("modified_id.csv", csvOf([...old, ...many]));
    folder.write("npm/all.zip", zipOf([...old, ...many]));
    const http = counted();
    const whole = await pullAll(osv, { baseUrl, cursor, http });
    expect([heard(whole).length, http.asked.length]).toEqual([1200, 2]);
    const middle = whole.parts.find(({ kind }) => kind === "checkpoint");
    expect(middle).toMatchObject({ progress: { done: 500, total: 1200 } });
    const rest = await pullAll(osv, { baseUrl, cursor: middle?.kind === "checkpoint" ? middle.cursor : undefined });
    expect(heard(rest)).toEqual(heard(whole).slice(500));
  });

  it.each([
    ["lacks", (entries: readonly Entry[]) => zipOf([...old, ...entries.slice(0, 100)])],
    ["holds as they were", (entries: readonly Entry[]) => zipOf([...old, ...entries.map((entry) => ({ ...entry, at: "2025-06-01T00:00:00Z", version: "0.9.0" }))])],
  ])("of more than 250 changes, what the archive %s comes from its own file", async (_claim, archive) => {
    const baseUrl = bucket(old);
    const cursor = await settled(baseUrl);
    const many = Array.from({ length: 251 }, (_, at) => npm(`N-${at}`, new Date(Date.UTC(2026, 1, 1, 0, 0, at)).toISOString(), "2.0.0"));
    folder.write("modified_id.csv", csvOf([...old, ...many]));
    folder.write("npm/all.zip", archive(many));
    for (const entry of many) folder.write(`npm/${entry.id}.json`, text(entry));
    const pulled = await pullAll(osv, { baseUrl, cursor });
    const last = new Map(heard(pulled).map((word) => [word.split("@")[0], word]));
    expect([...last.values()].toSorted()).toEqual(many.map(({ id }) => `${id}@2.0.0`).toSorted());
    expect(heard(await pullAll(osv, { baseUrl, cursor: pulled.cursor }))).toEqual([]);
  });

  it("a row whose record is nowhere yet is asked for again, then rejected aloud", async () => {
    const baseUrl = bucket(old);
    let cursor = await settled(baseUrl);
    folder.write("modified_id.csv", csvOf([...old, npm("N-1", "2026-01-03T00:00:00Z"), npm("N-2", "2026-01-04T00:00:00Z")]));
    const polls: (readonly string[])[] = [];
    for (let poll = 0; poll < 4; poll++) {
      if (poll === 1) folder.write("npm/N-1.json", text(npm("N-1", "2026-01-03T00:00:00Z")));
      const pulled = await pullAll(osv, { baseUrl, cursor });
      polls.push(heard(pulled));
      ({ cursor } = pulled);
    }
    expect(polls).toEqual([[], ["N-1@1.0.0"], ["reject npm/N-2"], []]);
  });

  it("a row from the future does not stop what comes after it", async () => {
    const future = npm("F-1", "2027-07-09T00:00:00Z");
    const baseUrl = bucket([...old, future]);
    const cursor = await settled(baseUrl);
    folder.write("modified_id.csv", csvOf([...old, future, npm("N-1", "2026-01-03T00:00:00Z")]));
    folder.write("npm/N-1.json", text(npm("N-1", "2026-01-03T00:00:00Z")));
    expect(heard(await pullAll(osv, { baseUrl, cursor }))).toEqual(["N-1@1.0.0"]);
  });

  it("an ecosystem that appears is read as a whole", async () => {
    const baseUrl = bucket(old);
    const cursor = await settled(baseUrl);
    const go = [{ ecosystem: "Go", id: "G-1", at: "2020-01-01T00:00:00Z" }, { ecosystem: "Go", id: "G-2", at: "2026-01-03T00:00:00Z" }];
    folder.write("modified_id.csv", csvOf([...old, ...go]));
    folder.write("Go/all.zip", zipOf(go));
    expect(heard(await pullAll(osv, { baseUrl, cursor }))).toEqual(["G-1@1.0.0", "G-2@1.0.0"]);
  });

  it("ecosystems not chosen are left alone; one chosen later is read as a whole", async () => {
    const go = { ecosystem: "Go", id: "G-1", at: "2026-01-02T12:00:00Z" };
    const baseUrl = bucket([...old, go]);
    folder.write("Go/all.zip", zipOf([go]));
    folder.write("npm/all.zip", zipOf(old));
    const first = await pullAll(osv, { baseUrl, settings: { ecosystems: ["npm"] } });
    expect(heard(first)).toEqual(["A-1@1.0.0", "A-2@1.0.0"]);
    expect(heard(await pullAll(osv, { baseUrl, cursor: first.cursor, settings: { ecosystems: ["npm", "Go"] } }))).toContain("G-1@1.0.0");
  });

  it("a listed ecosystem without an archive is a reject; the others are read", async () => {
    const baseUrl = bucket(old);
    folder.write("ecosystems.txt", "Ghost\nnpm\n");
    expect(heard(await pullAll(osv, { baseUrl }))).toEqual(["reject Ghost/all.zip", "A-1@1.0.0", "A-2@1.0.0"]);
  });

  it("a broken entry, a bad record and an unreadable row cost only themselves", async () => {
    const baseUrl = bucket(old);
    const zip = writeZip([{ name: "A-1.json", content: text(old[0]!) }, { name: "B-1.json", content: "{]" }, { name: "C-1.json", content: text(old[1]!) }], { stored: true });
    zip[zip.indexOf(Buffer.from("shelf"))] = 0x58;
    folder.write("npm/all.zip", zip);
    const first = await pullAll(osv, { baseUrl });
    expect(heard(first)).toEqual(["reject npm/A-1.json", "reject npm/B-1.json", "reject npm/C-1.json"]);
    folder.write("modified_id.csv", `2026-01-03T00:00:00Z,nonsense\n${csvOf(old)}`);
    expect(heard(await pullAll(osv, { baseUrl, cursor: first.cursor }))).toContain("reject modified_id.csv:1");
  });

  it("a record that is absent from two daily listings is gone; one that comes back with its old time is fetched again", async () => {
    const clock = fakeClock(Date.UTC(2026, 5, 1));
    const three = [...old, npm("A-3", "2025-06-01T00:00:00Z")];
    const baseUrl = bucket(three);
    let cursor = await settled(baseUrl, { clock });
    const days: (readonly string[])[] = [];
    for (const listed of [old, old, three, three]) {
      clock.advance(25 * hourMs);
      folder.write("modified_id.csv", csvOf(listed));
      const pulled = await pullAll(osv, { baseUrl, clock, cursor });
      days.push(heard(pulled));
      ({ cursor } = pulled);
    }
    expect(days).toEqual([[], ["gone A-3"], [], ["A-3@1.0.0"]]);
  });

  it("a cursor of an older form starts afresh", async () => {
    expect(heard(await pullAll(osv, { baseUrl: bucket(old), cursor: "{\"v\":0}" }))).toEqual(["A-1@1.0.0", "A-2@1.0.0"]);
  });

  it.each([[{ ecosystems: [] }, "/ecosystems"], [{ ecosystems: ["../x"] }, "/ecosystems"], [{ ecosystems: "npm" }, "/ecosystems"], [{ relistHours: 0 }, "/relistHours"], [{ tmpDir: 3 }, "/tmpDir"]])("settings %j are refused at %s", async (settings, at) => {
    const { thrown } = await pullAll(osv, { baseUrl: bucket(old), settings });
    expect(isFault(thrown, "settings.invalid") && thrown.places.map((place) => place.at)).toEqual([at]);
  });

  it("no archive is left behind, whether the pull ends, breaks or is abandoned", async () => {
    const leftovers = (): readonly string[] => readdirSync(tmpDir).filter((name) => name.startsWith("aftwatch-osv-"));
    const baseUrl = bucket(old);
    const tmpDir = new URL(`${folder.url}/tmp/`).pathname;
    folder.write("tmp/keep", "");
    await pullAll(osv, { baseUrl, settings: { tmpDir } });
    await pullAll(osv, { baseUrl, settings: { tmpDir } }, (part) => { if (part.kind === "advisory") throw new Error("consumer failed"); });
    folder.write("npm/all.zip", zipOf(old).subarray(0, -5));
    expect(isFault((await pullAll(osv, { baseUrl, settings: { tmpDir } })).thrown, "zip.invalid")).toBe(true);
    expect(leftovers()).toEqual([]);
  });

  it("over HTTP: redirects are followed, ETags make an idle poll one 304, an outage is a fault with Retry-After", async () => {
    const baseUrl = bucket(old);
    const http = createHttp({ clock: fakeClock(Date.UTC(2026, 5, 1)), userAgent: "t" });
    const statuses: number[] = [];
    let down = false;
    const server = createServer((request, response) => {
      const path = request.url ?? "";
      if (down) { response.writeHead(503, { "retry-after": "120" }).end(); return; }
      if (path.startsWith("/old/")) { response.writeHead(301, { location: path.replace("/old/", "/new/") }).end(); return; }
      void http.send(`${baseUrl}/${path.slice("/new/".length)}`).then(async (reply) => {
        const etag = reply.headers["etag"] ?? "";
        const status = reply.status === 200 && request.headers["if-none-match"] === etag ? 304 : reply.status;
        statuses.push(status);
        response.writeHead(status, { etag });
        if (status === 200) for await (const chunk of reply.body()) response.write(chunk);
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const remote = `http://127.0.0.1:${(server.address() as AddressInfo).port}/old`;
      const first = await pullAll(osv, { baseUrl: remote, http });
      expect(heard(first)).toEqual(["A-1@1.0.0", "A-2@1.0.0"]);
      const { cursor } = await pullAll(osv, { baseUrl: remote, http, cursor: first.cursor });
      statuses.length = 0;
      expect((await pullAll(osv, { baseUrl: remote, http, cursor })).parts).toEqual([]);
      expect(statuses).toEqual([304]);
      down = true;
      const { thrown } = await pullAll(osv, { baseUrl: remote, http, cursor });
      expect(isFault(thrown, "feed.unavailable") && thrown.message).toContain("answered 503 (Retry-After: 120)");
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
