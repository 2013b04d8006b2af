// A TLS handshake up to the server's certificate, written by hand: versions and ciphers that today's libraries no longer speak.

/** 0x0300 SSL 3.0, 0x0301 TLS 1.0, 0x0302 TLS 1.1, 0x0303 TLS 1.2, 0x0304 TLS 1.3 */
export type TlsVersion = 0x0300 | 0x0301 | 0x0302 | 0x0303 | 0x0304;
export const versionNames: Readonly<Record<TlsVersion, string>> = { 0x0300: "SSL 3.0", 0x0301: "TLS 1.0", 0x0302: "TLS 1.1", 0x0303: "TLS 1.2", 0x0304: "TLS 1.3" };

export interface HelloOffer {
  version: TlsVersion;
  ciphers: readonly number[];
  serverName: string | undefined;
  /** 32 bytes. */
  random: Uint8Array;
  /** X25519 public key, for TLS 1.3. */
  keyShare?: Uint8Array;
  /** 1 = deflate (RFC 3749). */
  compressions?: readonly number[];
}

const u16 = (value: number): number[] => [value >> 8, value & 255];
const u24 = (value: number): number[] => [value >> 16, (value >> 8) & 255, value & 255];
const sized16 = (bytes: readonly number[]): number[] => [...u16(bytes.length), ...bytes];
const extension = (id: number, bytes: readonly number[]): number[] => [...u16(id), ...sized16(bytes)];

const groups = [0x001d, 0x0017, 0x0018, 0x0019, 0x0100, 0x0101];
// Everything that a certificate may be signed with, SHA-1 too: what is weak shall be seen, not refused.
const signatures = [0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601, 0x0301, 0x0303, 0x0201, 0x0203, 0x0202, 0x0402];

function extensionsOf({ version, serverName, keyShare }: HelloOffer): number[] {
  // RFC 6066 section 3: an address is never a server name.
  const name = serverName === undefined || /^[\d.]+$|:/.test(serverName) ? [] : extension(0x0000, sized16([0, ...sized16([...Buffer.from(serverName, "latin1")])]));
  const modern = keyShare === undefined ? [] : [...extension(0x002b, [2, 3, 4]), ...extension(0x0033, sized16([...u16(0x001d), ...sized16([...keyShare])]))];
  const hashes = version >= 0x0303 ? extension(0x000d, sized16(signatures.flatMap(u16))) : [];
  return [...name, ...extension(0x000a, sized16((keyShare === undefined ? groups : [0x001d]).flatMap(u16))), ...extension(0x000b, [1, 0]), ...hashes, ...extension(0xff01, [0]), ...modern];
}

/** The handshake message (for the transcript) and the record that carries it. */
export function clientHello(offer: HelloOffer): { message: Buffer; record: Buffer } {
  const legacy = offer.version > 0x0303 ? 0x0303 : offer.version;
  const session = offer.version === 0x0304 ? [32, ...offer.random] : [0];
  const compressions = [...offer.compressions ?? [], 0];
  // SSL 3.0 knows no extensions (RFC 6101); the signal value stands for secure renegotiation (RFC 5746).
  const ciphers = offer.version === 0x0300 ? [...offer.ciphers, 0x00ff] : offer.ciphers;
  const body = [...u16(legacy), ...offer.random, ...session, ...sized16(ciphers.flatMap(u16)), compressions.length, ...compressions, ...(offer.version === 0x0300 ? [] : sized16(extensionsOf(offer)))];
  const message = Buffer.from([1, ...u24(body.length), ...body]);
  return { message, record: Buffer.concat([Buffer.from([22, ...u16(offer.version === 0x0300 ? 0x0300 : 0x0301), ...u16(message.length)]), message]) };
}

export interface TlsRecord { type: number; version: number; header: Buffer; body: Buffer }
export interface HandshakeMessage { type: number; body: Buffer; whole: Buffer }

/** Complete records at the beginning of the bytes. */
export function recordsOf(bytes: Uint8Array): TlsRecord[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: TlsRecord[] = [];
  for (let at = 0; at + 5 <= all.length;) {
    const end = at + 5 + all.readUInt16BE(at + 3);
    if (end > all.length || (all[at + 1] ?? 0) !== 3) break;
    records.push({ type: all[at] ?? 0, version: all.readUInt16BE(at + 1), header: all.subarray(at, at + 5), body: all.subarray(at + 5, end) });
    at = end;
  }
  return records;
}

/** Complete handshake messages: they may be split over records, and several may stand in one. */
export function messagesOf(stream: Buffer): HandshakeMessage[] {
  const messages: HandshakeMessage[] = [];
  for (let at = 0; at + 4 <= stream.length;) {
    const end = at + 4 + stream.readUIntBE(at + 1, 3);
    if (end > stream.length) break;
    messages.push({ type: stream[at] ?? 0, body: stream.subarray(at + 4, end), whole: stream.subarray(at, end) });
    at = end;
  }
  return messages;
}

export interface ServerHello { version: number; cipher: number; compression: number; keyShare: Buffer | undefined; extensions: readonly number[] }

/** RFC 5246 section 7.4.1.3 and RFC 8446 section 4.1.3; undefined when the message is cut short. */
export function readServerHello(body: Buffer): ServerHello | undefined {
  const session = body[34];
  if (session === undefined || body.length < 38 + session) return undefined;
  const hello: { -readonly [Key in keyof ServerHello]: ServerHello[Key] } & { extensions: number[] } = { version: body.readUInt16BE(0), cipher: body.readUInt16BE(35 + session), compression: body[37 + session] ?? 0, keyShare: undefined, extensions: [] };
  for (let at = 40 + session; at + 4 <= body.length;) {
    const [id, size] = [body.readUInt16BE(at), body.readUInt16BE(at + 2)];
    const data = body.subarray(at + 4, at + 4 + size);
    hello.extensions.push(id);
    if (id === 0x002b && data.length >= 2) hello.version = data.readUInt16BE(0);
    if (id === 0x0033 && data.length >= 36) hello.keyShare = data.subarray(4);
    at += 4 + size;
  }
  return hello;
}

/** DER certificates of a Certificate message; TLS 1.3 has a context before and extensions behind each (RFC 8446 section 4.4.2). */
export function certificatesOf(body: Buffer, modern: boolean): Buffer[] {
  const found: Buffer[] = [];
  let at = (modern ? 1 + (body[0] ?? 0) : 0) + 3;
  while (at + 3 <= body.length) {
    const size = body.readUIntBE(at, 3);
    found.push(body.subarray(at + 3, at + 3 + size));
    at += 3 + size;
    if (modern) at += at + 2 <= body.length ? 2 + body.readUInt16BE(at) : 2;
  }
  return found.filter(({ length }) => length > 0);
}
