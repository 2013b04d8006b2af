// What a TLS 1.3 server says after its hello, decrypted (RFC 8446 sections 5.2 and 7.1): its certificate is there.
import { createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, diffieHellman } from "node:crypto";
import type { HandshakeMessage, ServerHello, TlsRecord } from "./hello.ts";
import { messagesOf } from "./hello.ts";

// RFC 8410: how a bare X25519 key is written as PKCS #8 and SubjectPublicKeyInfo.
const privatePrefix = Buffer.from("302e020100300506032b656e04220420", "hex");
const publicPrefix = Buffer.from("302a300506032b656e032100", "hex");

export interface KeyPair { secret: Buffer; share: Buffer }

/** The key pair of 32 bytes. */
export function keyPairOf(secret: Buffer): KeyPair {
  const key = createPrivateKey({ key: Buffer.concat([privatePrefix, secret]), format: "der", type: "pkcs8" });
  return { secret, share: createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32) };
}

const sharedOf = ({ secret }: KeyPair, share: Buffer): Buffer => diffieHellman({
  privateKey: createPrivateKey({ key: Buffer.concat([privatePrefix, secret]), format: "der", type: "pkcs8" }),
  publicKey: createPublicKey({ key: Buffer.concat([publicPrefix, share]), format: "der", type: "spki" }),
});

const suites: Readonly<Record<number, { hash: "sha256" | "sha384"; cipher: "aes-128-gcm" | "aes-256-gcm" | "chacha20-poly1305"; keyBytes: number }>> = {
  0x1301: { hash: "sha256", cipher: "aes-128-gcm", keyBytes: 16 }, 0x1302: { hash: "sha384", cipher: "aes-256-gcm", keyBytes: 32 }, 0x1303: { hash: "sha256", cipher: "chacha20-poly1305", keyBytes: 32 },
};

/** HKDF-Expand-Label for outputs of one block. */
function expandLabel(hash: string, secret: Buffer, label: string, context: Buffer, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([length >> 8, length & 255, name.length]), name, Buffer.from([context.length]), context, Buffer.from([1])]);
  return createHmac(hash, secret).update(info).digest().subarray(0, length);
}

/** Handshake messages from the encrypted records behind the server's hello; what cannot be read ends the list. */
export function decryptedMessages(pair: KeyPair, hello: ServerHello, transcript: Buffer, records: readonly TlsRecord[]): HandshakeMessage[] {
  const suite = suites[hello.cipher];
  if (suite === undefined || hello.keyShare?.length !== 32) return [];
  const { hash, cipher, keyBytes } = suite;
  const size = hash === "sha256" ? 32 : 48;
  const empty = createHash(hash).digest();
  const early = createHmac(hash, Buffer.alloc(size)).update(Buffer.alloc(size)).digest();
  const handshake = createHmac(hash, expandLabel(hash, early, "derived", empty, size)).update(sharedOf(pair, hello.keyShare)).digest();
  const traffic = expandLabel(hash, handshake, "s hs traffic", createHash(hash).update(transcript).digest(), size);
  const [key, iv] = [expandLabel(hash, traffic, "key", Buffer.alloc(0), keyBytes), expandLabel(hash, traffic, "iv", Buffer.alloc(0), 12)];
  const parts: Buffer[] = [];
  for (const [at, { header, body }] of records.entries()) {
    const nonce = Buffer.from(iv);
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ at) >>> 0, 8);
    try {
      // The three ciphers share one interface; Node types each by its own name.
      const opened = createDecipheriv(cipher as "aes-128-gcm", key, nonce, { authTagLength: 16 }).setAAD(header).setAuthTag(body.subarray(-16));
      const inner = Buffer.concat([opened.update(body.subarray(0, -16)), opened.final()]);
      const end = inner.findLastIndex((byte) => byte !== 0);
      if (inner[end] === 22) parts.push(inner.subarray(0, end));
    } catch { break; }
  }
  return messagesOf(Buffer.concat(parts));
}
