// Syslog on the wire: framing, structured data, CEF and its escaping, and sizes, read back by a parser of the test's own.
import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contextFor, faultOf } from "../channel.suite.ts";
import { anyHugeNotice } from "../far-side.sample.ts";
import { sampleNotice } from "../notice.sample.ts";
import type { Notice } from "../notice.ts";
import type { Sockets } from "../sockets.ts";
import { syslog } from "./syslog.ts";

const story = "sty_0123456789ABCDEFGHJKMNPQRS";

/** What the channel hands to the socket, without its frame. */
async function written(notice: Notice, settings: object = {}): Promise<string> {
  const sent: Uint8Array[] = [];
  const sockets: Sockets = { send: async (_target, bytes) => { sent.push(bytes); } };
  const read = syslog.readSettings({ host: "logs.example", transport: "udp", ...settings });
  expect(await syslog.send(notice, { ...contextFor(read, undefined, "msg_01KEY"), publicSockets: sockets })).toMatchObject({ kind: "sent" });
  return Buffer.from(sent[0] ?? []).toString("utf8");
}

/** RFC 5424 section 6, one structured data element. */
function parsed(message: string) {
  const [, pri, at, host, app, proc, id, rest = ""] = /^<(\d{1,3})>1 (\S+) (\S+) (\S+) (\S+) (\S+) ([^]*)$/.exec(message) ?? [];
  const [data = ""] = /^\[[^ \]]+(?: [^ =\]"]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*\]|^-/.exec(rest) ?? [];
  const params = Object.fromEntries([...data.matchAll(/ ([^ =\]"]+)="((?:[^"\\\]]|\\["\\\]])*)"/g)].map(([, name = "", value = ""]) => [name, value.replace(/\\(["\\\]])/g, "$1")]));
  return { pri: Number(pri), at, host, app, proc, id, element: /^\[([^ \]]+)/.exec(data)?.[1], params, text: rest.slice(data.length + 1) };
}

/** ArcSight's CEF: seven bars, then pairs. */
function cefOf(message: string) {
  const body = message.slice(message.indexOf("CEF:0"));
  const parts = body.split(/(?<=(?<!\\)(?:\\\\)*)\|/);
  const extension = parts.slice(7).join("|");
  const pairs = [...extension.matchAll(/(?:^| )([A-Za-z0-9]+)=((?:[^\\=]|\\[\\=n])*?)(?= [A-Za-z0-9]+=|$)/g)].map(([, name = "", value = ""]) => [name, value.replace(/\\([\\=n])/g, (_whole, mark: string) => (mark === "n" ? "\n" : mark))]);
  return { head: parts.slice(0, 7).map((part) => part.replace(/\\([\\|])/g, "$1")), extension: Object.fromEntries(pairs) as Record<string, string>, raw: extension };
}

describe("src/notify/channels/syslog.ts: RFC 5424", () => {
  it("has the header, the structured data and the text of the standard", async () => {
    const message = parsed(await written(sampleNotice()));
    expect(message).toMatchObject({ pri: 16 * 8 + 2, at: "2026-03-01T12:00:00Z", host: "aftwatch", app: "aftwatch", proc: "-", id: "finding.opened", element: "aftwatch@32473" });
    expect(message.params).toEqual({
      kind: "finding.opened", severity: "critical", state: "open", story, delivery: "msg_01KEY", services: "checkout", owner: "payments", environments: "production", vulnerability: "CVE-2026-10001",
      url: "https://aftwatch.example/findings/fnd_1", due: "2026-03-04 by the team's policy, clause 2", rows: "1",
    });
    expect(message.text).toMatch(/^\ufeff\[critical\] Upgrade libalder to 2\.4\.1\nWhat: libalder[^]*\n- checkout 4\.2: prod-eu https:\/\/aftwatch\.example\/deployments\/dpl_1$/);
  });

  it.each([["critical", 2], ["high", 3], ["medium", 4], ["low", 5], ["unknown", 4]] as const)("%s is level %i of the facility", async (severity, level) => {
    expect(parsed(await written(sampleNotice({ severity }), { facility: 4 })).pri).toBe(4 * 8 + level);
  });

  it('escapes ", \\ and ] in values, so that nothing can forge a field', async () => {
    const due = 'x"] severity="low" \\';
    expect(parsed(await written(sampleNotice({ due }))).params).toMatchObject({ due, severity: "critical" });
  });

  it("a kind that is no MSGID becomes one", async () => expect(parsed(await written(sampleNotice({ kind: `ä b${"x".repeat(50)}` }))).id).toBe(`b${"x".repeat(31)}`));
});

