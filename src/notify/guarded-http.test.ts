// The guarded client connects only where it may, whatever a name resolves to.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isFault } from "../kernel/fault.ts";
import { createGuardedHttp } from "./guarded-http.ts";
import { openReceiver } from "./receiver.sample.ts";
import type { LoopbackReceiver } from "./receiver.sample.ts";

const loopback = async () => [{ address: "127.0.0.1", family: 4 }];
const thrownBy = (work: Promise<unknown>): Promise<unknown> => work.then(() => "nothing thrown", (thrown: unknown) => thrown);

describe("src/notify/guarded-http.ts", () => {
  let receiver: LoopbackReceiver;
  beforeEach(async () => {
    receiver = await openReceiver((response, { path }) => {
      if (path === "/moved") response.writeHead(302, { location: "/elsewhere", "x-two": ["a", "b"] }).end();
      else if (path !== "/silent") response.end(`answer to ${path}`);
    });
  });
  afterEach(() => receiver.close());

  it.each([
    ["a loopback literal", (port: number) => `http://127.0.0.1:${port}/`],
    ["a literal in hexadecimal", (port: number) => `http://0x7f000001:${port}/`],
    ["a literal as one number", (port: number) => `http://2130706433:${port}/`],
    ["an IPv6 literal", (port: number) => `http://[::1]:${port}/`],
    ["a mapped IPv4 literal", (port: number) => `http://[::ffff:127.0.0.1]:${port}/`],
    ["a name that leads inside", (port: number) => `http://hooks.example:${port}/`],
    ["localhost", (port: number) => `http://localhost:${port}/`],
    ["a literal in octal", (port: number) => `http://0177.0.0.1:${port}/`],
    ["a literal with fewer parts", (port: number) => `http://127.1:${port}/`],
    ["a mapped IPv4 literal in hexadecimal", (port: number) => `http://[::ffff:7f00:1]:${port}/`],
    ["a compatible IPv4 literal", (port: number) => `http://[::7f00:1]:${port}/`],
    ["NAT64 of a loopback address", (port: number) => `http://[64:ff9b::7f00:1]:${port}/`],
    ["the unspecified address", (port: number) => `http://0.0.0.0:${port}/`],
    ["the unspecified IPv6 address", (port: number) => `http://[::]:${port}/`],
    ["the metadata service", () => "http://169.254.169.254/latest/meta-data/"],
    ["the metadata service in decimal", () => "http://2852039166/"],
    ["the metadata service over IPv6", () => "http://[fd00:ec2::254]/"],
    ["a unique local address", (port: number) => `http://[fd00::1]:${port}/`],
    ["a link-local address", (port: number) => `http://[fe80::1]:${port}/`],
    ["localhost with a dot", (port: number) => `http://localhost.:${port}/`],
    ["a name below localhost", (port: number) => `http://app.localhost:${port}/`],
    ["digits of another script", (port: number) => `http://\uff11\uff12\uff17.0.0.1:${port}/`],
    ["a user before the host", (port: number) => `http://hooks.example@127.0.0.1:${port}/`],
    ["another protocol", () => "file:///etc/passwd"],
    ["gopher", () => "gopher://127.0.0.1:6379/_INFO"],
  ])("refuses %s, and nothing arrives", async (_kind, url) => {
    const http = createGuardedHttp({ resolve: loopback });
    expect(isFault(await thrownBy(http.send(url(receiver.port))), "notify.address-refused")).toBe(true);
    expect(receiver.received).toEqual([]);
  });

  it("refuses the system resolver's localhost too", async () => {
    expect(isFault(await thrownBy(createGuardedHttp().send(`http://localhost:${receiver.port}/`)), "notify.address-refused")).toBe(true);
  });

  it("refuses a name of which one address is inside", async () => {
    const http = createGuardedHttp({ resolve: async () => [{ address: "1.1.1.1", family: 4 }, { address: "10.0.0.1", family: 4 }] });
    expect(isFault(await thrownBy(http.send("http://mixed.example/")), "notify.address-refused")).toBe(true);
  });

  it("connects to the very address that was checked: one look-up per request, a changed answer is checked again", async () => {
    const answers = ["127.0.0.1", "127.0.0.2"];
    const asked: string[] = [];
    const http = createGuardedHttp({
      allows: (address) => { asked.push(address); return address === "127.0.0.1"; },
      resolve: async () => [{ address: answers.shift() ?? "", family: 4 }],
    });
    const reply = await http.send(`http://rebinding.example:${receiver.port}/first`);
    expect(await reply.text()).toBe("answer to /first");
    expect(receiver.received[0]?.headers.host).toBe(`rebinding.example:${receiver.port}`);
    expect(isFault(await thrownBy(http.send(`http://rebinding.example:${receiver.port}/second`)), "notify.address-refused")).toBe(true);
    expect(asked).toEqual(["127.0.0.1", "127.0.0.2"]);
    expect(receiver.received).toHaveLength(1);
  });

  it.each(["http://169.254.169.254/", "http://127.0.0.1:1/", "//localhost/", "file:///etc/passwd"])("does not follow a redirect inside: %s", async (location) => {
    const moved = await openReceiver((response) => response.writeHead(307, { location }).end());
    const asked: string[] = [];
    const reply = await createGuardedHttp({ allows: (address) => { asked.push(address); return true; } }).send(`http://127.0.0.1:${moved.port}/`, { method: "POST", body: "{}" });
    expect([reply.status, asked, moved.received.length]).toEqual([307, ["127.0.0.1"], 1]);
    await moved.close();
  });

  it("uses no proxy, whatever the environment says: behind one, only the proxy could check the address", async () => {
    const proxy = await openReceiver((response) => response.end("from the proxy"));
    const names = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "NODE_USE_ENV_PROXY"];
    const before = names.map((name) => [name, process.env[name]] as const);
    for (const name of names) process.env[name] = name === "NODE_USE_ENV_PROXY" ? "1" : `http://127.0.0.1:${proxy.port}`;
    try {
      const reply = await createGuardedHttp({ allows: () => true }).send(`http://127.0.0.1:${receiver.port}/direct`);
      expect([await reply.text(), proxy.received]).toEqual(["answer to /direct", []]);
    } finally {
      for (const [name, value] of before) if (value === undefined) delete process.env[name]; else process.env[name] = value;
      await proxy.close();
    }
  });

  it("a name that leads outside and inside by turns is checked each time", async () => {
    const answers = ["127.0.0.1", "10.0.0.1", "127.0.0.1"];
    const http = createGuardedHttp({ allows: (address) => address === "127.0.0.1", resolve: async () => [{ address: answers.shift() ?? "", family: 4 }] });
    const kinds = [];
    for (const _turn of [1, 2, 3]) kinds.push(isFault(await thrownBy(http.send(`http://turning.example:${receiver.port}/`)), "notify.address-refused"));
    expect([kinds, receiver.received.length]).toEqual([[false, true, false], 2]);
  });

  it("does not follow a redirect, and joins repeated headers", async () => {
    const reply = await createGuardedHttp({ allows: () => true }).send(`http://127.0.0.1:${receiver.port}/moved`);
    expect([reply.status, reply.headers["location"], reply.headers["x-two"]]).toEqual([302, "/elsewhere", "a, b"]);
    expect(await reply.text()).toBe("");
    expect(receiver.received).toHaveLength(1);
  });

  it("gives up on a head that does not come", async () => {
    const http = createGuardedHttp({ allows: () => true });
    expect(await thrownBy(http.send(`http://127.0.0.1:${receiver.port}/silent`, { timeoutMs: 20 }))).toMatchObject({ code: "ETIMEDOUT" });
  });

  it("throws on a body longer than asked for, rather than cutting it", async () => {
    const reply = await createGuardedHttp({ allows: () => true }).send(`http://127.0.0.1:${receiver.port}/long`);
    expect(await thrownBy(reply.text(5))).toMatchObject({ message: "the body is longer than 5 bytes" });
  });

  it("says when a name has no address", async () => {
    expect(await thrownBy(createGuardedHttp({ resolve: async () => [] }).send("http://nowhere.example/"))).toMatchObject({ code: "ENOTFOUND" });
  });
});
