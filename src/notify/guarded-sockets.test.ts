// Guarded sockets connect only where they may, to the very address that was checked, and say what happened to the bytes.
import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { isFault } from "../kernel/fault.ts";
import { makeCertificate } from "./certificate.sample.ts";
import { createGuardedSockets } from "./guarded-sockets.ts";
import type { SocketTarget } from "./sockets.ts";

const certificate = makeCertificate();
const thrownBy = (work: Promise<unknown>): Promise<unknown> => work.then(() => "nothing thrown", (thrown: unknown) => thrown);
const never = new AbortController().signal;
const anywhere = createGuardedSockets({ allows: () => true });
const bytes = Buffer.from("5 hello");

describe("src/notify/guarded-sockets.ts", () => {
  let server: Server | undefined;
  const received: Buffer[] = [];
  afterEach(async () => { received.length = 0; await new Promise((resolve) => { if (server) server.close(resolve); else resolve(undefined); }); server = undefined; });
  async function listen(made: Server): Promise<number> {
    server = made;
    await new Promise<void>((resolve) => { made.listen(0, "127.0.0.1", resolve); });
    return (made.address() as AddressInfo).port;
  }
  const keeps = (socket: Socket): void => { socket.on("data", (chunk) => received.push(chunk)).on("error", () => {}); };
  const target = (host: string, port: number, over: SocketTarget["over"] = "tcp", ca?: string): SocketTarget => ({ host, port, over, ca });

  it.each(["127.0.0.1", "localhost", "2130706433", "0177.0.0.1", "0x7f000001", "::1", "::ffff:127.0.0.1", "[::]", "169.254.169.254", "fd00::1", "0.0.0.0"])("refuses %s, and nothing arrives", async (host) => {
    const port = await listen(createServer(keeps));
    for (const over of ["tcp", "tls", "udp"] as const) {
      const thrown = await thrownBy(createGuardedSockets().send(target(host, port, over), bytes, never));
      // A resolver that does not know such a writing knows no address either.
      expect(isFault(thrown, "notify.address-refused") || (host.includes("[") && thrown instanceof Error && "code" in thrown)).toBe(true);
    }
    expect(received).toEqual([]);
  });

  it("connects to the very address that was checked, and looks the name up once", async () => {
    const port = await listen(createServer(keeps));
    const answers = ["127.0.0.1", "127.0.0.2"];
    const sockets = createGuardedSockets({ allows: (address) => address === "127.0.0.1", resolve: async () => [{ address: answers.shift() ?? "", family: 4 }] });
    await sockets.send(target("rebinding.example", port), bytes, never);
    expect(isFault(await thrownBy(sockets.send(target("rebinding.example", port), bytes, never)), "notify.address-refused")).toBe(true);
    expect(Buffer.concat(received).toString()).toBe("5 hello");
  });

  it("a name of which one address is inside is refused; of several allowed ones the next is tried when nobody listens at the first", async () => {
    const port = await listen(createServer(keeps));
    const mixed = createGuardedSockets({ resolve: async () => [{ address: "1.1.1.1", family: 4 }, { address: "10.0.0.1", family: 4 }] });
    expect(isFault(await thrownBy(mixed.send(target("mixed.example", port), bytes, never)), "notify.address-refused")).toBe(true);
    await createGuardedSockets({ allows: () => true, resolve: async () => [{ address: "127.0.0.9", family: 4 }, { address: "127.0.0.1", family: 4 }] }).send(target("two.example", port), bytes, never);
    expect(Buffer.concat(received).toString()).toBe("5 hello");
  });

  it("says when a name has no address, and when nobody listens", async () => {
    expect(await thrownBy(createGuardedSockets({ resolve: async () => [] }).send(target("nowhere.example", 1), bytes, never))).toMatchObject({ code: "ENOTFOUND" });
    expect(await thrownBy(anywhere.send(target("127.0.0.1", 1), bytes, never))).toMatchObject({ code: "ECONNREFUSED" });
    expect(await thrownBy(anywhere.send(target("127.0.0.1", 1, "udp"), bytes, never))).toMatchObject({ code: "ECONNREFUSED" });
  });

  it("a datagram arrives as one", async () => {
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => { socket.bind(0, "127.0.0.1", resolve); });
    const arrived = new Promise<string>((resolve) => { socket.once("message", (message) => resolve(message.toString())); });
    await anywhere.send(target("127.0.0.1", socket.address().port, "udp"), bytes, never);
    expect(await arrived).toBe("5 hello");
    socket.close();
  });

  it("an abort ends a connection that says nothing", async () => {
    const stop = new AbortController();
    const port = await listen(createServer({ allowHalfOpen: true }, (socket) => { keeps(socket); stop.abort(); socket.on("end", () => socket.end()); }));
    expect(await thrownBy(anywhere.send(target("127.0.0.1", port), bytes, stop.signal))).toBeInstanceOf(Error);
  });

  it.skipIf(certificate === undefined)("TLS arrives when the certificate is trusted and bears the name, and not otherwise (needs the openssl program)", async () => {
    const port = await listen(createTlsServer({ ...certificate }, keeps).on("tlsClientError", () => {}));
    await anywhere.send(target("localhost", port, "tls", certificate?.cert), bytes, never);
    expect(Buffer.concat(received).toString()).toBe("5 hello");
    expect(await thrownBy(anywhere.send(target("localhost", port, "tls"), bytes, never))).toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(await thrownBy(anywhere.send(target("127.0.0.1", port, "tls", certificate?.cert), bytes, never))).toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    expect(Buffer.concat(received).toString()).toBe("5 hello");
  });
});