describe("src/notify/channels/syslog.ts: CEF", () => {
  it("has seven fields and the keys of the dictionary", async () => {
    const { head, extension } = cefOf(await written(sampleNotice({ changes: ["due moved"] }), { format: "cef" }));
    expect(head).toEqual(["CEF:0", "Aftwatch", "Aftwatch", "0.0.0-test", "finding.opened", "Upgrade libalder to 2.4.1", "10"]);
    expect(extension).toEqual({
      rt: String(Date.UTC(2026, 2, 1, 12)), externalId: story, cat: "finding.opened", act: "open", cn1: "1", cn1Label: "rows", flexString1: "msg_01KEY", flexString1Label: "delivery",
      msg: "libalder 2.3.0 parses a length field without a bound\nChanged: due moved\n- checkout 4.2: prod-eu https://aftwatch.example/deployments/dpl_1", reason: "exploited in the wild, loaded in the process",
      request: "https://aftwatch.example/findings/fnd_1", cs1Label: "owner", cs1: "payments", cs2Label: "services", cs2: "checkout", cs3Label: "environments", cs3: "production", cs4Label: "vulnerability", cs4: "CVE-2026-10001",
      cs5Label: "where", cs5: "checkout on prod-eu, internet-facing", cs6Label: "due", cs6: "2026-03-04 by the team's policy, clause 2",
    });
  });

  it.each([["critical", "10"], ["high", "8"], ["medium", "5"], ["low", "3"], ["unknown", "5"]] as const)("%s is %s", async (severity, number) => {
    expect(cefOf(await written(sampleNotice({ severity }), { format: "cef" })).head[6]).toBe(number);
  });

  it("escapes | and \\ in the header, = and \\ and line ends in the extension", async () => {
    const evil = "a|b\\c=d\nact=resolved";
    const message = await written(sampleNotice({ title: evil, what: evil }), { format: "cef" });
    const { head, extension } = cefOf(message);
    expect([head[5], extension["msg"], extension["act"]]).toEqual(["a|b\\c=d act=resolved", "a|b\\c=d act=resolved\n- checkout 4.2: prod-eu https://aftwatch.example/deployments/dpl_1", "open"]);
    expect(message).toContain("|a\\|b\\\\c=d act=resolved|10|");
    expect(message).not.toContain("\n");
  });
});

describe("src/notify/channels/syslog.ts: sizes and transport", () => {
  it.each([["rfc5424", 480], ["rfc5424", 2048], ["cef", 480], ["cef", 8192]] as const)("any notice fits: %s in %i bytes, and says what it left out", async (format, maxBytes) => {
    await fc.assert(fc.asyncProperty(anyHugeNotice, async (notice) => {
      const message = await written(notice, { format, maxBytes });
      expect(Buffer.byteLength(message)).toBeLessThanOrEqual(maxBytes);
      expect(message.isWellFormed()).toBe(true);
      expect(format === "cef" ? cefOf(message).extension["externalId"] : parsed(message).params["story"]).toBe(story);
      if (notice.items.length === 10_000) expect(message).toMatch(/… and \d+ more/);
    }), { numRuns: 25 });
  });

  it("over TCP the length in bytes stands before the message (RFC 6587 octet counting)", async () => {
    const chunks: Buffer[] = [];
    const server = createServer((socket) => socket.on("data", (chunk) => chunks.push(chunk)));
    await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
    const settings = syslog.readSettings({ host: "127.0.0.1", port: (server.address() as AddressInfo).port, transport: "tcp", allowPrivate: true });
    expect(await syslog.send(sampleNotice({ title: "Schlüssel 🔥" }), contextFor(settings, undefined, "msg_01KEY"))).toEqual({ kind: "sent", detail: expect.stringMatching(/^\d+ bytes over tcp$/) });
    const [, length, message] = /^(\d+) (<[^]*)$/.exec(Buffer.concat(chunks).toString("utf8")) ?? [];
    expect(Number(length)).toBe(Buffer.byteLength(message ?? ""));
    await new Promise((resolve) => server.close(resolve));
  });

  it("over UDP one message is one datagram", async () => {
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => { socket.bind(0, "127.0.0.1", resolve); });
    const arrived = new Promise<string>((resolve) => { socket.once("message", (message) => resolve(message.toString())); });
    const settings = syslog.readSettings({ host: "127.0.0.1", port: socket.address().port, transport: "udp", allowPrivate: true });
    expect(await syslog.send(sampleNotice(), contextFor(settings))).toMatchObject({ kind: "sent", detail: expect.stringContaining("UDP does not say") });
    expect(await arrived).toMatch(/^<130>1 /);
    socket.close();
  });

  it("an inside address is refused unless the settings allow it", async () => {
    expect(await syslog.send(sampleNotice(), contextFor(syslog.readSettings({ host: "127.0.0.1", transport: "udp" })))).toMatchObject({ kind: "refused", why: expect.stringContaining("not public") });
  });

  it.each([["/host", { host: "a b" }], ["/transport", { transport: "sctp" }], ["/maxBytes", { maxBytes: 100 }], ["/facility", { facility: 24 }], ["/hostname", { hostname: "a b" }]])("names %s", (at, changed) => {
    expect(faultOf(() => syslog.readSettings({ host: "logs.example", ...changed })).places.map((place) => place.at)).toEqual([at]);
  });
});
