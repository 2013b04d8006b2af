// What every channel must do, run on each member of the family.
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { fakeClock } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import { createLog } from "../kernel/log.ts";
import { contextFor } from "./channel-case.sample.ts";
import type { ChannelCase } from "./channel-case.sample.ts";
import { describeHttpChannel } from "./http-channel.suite.ts";
import { sampleNotice } from "./notice.sample.ts";

export { contextFor } from "./channel-case.sample.ts";
export type { ChannelCase } from "./channel-case.sample.ts";

export function describeChannel(one: ChannelCase): void {
  const { channel, rawSettings, secrets, name = channel.id } = one;
  if (one.http !== false) describeHttpChannel(one);
  describe(`src/notify/channels/${channel.id}.ts as a channel (${name})`, () => {
    it("asks in a form for exactly the settings it reads", () => {
      const all = Object.fromEntries(channel.fields.map(({ name }) => [name, undefined]));
      const unknown = faultOf(() => channel.readSettings({ ...all, stranger: 1 })).places.find(({ at }) => at === "/stranger")?.rule ?? "";
      expect(unknown.slice(unknown.indexOf("are ") + 4).split(", ").toSorted()).toEqual(channel.fields.map(({ name }) => name).toSorted());
    });
    it("takes what a form can send: texts only", () => {
      const texts = Object.fromEntries(Object.entries(rawSettings(2525)).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : String(value)]));
      expect(channel.showSettings(channel.readSettings(texts))).toEqual(channel.showSettings(channel.readSettings(rawSettings(2525))));
    });
    it("says in one sentence what it is", () => expect(channel.about).toMatch(/^[A-Z][^\n]+\.$/));

    it("never shows a secret: not in JSON, inspection, a template, a log line or the settings as shown", () => {
      const settings = channel.readSettings(rawSettings(1));
      let line = "";
      createLog({ clock: fakeClock(0), level: "info", write: (text) => { line += text; } }).info("settings", { settings });
      const shown = [JSON.stringify(settings), inspect(settings, { depth: 9 }), JSON.stringify(channel.showSettings(settings)), line].join("\n");
      for (const secret of secrets) expect(shown).not.toContain(secret);
      expect(shown.includes("[secret]")).toBe(secrets.length > 0);
    });

    it.each([[undefined], [null], [[]], ["text"], [7]])("refuses %j as settings, and says what they are", (raw) => {
      expect(faultOf(() => channel.readSettings(raw)).places).toMatchObject([{ at: "", rule: expect.stringContaining("must be an object with") }]);
    });

    it("names the fields that are missing", () => expect(faultOf(() => channel.readSettings({})).places.length).toBeGreaterThan(0));

    it.each(Object.keys(rawSettings(1)))("names /%s when it holds something else", (name) => {
      expect(faultOf(() => channel.readSettings({ ...rawSettings(1), [name]: { wrong: true } })).places.map(({ at }) => at)).toContain(`/${name}`);
    });

    it("names a field it does not know, without its value", () => {
      const fault = faultOf(() => channel.readSettings({ ...rawSettings(1), "pass/word": "hunter2" }));
      expect(fault.places).toMatchObject([{ at: "/pass~1word", rule: expect.stringContaining(`is not a setting of ${channel.id}`) }]);
      expect(inspect(fault)).not.toContain("hunter2");
    });

    it("answers retry when nobody listens", async () => {
      const port = await freePort();
      const delivery = await channel.send(sampleNotice(), contextFor(channel.readSettings(rawSettings(port))));
      expect(delivery).toEqual({ kind: "retry", why: "not reachable (" + codeOf(delivery) + ")" });
      expect(codeOf(delivery)).toMatch(/^E[A-Z]+$/);
    });

    it("answers retry when it is stopped before it starts, and sends nothing", async () => {
      const silent = await openSilent();
      const delivery = await channel.send(sampleNotice(), contextFor(channel.readSettings(rawSettings(silent.port)), AbortSignal.abort()));
      expect(delivery).toEqual({ kind: "retry", why: "stopped before an answer came" });
      expect(silent.bytes()).toBe(0);
      await silent.close();
    });

    it("answers retry when it is stopped while the far side says nothing", async () => {
      const stop = new AbortController();
      const silent = await openSilent(() => stop.abort());
      const delivery = await channel.send(sampleNotice(), contextFor(channel.readSettings(rawSettings(silent.port)), stop.signal));
      expect(delivery).toEqual({ kind: "retry", why: "stopped before an answer came" });
      await silent.close();
    });

    it("answers retry when the connection breaks off", async () => {
      const breaking = await openSilent((socket) => socket.destroy());
      const delivery = await channel.send(sampleNotice(), contextFor(channel.readSettings(rawSettings(breaking.port))));
      expect(delivery.kind).toBe("retry");
      await breaking.close();
    });
  });
}

export function faultOf(read: () => unknown): Fault {
  try {
    read();
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === "settings.invalid") return thrown;
    throw thrown;
  }
  throw new Error("nothing was thrown");
}

const codeOf = (delivery: object): string => ("why" in delivery ? (/\((\w+)\)/.exec(String(delivery.why))?.[1] ?? "") : "");

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// Accepts and never says a word.
async function openSilent(connected: (socket: { destroy(): void }) => void = () => {}) {
  const sockets: { destroy(): void; bytesRead: number }[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {}).resume();
    sockets.push(socket);
    connected(socket);
  });
  return {
    port: await listening(server),
    bytes: () => sockets.reduce((sum, socket) => sum + socket.bytesRead, 0),
    close: () => new Promise((resolve) => { server.close(resolve); for (const socket of sockets) socket.destroy(); }),
  };
}
