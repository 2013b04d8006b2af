// aftwatch watch FILE: what goes over the wire, and what it does when the server says no.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "../kernel/secret.ts";
import { at0, paperTerminal } from "./cli.fixtures/paper-terminal.ts";
import { createLineSender } from "./line-sender.ts";

let dir = "";
beforeEach(() => { dir = mkdtempSync(join(tmpdir(), "aftwatch-watch-")); });
afterEach(() => { rmSync(dir, { recursive: true }); });

describe("cli/watch with files", () => {
  const once = async (answers: Record<string, unknown>, ...words: string[]) => {
    const terminal = paperTerminal(answers, { cwd: dir, env: { XDG_STATE_HOME: join(dir, "state"), AFTWATCH_TOKEN: "t" } });
    const code = await terminal.run("watch", "a.log", "--once", "--host", "web-1", ...words);
    return { code, asked: terminal.asked, err: terminal.err() };
  };
  const taken = { events: 2, opened: 0, repeats: 0, rejected: 0, rejects: [] };

  it("sends lines with ids, once, and goes on where it was", async () => {
    writeFileSync(join(dir, "a.log"), "one\ntwo\n");
    const first = await once({ "POST /ingest/auto": taken });
    expect(first.code).toBe(0);
    expect(first.asked.map(({ path, query, headers }) => [path, query["host"], query["source"], headers.get("content-type")])).toEqual([["/ingest/auto", "web-1", `web-1:${join(dir, "a.log")}`.slice(-100), "application/vnd.aftwatch.lines+json"]]);
    const body = first.asked[0]?.body as { id: string; text: string }[];
    expect(body.map(({ text }) => text)).toEqual(["one", "two"]);
    expect(new Set(body.map(({ id }) => id)).size).toBe(2);
    appendFileSync(join(dir, "a.log"), "three\n");
    const second = await once({ "POST /ingest/auto": taken });
    expect(second.asked[0]?.body).toMatchObject([{ text: "three" }]);
    expect((await once({ "POST /ingest/auto": taken })).asked).toEqual([]);
  });

  it("asks the decoder that is named, with its settings", async () => {
    writeFileSync(join(dir, "a.log"), "one\n");
    const { asked } = await once({ "POST /ingest/syslog": taken }, "--decoder", "syslog", "--setting", "zone=Europe/Paris");
    expect(asked.map(({ path, query }) => [path, query["settings"]])).toEqual([["/ingest/syslog", "zone=Europe/Paris"]]);
  });

  it("tells what the server could not read, and goes on", async () => {
    writeFileSync(join(dir, "a.log"), "one\ntwo\n");
    const { code, err } = await once({ "POST /ingest/auto": { ...taken, rejected: 1, rejects: [{ at: "/1", rule: "is in no format" }] } });
    expect([code, err]).toEqual([0, expect.stringContaining("not readable: /1 is in no format")]);
    expect(err).toContain("2 lines sent, 1 of them not readable");
  });

  it("stops, and keeps its place, when the token is refused", async () => {
    writeFileSync(join(dir, "a.log"), "one\n");
    expect((await once({ "POST /ingest/auto": 401 })).code).toBe(3);
    expect((await once({ "POST /ingest/auto": taken })).asked).toHaveLength(1);
  });
});

describe("cli/line-sender", () => {
  const lines = [{ id: "a:0", text: "one" }, { id: "a:4", text: "two" }];

  /** Answers in their order; what was waited for, and what was asked. */
  function sending(...answers: (Response | Error)[]) {
    const [waits, bodies, said]: [number[], unknown[], string[]] = [[], [], []];
    const sender = createLineSender({
      url: "http://a", token: new Secret("t"), decoder: "auto", source: "s", host: "h", settings: [], say: (message) => { said.push(message); },
      io: { signal: new AbortController().signal, clock: { now: () => at0 }, wait: async (ms) => { waits.push(ms); }, fetch: async (_input, init = {}) => { bodies.push(JSON.parse(String(init.body))); const answer = answers.shift() ?? new Response("{}"); if (answer instanceof Error) throw answer; return answer; } },
    });
    return { sender, waits, bodies, said };
  }
  const no = (status: number, headers: Record<string, string> = {}, body: object = {}): Response => new Response(JSON.stringify(body), { status, headers });

  it.each([
    ["seconds", no(503, { "retry-after": "5" }), 5000],
    ["a date", no(429, { "retry-after": new Date(at0 + 7000).toUTCString() }), 7000],
    ["nothing", no(503), 1000],
    ["no answer", new Error("refused"), 1000],
  ])("waits as Retry-After says (%s) and sends the same again", async (_case, answer, waitMs) => {
    const { sender, waits, bodies } = sending(answer);
    await sender.send(lines);
    expect([waits, bodies]).toEqual([[waitMs], [lines, lines]]);
  });

  it("waits longer each time, at most a minute, and never gives up", async () => {
    const { sender, waits } = sending(...Array.from({ length: 9 }, () => no(502)));
    await sender.send(lines);
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it("what is too large goes in halves; a line that is too large alone is named", async () => {
    const { sender, bodies, said } = sending(no(413), new Response("{}"), no(413));
    expect(await sender.send(lines)).toEqual({ rejected: 1 });
    expect([bodies, said]).toEqual([[lines, [lines[0]], [lines[1]]], [expect.stringContaining("(a:4)")]]);
  });

  it("a batch of which nothing can be read is told and done with", async () => {
    const { sender, said } = sending(no(422, {}, { code: "runtime.unreadable", errors: [{ at: "/0", rule: "is nothing" }] }));
    expect(await sender.send(lines)).toEqual({ rejected: 2 });
    expect(said).toEqual([expect.stringContaining("/0 is nothing")]);
  });

  it("what a person must mend is thrown", async () => {
    await expect(sending(no(404, {}, { code: "runtime.decoder-unknown", title: "No such decoder." })).sender.send(lines)).rejects.toThrow("No such decoder.");
  });
});
