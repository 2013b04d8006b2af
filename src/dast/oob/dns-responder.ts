// A small authoritative DNS server for one domain: over UDP and TCP it tells who asked for which name, and answers with our address.
import { createSocket } from "node:dgram";
import type { RemoteInfo, Socket } from "node:dgram";
import { createServer, isIPv4, isIPv6 } from "node:net";
import type { AddressInfo, Server, Socket as Stream } from "node:net";
import { dnsTypes, parseDnsQuery, txtData, writeDnsAnswer } from "./dns-message.ts";
import type { DnsAnswer, DnsQuestion } from "./dns-message.ts";

/** address: what A (or AAAA) is answered with; undefined leaves the name without an address. */
export interface DnsOptions { host: string; port: number; domain: string; address: string | undefined; asked(name: string, type: number, from: string): void }
export interface DnsResponder { port: number; close(): Promise<void> }

/** Throws what the system says when the port cannot be opened. */
export async function openDnsResponder(options: DnsOptions): Promise<DnsResponder> {
  const udp = createSocket(isIPv6(options.host) ? "udp6" : "udp4");
  await bound(udp, options);
  const { port } = udp.address();
  udp.on("message", (packet, from) => { answerDatagram(udp, packet, from, options); });
  udp.on("error", () => {});
  const streams = new Set<Stream>();
  const tcp = createServer((stream) => { serveStream(stream, streams, options); });
  tcp.maxConnections = 50;
  await listening(tcp, options.host, port).catch(async (cause: unknown) => { await closed(udp); throw cause; });
  return { port, close: async () => { for (const stream of streams) stream.destroy(); await Promise.all([closed(udp), closed(tcp)]); } };
}

const bound = (udp: Socket, { host, port }: DnsOptions): Promise<void> => new Promise((resolve, reject) => { udp.once("error", reject); udp.bind(port, host, () => { udp.off("error", reject); resolve(); }); });
const listening = (tcp: Server, host: string, port: number): Promise<AddressInfo> => new Promise((resolve, reject) => { tcp.once("error", reject); tcp.listen(port, host, () => { tcp.off("error", reject); resolve(tcp.address() as AddressInfo); }); });
const closed = (server: Socket | Server): Promise<void> => new Promise((resolve) => { server.close(() => { resolve(); }); });

function answerDatagram(udp: Socket, packet: Buffer, from: RemoteInfo, options: DnsOptions): void {
  const reply = replyTo(packet, from.address, options);
  // Nothing larger than the question and one record ever leaves: no amplifier.
  if (reply !== undefined) udp.send(reply, from.port, from.address, () => {});
}

function replyTo(packet: Uint8Array, from: string, options: DnsOptions): Buffer | undefined {
  const question = parseDnsQuery(packet);
  if (question === undefined) return undefined;
  const domain = options.domain.toLowerCase();
  if (question.name !== domain && !question.name.endsWith(`.${domain}`)) return writeDnsAnswer(question, { code: "refused" });
  options.asked(question.name, question.type, from);
  return writeDnsAnswer(question, answerFor(question, options));
}

function answerFor({ type, name }: DnsQuestion, { address = "" }: DnsOptions): DnsAnswer {
  if (type === dnsTypes.A && isIPv4(address)) return { code: "ok", type, data: Uint8Array.from(address.split("."), Number) };
  if (type === dnsTypes.AAAA && isIPv6(address)) return { code: "ok", type, data: bytesOfIpv6(address) };
  if (type === dnsTypes.TXT) return { code: "ok", type, data: txtData(name.split(".", 1)[0] ?? "") };
  return { code: "ok" };
}

/** RFC 4291 2.2: groups of four hexadecimal digits, "::" for a run of zeros. */
export function bytesOfIpv6(address: string): Uint8Array {
  const [left = "", right] = address.split("%", 1)[0]?.split("::") ?? [];
  const groups = (text: string): number[] => (text === "" ? [] : text.split(":").flatMap((group) => (group.includes(".") ? ipv4Groups(group) : [Number.parseInt(group, 16)])));
  const before = groups(left);
  const after = right === undefined ? [] : groups(right);
  const all = [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => 0), ...after];
  return Uint8Array.from(all.slice(0, 8).flatMap((group) => [group >> 8, group & 255]));
}
function ipv4Groups(text: string): number[] {
  const [a = 0, b = 0, c = 0, d = 0] = text.split(".").map(Number);
  return [a * 256 + b, c * 256 + d];
}

// RFC 1035 4.2.2: two bytes of length before each message.
function serveStream(stream: Stream, streams: Set<Stream>, options: DnsOptions): void {
  let held = Buffer.alloc(0);
  streams.add(stream);
  stream.setTimeout(5_000, () => stream.destroy());
  stream.on("error", () => stream.destroy());
  stream.on("close", () => { streams.delete(stream); });
  stream.on("data", (chunk) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 2) {
      const length = held.readUInt16BE(0);
      if (length > 512) { stream.destroy(); return; }
      if (held.length < 2 + length) return;
      const reply = replyTo(held.subarray(2, 2 + length), stream.remoteAddress ?? "unknown", options);
      if (reply !== undefined) stream.write(Buffer.concat([Buffer.from([reply.length >> 8, reply.length & 255]), reply]));
      held = held.subarray(2 + length);
    }
  });
}
