// A TLS handshake and nothing more: which protocol, cipher and certificates a server gives to what it is offered.
import type { ConnectionOptions, TLSSocket } from "node:tls";
import { noReplyOf } from "./no-reply.ts";
import type { Sockets } from "./sockets.ts";
import type { RequestTarget } from "./target.ts";

/**
 * withoutStore: only what the server sent is in `certificates`; with the system's store (default) a root of it may complete the chain, and trustError judges.
 * What is offered. ciphers: in OpenSSL's words; "@SECLEVEL=0" is added, so that weak ones can be offered. servername "": none.
 */
export interface TlsOffer { minVersion?: "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3"; maxVersion?: "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3"; ciphers?: string; servername?: string; alpn?: readonly string[]; groups?: string; withoutStore?: boolean; timeoutMs: number }

/** protocol undefined: no handshake came about, failure says why. certificates: DER, the server's own first,  trustError: what the system's trust store says of the chain and name. */
export interface TlsAnswer {
  protocol: string | undefined;
  cipher: { name: string; standardName: string } | undefined;
  key: { type: string; name: string | undefined; size: number } | undefined;
  alpn: string | undefined;
  certificates: readonly Uint8Array[];
  ocsp: Uint8Array | undefined;
  trustError: string | undefined;
  failure: string | undefined;
  ms: number;
}

const nothing: Omit<TlsAnswer, "failure" | "ms"> = { protocol: undefined, cipher: undefined, key: undefined, alpn: undefined, certificates: [], ocsp: undefined, trustError: undefined };

export function probeTls(sockets: Sockets, target: RequestTarget, offer: TlsOffer, elapsedMs: () => number): Promise<TlsAnswer> {
  const startedAt = elapsedMs();
  let ocsp: Uint8Array | undefined;
  return new Promise((resolve) => {
    const fail = (thrown: unknown): void => { resolve({ ...nothing, failure: noReplyOf(thrown).why, ms: elapsedMs() - startedAt }); };
    try {
      const created = (socket: TLSSocket): void => { socket.on("OCSPResponse", (response: Buffer | null) => { if (response !== null && response.length > 0) ocsp = response; }); };
      sockets.open(target, { tls: optionsOf(offer), timeoutMs: offer.timeoutMs, created }, (failure, socket) => {
        if (socket === undefined) { fail(failure); return; }
        const answer = answerOf(socket as TLSSocket, ocsp);
        socket.destroy();
        resolve({ ...answer, failure: undefined, ms: elapsedMs() - startedAt });
      });
    } catch (thrown) {
      // OpenSSL refuses to offer what it was built without.
      fail(thrown);
    }
  });
}

const optionsOf = ({ minVersion = "TLSv1", maxVersion = "TLSv1.3", ciphers = "ALL", servername, alpn, groups, withoutStore }: TlsOffer): ConnectionOptions => ({
  minVersion, maxVersion, ciphers: `${ciphers}:@SECLEVEL=0`, requestOCSP: true, ALPNProtocols: [...alpn ?? ["http/1.1"]],
  ...(servername === undefined ? {} : { servername }), ...(groups === undefined ? {} : { ecdhCurve: groups }), ...(withoutStore === true ? { ca: [] } : {}),
});

function answerOf(socket: TLSSocket, ocsp: Uint8Array | undefined): Omit<TlsAnswer, "failure" | "ms"> {
  const key = socket.getEphemeralKeyInfo() as { type?: string; name?: string; size?: number } | null;
  const cipher = socket.getCipher() as { name: string; standardName: string } | undefined;
  return {
    protocol: socket.getProtocol() ?? undefined,
    cipher: cipher === undefined ? undefined : { name: cipher.name, standardName: cipher.standardName },
    key: key?.type === undefined ? undefined : { type: key.type, name: key.name, size: key.size ?? 0 },
    alpn: socket.alpnProtocol === false || socket.alpnProtocol === null ? undefined : socket.alpnProtocol,
    certificates: chainOf(socket), ocsp,
    trustError: socket.authorized ? undefined : String(socket.authorizationError),
  };
}

function chainOf(socket: TLSSocket): Uint8Array[] {
  const chain: Uint8Array[] = [];
  let certificate = socket.getPeerCertificate(true) as { raw?: Buffer; issuerCertificate?: typeof certificate } | undefined;
  // A root is its own issuer.
  while (certificate?.raw !== undefined && !chain.some((one) => Buffer.compare(one, certificate?.raw ?? one) === 0)) {
    chain.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}
