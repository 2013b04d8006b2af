// The out-of-band listener over real sockets: who calls is heard, by HTTP, LDAP and DNS, and hostile packets cost nothing.
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { request } from "undici";
import { fakeClock } from "../../kernel/clock.ts";
import { createSeed } from "../seed.ts";
import { parseDnsQuery, writeDnsAnswer } from "./dns-message.ts";
import { bytesOfIpv6 } from "./dns-responder.ts";
import { hearLdap } from "./ldap-answer.ts";
import { openOutOfBand } from "./open-out-of-band.ts";

type Listener = Awaited<ReturnType<typeof openOutOfBand>>;
const opened: Listener[] = [];
afterEach(async () => { await Promise.all(opened.splice(0).map((one) => one.close())); });

async function open(signal = new AbortController().signal, seed = "scan"): Promise<Listener> {
  const listener = await openOutOfBand({ http: { host: "127.0.0.1", port: 0 }, dns: { host: "127.0.0.1", port: 0, domain: "callback.example" }, publicName: "127.0.0.1", clock: fakeClock(1_000), seed: createSeed(seed), signal });
  opened.push(listener);
  return listener;
}

function query(name: string, type = 1): Buffer {
  const labels = name.split(".").map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([Buffer.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]), ...labels, Buffer.from([0, 0, type, 0, 1])]);
}

function ask(port: number, packet: Buffer, withinMs = 5_000): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const timer = setTimeout(() => { socket.close(); resolve(undefined); }, withinMs);
    socket.on("message", (message) => { clearTimeout(timer); socket.close(); resolve(message); });
    socket.send(packet, port, "127.0.0.1");
  });
}

function overTcp(port: number, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: "127.0.0.1" }, () => { socket.write(bytes); });
    socket.on("data", (chunk) => { chunks.push(chunk); socket.end(); });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => { resolve(Buffer.concat(chunks)); });
  });
}

describe("dast/oob: HTTP", () => {
  it("hears the request of a token, answers what it was told, and nothing of another", async () => {
    const listener = await open();
    const [one, other] = [listener.name("one"), listener.name("other")];
    listener.answer(one.token, "<b>text</b>", "text/html");
    const { body, headers } = await request(one.url);
    expect([await body.text(), headers["content-type"]]).toEqual(["<b>text</b>", "text/html"]);
    expect(await listener.seen(one.token, 0)).toEqual([{ at: 1_000, over: "http", from: "127.0.0.1", detail: expect.stringContaining(`GET /${one.token}`) }]);
    expect(await listener.seen(other.token, 20)).toEqual([]);
  });
  it("wakes who waits as soon as the call comes", async () => {
    const listener = await open();
    const { token, url } = listener.name("later");
    const waiting = listener.seen(token, 20_000);
    await (await request(url)).body.dump();
    expect((await waiting).length).toBe(1);
  });
  it("gives the same token for the same label and seed, another for another", async () => {
    const [first, second, third] = [await open(), await open(), await open(undefined, "other scan")];
    expect(first.name("a").token).toBe(second.name("a").token);
    expect(new Set([first.name("a").token, first.name("b").token, third.name("a").token]).size).toBe(3);
  });
  it("keeps twenty calls of a token, and none of names that it did not give", async () => {
    const listener = await open();
    const { token, url } = listener.name("loop");
    for (let at = 0; at < 25; at += 1) await (await request(url)).body.dump();
    const { statusCode, body } = await request(new URL("/unknown", url).href);
    await body.dump();
    expect([(await listener.seen(token, 0)).length, statusCode]).toEqual([20, 404]);
  });
  it("closes with the signal, and lets those go who wait", async () => {
    const controller = new AbortController();
    const listener = await open(controller.signal);
    const { token, url } = listener.name("end");
    const waiting = listener.seen(token, 60_000);
    controller.abort();
    expect(await waiting).toEqual([]);
    await expect(request(url)).rejects.toThrow("ECONNREFUSED");
  });
});

describe("dast/oob: LDAP on the same port", () => {
  it("answers a bind with success, and hears the name of a search", async () => {
    const listener = await open();
    const { token } = listener.name("ldap");
    const bind = await overTcp(listener.httpPort, Buffer.from("300c020101600702010304008000", "hex"));
    expect(bind.toString("hex")).toBe("300c02010161070a010004000400");
    await overTcp(listener.httpPort, Buffer.concat([Buffer.from([0x30, 7 + token.length, 2, 1, 2, 0x63, 2 + token.length, 4, token.length]), Buffer.from(token)]));
    expect((await listener.seen(token, 1_000)).map(({ detail }) => detail)).toEqual([`LDAP search for ${token}`]);
  });
});

describe("dast/oob: DNS", () => {
  it("answers A with our address, TXT with the label, and others with nothing", async () => {
    const listener = await open();
    const { token, host = "" } = listener.name("dns");
    const a = await ask(listener.dnsPort ?? 0, query(host));
    expect(a?.subarray(-4)).toEqual(Buffer.from([127, 0, 0, 1]));
    expect((await ask(listener.dnsPort ?? 0, query(host, 16)))?.toString("latin1")).toContain(`${String.fromCharCode(token.length)}${token}`);
    expect((await ask(listener.dnsPort ?? 0, query(host, 15)))?.readUInt16BE(6)).toBe(0);
    expect((await listener.seen(token, 0)).map(({ over, detail }) => [over, detail])).toEqual([["dns", `A ${host}`], ["dns", `TXT ${host}`], ["dns", `type 15 ${host}`]]);
  });
  it("hears names in any case, with labels before the token, and over TCP", async () => {
    const listener = await open();
    const { token, host = "" } = listener.name("dns");
    await ask(listener.dnsPort ?? 0, query(`x.${host.toUpperCase()}`));
    const packet = query(host);
    const reply = await overTcp(listener.dnsPort ?? 0, Buffer.concat([Buffer.from([0, packet.length]), packet]));
    expect(reply.subarray(-4)).toEqual(Buffer.from([127, 0, 0, 1]));
    expect((await listener.seen(token, 0)).length).toBe(2);
  });
  it("refuses names of other domains", async () => {
    const listener = await open();
    expect((await ask(listener.dnsPort ?? 0, query("www.example.org")))?.readUInt16BE(2)).toBe(0x8505);
  });
  it.each([["an answer", Buffer.from([0, 1, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1])], ["a name that points at itself", Buffer.concat([query("a").subarray(0, 12), Buffer.from([0xc0, 12, 0, 1, 0, 1])])], ["a label beyond the end", Buffer.concat([query("a").subarray(0, 12), Buffer.from([60, 1, 2, 3, 4])])], ["too much", Buffer.alloc(600, 1)]])("stays silent on %s, and still answers afterwards", async (_name, packet) => {
    const listener = await open();
    expect(await ask(listener.dnsPort ?? 0, packet, 150)).toBeUndefined();
    expect(await ask(listener.dnsPort ?? 0, query("a.callback.example"))).toBeDefined();
  });
  it("never throws on noise", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      const question = parseDnsQuery(bytes);
      if (question !== undefined) writeDnsAnswer(question, { code: "ok" });
      hearLdap(bytes);
    }));
  });
  it.each([["::1", "00000000000000000000000000000001"], ["2001:db8::1:2", "20010db8000000000000000000010002"], ["::ffff:10.0.0.1", "00000000000000000000ffff0a000001"]])("writes %s as bytes", (address, hex) => {
    expect(Buffer.from(bytesOfIpv6(address)).toString("hex")).toBe(hex);
  });
});
