// Sockets to systems under test: only to pinned addresses, certificates not judged, all of them closed at once when the scan ends.
import type { LookupAddress } from "node:dns";
import { connect as connectTcp, isIP } from "node:net";
import type { LookupFunction, Socket } from "node:net";
import { connect as connectTls, TLSSocket } from "node:tls";
import type { ConnectionOptions } from "node:tls";
import type { Pins } from "./pins.ts";
import { servernameOf } from "./target.ts";
import type { RequestTarget } from "./target.ts";

export interface Sockets {
  /** Calls back once, when connected (TLS included) or when that failed. */
  open(target: Pick<RequestTarget, "hostname" | "port">, how: { tls: ConnectionOptions | undefined; timeoutMs: number; created?(socket: TLSSocket): void }, done: (failure: Error | undefined, socket: Socket | undefined) => void): void;
  closeAll(): void;
}

// Old and odd servers shall be reached: a check of its own judges protocols, ciphers and certificates.
const lenient: ConnectionOptions = { rejectUnauthorized: false, minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0", ALPNProtocols: ["http/1.1"], ecdhCurve: "auto" };

export function createSockets(pins: Pins): Sockets {
  const open = new Set<Socket>();
  return {
    open({ hostname, port }, { tls, timeoutMs, created }, done) {
      void pins.recheck(hostname);
      const where = { host: hostname, port, lookup: pinnedLookup(pins.addressesOf(hostname)), autoSelectFamily: true };
      const socket = tls === undefined ? connectTcp(where) : connectTls({ ...lenient, ...where, servername: servernameOf(hostname), ...tls });
      if (socket instanceof TLSSocket) created?.(socket);
      const end = (failure: Error | undefined): void => {
        clearTimeout(late);
        socket.off("error", end);
        if (failure === undefined) return done(undefined, socket);
        socket.on("error", () => {}).destroy();
        return done(failure, undefined);
      };
      const late = setTimeout(() => { end(Object.assign(new Error(`no connection within ${timeoutMs} ms`), { code: "ETIMEDOUT" })); }, timeoutMs);
      open.add(socket);
      socket.setNoDelay(true).once("close", () => { open.delete(socket); clearTimeout(late); });
      socket.once("error", end).once(tls === undefined ? "connect" : "secureConnect", () => { end(undefined); });
    },
    closeAll: () => { for (const socket of open) socket.destroy(); },
  };
}

/** The system's resolver is never asked: what was pinned is all there is. */
const pinnedLookup = (addresses: readonly string[]): LookupFunction => (hostname, options, callback) => {
  const found: LookupAddress[] = addresses.map((address) => ({ address, family: isIP(address) }));
  const [first] = found;
  if (first === undefined) callback(Object.assign(new Error(`${hostname} has no pinned address`), { code: "ENOTFOUND" }), "", 0);
  else if (options.all === true) callback(null, found);
  else callback(null, first.address, first.family);
};
