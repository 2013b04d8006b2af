// Sockets to hosts that a user may name: every address of the name is checked, and the connection goes to the one that was.
import { createSocket } from "node:dgram";
import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { connect as connectTcp, isIP } from "node:net";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { Fault } from "../kernel/fault.ts";
import { isPublicAddress } from "./address.ts";
import type { HttpGuard } from "./guarded-http.ts";
import type { SocketTarget, Sockets } from "./sockets.ts";

const connectWithinMs = 10_000;
const closeWithinMs = 3_000;
// Nobody acknowledges a stream of syslog. Who does not want us hangs up at once, which can be told from the usual end only before ours.
const hangUpWithinMs = 25;

/** Sockets that connect only to allowed addresses; otherwise send throws notify.address-refused. A proxy is never used. */
export function createGuardedSockets({ allows = isPublicAddress, resolve = (host) => lookup(host, { all: true }) }: HttpGuard = {}): Sockets {
  return {
    async send(target, bytes, signal) {
      signal.throwIfAborted();
      const addresses = await checkedAddresses(target.host, allows, resolve);
      signal.throwIfAborted();
      await sendToFirst(addresses, target, bytes, signal);
      signal.throwIfAborted();
    },
  };
}

// The next address only when no connection came about: nothing has been said yet.
async function sendToFirst([address, ...others]: readonly LookupAddress[], target: SocketTarget, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  if (address === undefined) throw Object.assign(new Error("no address"), { code: "ENOTFOUND" });
  try {
    await (target.over === "udp" ? sendDatagram(address, target, bytes, signal) : sendStream(address, target, bytes, signal));
  } catch (thrown) {
    const isUnconnected = thrown instanceof Error && "syscall" in thrown && thrown.syscall === "connect";
    if (!isUnconnected || others.length === 0 || signal.aborted) throw thrown;
    await sendToFirst(others, target, bytes, signal);
  }
}

// One refused address refuses the name: which of several is taken is up to the network.
async function checkedAddresses(host: string, allows: (address: string) => boolean, resolve: (host: string) => Promise<LookupAddress[]>): Promise<LookupAddress[]> {
  const family = isIP(host);
  const found = family === 0 ? await resolve(host) : [{ address: host, family }];
  if (!found.every(({ address }) => allows(address))) throw new Fault("notify.address-refused", { detail: `${host} is, or leads to, an internal or reserved address.` });
  return found;
}

// Connected, so that an answer of "nobody listens" is heard when it comes back at once.
function sendDatagram({ address, family }: LookupAddress, { port }: SocketTarget, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: family === 6 ? "udp6" : "udp4", signal });
    socket.once("error", (thrown) => { socket.close(); reject(thrown); });
    socket.once("close", () => resolve());
    socket.connect(port, address, () => {
      socket.send(bytes, (thrown) => {
        if (thrown !== null) return socket.emit("error", thrown);
        // An ICMP answer of this host is there within a turn of the loop.
        return setImmediate(() => setImmediate(() => { try { socket.close(); } catch { resolve(); } }));
      });
    });
  });
}

function sendStream(address: LookupAddress, target: SocketTarget, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = opened(address, target);
    const state = { ended: false };
    const stop = (code: string) => socket.destroy(Object.assign(new Error("stopped"), { code }));
    const abort = (): unknown => stop("ABORT_ERR");
    const late = setTimeout(() => stop("ETIMEDOUT"), connectWithinMs);
    signal.addEventListener("abort", abort, { once: true });
    socket.once("error", reject);
    // Nothing is said in return; what comes is thrown away, its end is a sign.
    socket.resume().once("end", () => { if (!state.ended) stop("ECONNRESET"); });
    socket.once("close", () => { clearTimeout(late); signal.removeEventListener("abort", abort); resolve(); });
    socket.once(target.over === "tls" ? "secureConnect" : "connect", () => socket.write(bytes, () => setTimeout(() => {
      state.ended = true;
      clearTimeout(late);
      socket.end();
      socket.setTimeout(closeWithinMs, () => socket.destroy());
    }, hangUpWithinMs)));
  });
}

// RFC 5425 5.2: the certificate is checked against the name that was asked for, not against the address.
function opened({ address, family }: LookupAddress, { host, port, over, ca }: SocketTarget): Socket {
  if (over !== "tls") return connectTcp({ host: address, port, family });
  return connectTls({ host: address, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...(ca === undefined ? {} : { ca }) });
}
