// HTTP to hosts that a user may name: the address is checked on the connection itself, so a name cannot be moved in between.
import { lookup } from "node:dns/promises";
import type { LookupAddress } from "node:dns";
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import type { IncomingMessage, RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { LookupFunction } from "node:net";
import { Fault } from "../kernel/fault.ts";
import type { Http, HttpReply, HttpRequest } from "../kernel/http.ts";
import { isPublicAddress } from "./address.ts";

export interface HttpGuard {
  /** Asked for every address before it is connected to. Default: public addresses. */
  allows?(address: string): boolean;
  /** All addresses of a host name. Default: the system's resolver. */
  resolve?(host: string): Promise<LookupAddress[]>;
}

/**
 * An Http that connects only to allowed addresses; otherwise it throws notify.address-refused. One look-up serves both
 * the check and the connection. Redirects are answers and are not followed. No proxy is used: behind one, only the
 * proxy could check.
 */
export function createGuardedHttp({ allows = isPublicAddress, resolve = (host) => lookup(host, { all: true }) }: HttpGuard = {}): Http {
  // Agents of its own: a pooled connection of somebody else has not been checked.
  const agents = { "http:": new HttpAgent({ keepAlive: false }), "https:": new HttpsAgent({ keepAlive: false }) };
  const checked = checkedLookup(allows, resolve);
  return {
    async send(url, request = {}) {
      const target = new URL(url);
      // A literal address is connected to without a look-up.
      const host = target.hostname.replace(/^\[(.*)\]$/, "$1");
      if (isIP(host) !== 0 && !allows(host)) throw refusedAddress(host);
      return replyFrom(await headOf(target, request, { agent: agents[protocolOf(target)], lookup: checked }));
    },
  };
}

function protocolOf({ protocol }: URL): "http:" | "https:" {
  if (protocol === "http:" || protocol === "https:") return protocol;
  throw new Fault("notify.address-refused", { detail: `${protocol} is not http or https.` });
}

const refusedAddress = (host: string): Fault => new Fault("notify.address-refused", { detail: `${host} is, or leads to, an internal or reserved address.` });

// One refused address refuses the name: which of several is taken is up to the network.
function checkedLookup(allows: (address: string) => boolean, resolve: (host: string) => Promise<LookupAddress[]>): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then((found) => {
      const addresses = found.filter(({ family }) => !options.family || family === options.family || options.family === `IPv${family}`);
      const [first] = addresses;
      if (first === undefined) return callback(Object.assign(new Error("no address"), { code: "ENOTFOUND" }), "", 0);
      if (!addresses.every(({ address }) => allows(address))) return callback(refusedAddress(host), "", 0);
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    }, (thrown: NodeJS.ErrnoException) => callback(thrown, "", 0));
  };
}

function headOf(target: URL, { method = "GET", headers = {}, body, signal, timeoutMs = 30_000 }: HttpRequest, via: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const open = target.protocol === "https:" ? httpsRequest : httpRequest;
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const request = open(target, { ...via, method, headers: { ...headers, ...length }, ...(signal ? { signal } : {}) });
    const timer = setTimeout(() => request.destroy(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })), timeoutMs);
    // After the head, errors belong to the reader of the body; a second reject does nothing.
    request.on("error", (thrown) => { clearTimeout(timer); reject(thrown); });
    request.on("response", (response) => { clearTimeout(timer); resolve(response); });
    request.end(body);
  });
}

function replyFrom(response: IncomingMessage): HttpReply {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return { status: response.statusCode ?? 0, headers, body: () => response, text: (limitBytes) => textOf(response, limitBytes) };
}

async function textOf(response: IncomingMessage, limitBytes = 1_000_000): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) throw new Error(`the body is longer than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
