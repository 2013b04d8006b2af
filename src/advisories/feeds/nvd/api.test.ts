// NVD's API over a server that behaves as documented: pages, windows of 120 days, limits, and its bad moments.
import { describe, expect, it } from "vitest";
import { dayMs, fakeClock, hourMs } from "../../../kernel/clock.ts";
import { replyWith } from "../../../kernel/http-reply.ts";
import type { Http, HttpRequest } from "../../../kernel/http.ts";
import { Secret } from "../../../kernel/secret.ts";
import { pullAll } from "../../feed.suite.ts";
import type { Pulled } from "../../feed.suite.ts";
import { nvd } from "./feed.ts";

const baseUrl = "https://nvd.example/rest/json/cves/2.0";
const startAt = Date.UTC(2026, 5, 1);

interface Server extends Http { asked: URL[]; requests: HttpRequest[]; cves: { id: string; modifiedAt: number }[]; failing: { status: number; headers?: Record<string, string> }[]; beforeAnswer?: () => void }

/** Holds CVEs and answers as the API does; `failing` comes first, one each request. */
function server(count: number): Server {
  const self: Server = {
    asked: [], requests: [], failing: [], cves: Array.from({ length: count }, (_, at) => ({ id: `CVE-2026-${10_000 + at}`, modifiedAt: startAt - 300 * dayMs })),
    async send(url, request = {}) {
      self.asked.push(new URL(url));
      self.requests.push(request);
      self.beforeAnswer?.();
      const failure = self.failing.shift();
      if (failure) return answer(failure.status, "", failure.headers);
      return answer(200, pageOf(self, new URL(url).searchParams));
    },
  };
  return self;
}

const answer = (status: number, text: string, headers: Record<string, string> = {}) => replyWith(status, headers, async function* () { yield Buffer.from(text); }, "nvd.example");

function pageOf({ cves }: Server, query: URLSearchParams): string {
  const [from, to] = ["lastModStartDate", "lastModEndDate"].map((name) => query.get(name));
  if (from && to && Date.parse(to) - Date.parse(from) > 120 * dayMs) throw new Error("the window is longer than 120 days");
  const found = cves.filter(({ modifiedAt }) => !from || !to || (modifiedAt >= Date.parse(from) && modifiedAt <= Date.parse(to)));
  const startIndex = Number(query.get("startIndex"));
  const page = found.slice(startIndex, startIndex + Number(query.get("resultsPerPage")));
  return JSON.stringify({ resultsPerPage: page.length, startIndex, totalResults: found.length, vulnerabilities: page.map(({ id, modifiedAt }) => ({ cve: { id, lastModified: new Date(modifiedAt).toISOString().slice(0, -1) } })) });
}

const pull = (http: Http, at = startAt, cursor?: string, settings: object = {}): Promise<Pulled> =>
  pullAll(nvd, { baseUrl, http, clock: fakeClock(at), cursor, settings: { requestGapMs: 0, pageSize: 10, ...settings } });
const idsOf = ({ parts }: Pulled): string[] => parts.flatMap((part) => (part.kind === "advisory" ? part.advisory.aliases : []));

