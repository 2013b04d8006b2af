// DNS messages as far as an authoritative responder for one domain needs them: RFC 1035 section 4, RFC 3596 for AAAA.

/** One question. name: lower case, without the last dot. */
export interface DnsQuestion { id: number; name: string; type: number; recursionDesired: boolean; /** The question as it stood, to be sent back. */ raw: Uint8Array }

export const dnsTypes = { A: 1, NS: 2, SOA: 6, TXT: 16, AAAA: 28 } as const;
export const dnsTypeName = (type: number): string => Object.entries(dnsTypes).find(([, number]) => number === type)?.[0] ?? `type ${type}`;

/** Reads a query with exactly one question; undefined for everything else: an attacker's packet costs nothing more. */
export function parseDnsQuery(packet: Uint8Array): DnsQuestion | undefined {
  if (packet.length < 17 || packet.length > 512) return undefined;
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const flags = view.getUint16(2);
  // QR 0, opcode 0 (4.1.1), one question.
  if ((flags & 0xf800) !== 0 || view.getUint16(4) !== 1) return undefined;
  const read = readName(packet, 12);
  if (read === undefined || read.end + 4 > packet.length) return undefined;
  return { id: view.getUint16(0), name: read.name, type: view.getUint16(read.end), recursionDesired: (flags & 0x0100) !== 0, raw: packet.slice(12, read.end + 4) };
}

// 4.1.2: labels of at most 63, names of at most 255. A question may not be compressed here: nothing stands before it.
function readName(packet: Uint8Array, from: number): { name: string; end: number } | undefined {
  const labels: string[] = [];
  let at = from;
  while (at < packet.length && at - from < 255) {
    const length = packet[at] ?? 0;
    if (length === 0) return { name: labels.join(".").toLowerCase(), end: at + 1 };
    if (length > 63 || at + 1 + length > packet.length) return undefined;
    labels.push(Buffer.from(packet.subarray(at + 1, at + 1 + length)).toString("latin1").replace(/[^\w-]/g, "?"));
    at += 1 + length;
  }
  return undefined;
}

export interface DnsAnswer { code: "ok" | "no-such-name" | "refused"; type?: number; data?: Uint8Array }
const codes = { ok: 0, "no-such-name": 3, refused: 5 } as const;

/** The authoritative answer: the question again and at most one record, time to live 1 s so that every probe asks anew. */
export function writeDnsAnswer(question: DnsQuestion, answer: DnsAnswer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(question.id, 0);
  head.writeUInt16BE(0x8400 | (question.recursionDesired ? 0x0100 : 0) | codes[answer.code], 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(answer.data === undefined ? 0 : 1, 6);
  return Buffer.concat([head, question.raw, answer.data === undefined ? Buffer.alloc(0) : record(answer.type ?? dnsTypes.A, answer.data)]);
}

// 4.1.3, the name as a pointer to the question at offset 12 (4.1.4).
function record(type: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(1, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

/** RFC 1035 3.3.14: strings of at most 255 with their length before them. */
export const txtData = (text: string): Buffer => { const bytes = Buffer.from(text.slice(0, 255), "latin1"); return Buffer.concat([Buffer.from([bytes.length]), bytes]); };