describe("advisories/feeds/nvd/api", () => {
  it("first everything, page by page, with a checkpoint after each", async () => {
    const http = server(25);
    const pulled = await pull(http);
    expect(pulled.thrown).toBeUndefined();
    expect(new Set(idsOf(pulled)).size).toBe(25);
    expect(http.asked.map((url) => url.search)).toEqual(["?resultsPerPage=10&startIndex=0", "?resultsPerPage=10&startIndex=10", "?resultsPerPage=10&startIndex=20"]);
    expect(pulled.parts.filter(({ kind }) => kind === "checkpoint")).toHaveLength(3);
  });

  it("then only what was modified since, with an hour of overlap and an offset in numbers", async () => {
    const http = server(5);
    const { cursor } = await pull(http);
    http.cves.push({ id: "CVE-2026-99999", modifiedAt: startAt + hourMs });
    http.asked.length = 0;
    expect(idsOf(await pull(http, startAt + 2 * hourMs, cursor))).toEqual(["CVE-2026-99999"]);
    expect(http.asked.map((url) => url.search)).toEqual(["?resultsPerPage=10&startIndex=0&lastModStartDate=2026-05-31T23%3A00%3A00.000%2B00%3A00&lastModEndDate=2026-06-01T02%3A00%3A00.000%2B00%3A00"]);
  });

  it("nothing new is one request and no part", async () => {
    const http = server(5);
    const { cursor } = await pull(http);
    http.asked.length = 0;
    expect((await pull(http, startAt + 2 * hourMs, cursor)).parts).toEqual([]);
    expect(http.asked).toHaveLength(1);
  });

  it("who was away for a year asks in windows that the API allows, and misses nothing", async () => {
    const http = server(5);
    const { cursor } = await pull(http);
    http.cves = Array.from({ length: 40 }, (_, at) => ({ id: `CVE-2027-${10_000 + at}`, modifiedAt: startAt + at * 10 * dayMs }));
    const pulled = await pull(http, startAt + 400 * dayMs, cursor);
    expect([pulled.thrown, new Set(idsOf(pulled)).size]).toEqual([undefined, 40]);
  });

  it("a killed pull goes on with the page that comes next", async () => {
    const http = server(25);
    const checkpoint = (await pull(http)).parts.find(({ kind }) => kind === "checkpoint");
    const rest = await pull(http, startAt, checkpoint?.kind === "checkpoint" ? checkpoint.cursor : "");
    expect(idsOf(rest)).toHaveLength(15);
  });

  it("when the list gets shorter while it is read, it is read again, because a record moved up a page", async () => {
    const http = server(25);
    http.beforeAnswer = () => { if (http.asked.length === 2) http.cves.shift(); };
    const pulled = await pull(http);
    expect(pulled.thrown).toBeUndefined();
    expect(http.cves.map(({ id }) => id).filter((id) => !idsOf(pulled).includes(id))).toEqual([]);
  });

  it.each([[403], [429], [503], [500]])("%i is asked again", async (status) => {
    const http = server(5);
    http.failing = [{ status }, { status, headers: { "retry-after": "0" } }];
    expect(idsOf(await pull(http))).toHaveLength(5);
  });

  it("who is refused all the time says so, and what came stands", async () => {
    const http = server(15);
    http.beforeAnswer = () => { if (http.asked.length > 1) http.failing = [{ status: 403 }]; };
    const pulled = await pull(http);
    expect(pulled.thrown).toMatchObject({ code: "feed.unavailable" });
    expect([idsOf(pulled).length, pulled.parts.at(-1)?.kind]).toEqual([10, "checkpoint"]);
  });

  it("a wrong key is told in the API's words", async () => {
    const http = server(5);
    http.failing = [{ status: 404, headers: { message: "Invalid apiKey." } }];
    expect((await pull(http)).thrown).toMatchObject({ code: "feed.unavailable", message: expect.stringContaining("Invalid apiKey.") });
  });

  it("the key goes into its header, and nowhere else", async () => {
    const http = server(5);
    await pull(http, startAt, undefined, { apiKey: new Secret("0000-key") });
    expect(http.requests[0]?.headers).toMatchObject({ apiKey: "0000-key" });
    expect(http.asked[0]?.href).not.toContain("key=");
  });

  it("between two requests it waits as long as its settings say", async () => {
    const http = server(25);
    const times: number[] = [];
    http.beforeAnswer = () => { times.push(performance.now()); };
    await pull(http, startAt, undefined, { requestGapMs: 30 });
    expect(times.slice(1).every((at, index) => at - (times[index] ?? 0) >= 25)).toBe(true);
  });

  it.each([["apiKey", { apiKey: "two words" }], ["requestGapMs", { requestGapMs: -1 }], ["pageSize", { pageSize: 2001 }]])("a %s that cannot be is refused with its place", async (name, settings) => {
    expect((await pull(server(1), startAt, undefined, settings)).thrown).toMatchObject({ code: "settings.invalid", places: [{ at: `/${name}` }] });
  });
});
