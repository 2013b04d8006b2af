// Our own out-of-band listener: HTTP and, when a domain is given, DNS on addresses that the user names.
import type { Clock } from "../../kernel/clock.ts";
import type { OutOfBand } from "../out-of-band.ts";
import type { Seed } from "../seed.ts";
import { dnsTypeName } from "./dns-message.ts";
import { openDnsResponder } from "./dns-responder.ts";
import { openHttpListener } from "./http-listener.ts";
import { createInteractions } from "./interactions.ts";
import type { Interactions } from "./interactions.ts";

export interface OutOfBandOptions {
  http: { host: string; port: number };
  /** domain: delegated to this listener. */
  dns?: { host: string; port: number; domain: string };
  /** The name or address by which targets reach the HTTP side; an IP address is also what DNS answers. */
  publicName: string;
  /** The port that targets see, when a proxy stands before; default: the one that was opened. */
  publicPort?: number;
  clock: Clock;
  /** Of the scan: tokens are the same in every run of the same seed. */
  seed: Seed;
  signal: AbortSignal;
}

const tokenLength = 16;
const tokenIn = (text: string): string[] => text.toLowerCase().match(new RegExp(`(?<![a-z])[a-z]{${tokenLength}}(?![a-z])`, "g")) ?? [];

/** Opens the listener; throws what the system says when an address cannot be used. It closes with the signal. */
export async function openOutOfBand(options: OutOfBandOptions): Promise<OutOfBand & { httpPort: number; dnsPort: number | undefined }> {
  const interactions = createInteractions(options.clock);
  const answers = new Map<string, { body: string; contentType: string }>();
  const http = await openHttpListener({ ...options.http, asked: (about) => heardHttp(about, interactions, answers), searched: (name, from) => { recordAll(interactions, name, { over: "http", from, detail: `LDAP search for ${name}` }); } });
  const dns = options.dns === undefined ? undefined : await openDnsResponder({ ...options.dns, address: options.publicName, asked: (name, type, from) => { recordAll(interactions, name, { over: "dns", from, detail: `${dnsTypeName(type)} ${name}` }); } }).catch(async (cause: unknown) => { await http.close(); throw cause; });
  let ended: Promise<unknown> | undefined;
  const close = async (): Promise<void> => { interactions.end(); await (ended ??= Promise.all([http.close(), dns?.close()])); };
  const closing = (): void => { void close(); };
  options.signal.addEventListener("abort", closing, { once: true });
  const authority = `${options.publicName.includes(":") ? `[${options.publicName}]` : options.publicName}:${options.publicPort ?? http.port}`;
  return {
    httpPort: http.port, dnsPort: dns?.port,
    name: (label) => {
      const token = options.seed.word(`out-of-band/${label}`, tokenLength);
      interactions.expect(token);
      return { token, url: `http://${authority}/${token}`, host: options.dns === undefined ? undefined : `${token}.${options.dns.domain}` };
    },
    seen: (token, withinMs) => interactions.seen(token, withinMs),
    answer: (token, body, contentType) => { answers.set(token, { body, contentType }); },
    close: async () => { options.signal.removeEventListener("abort", closing); await close(); },
  };
}

type About = { method: string; path: string; hostName: string; from: string; agent: string };

function heardHttp({ method, path, hostName, from, agent }: About, interactions: Interactions, answers: ReadonlyMap<string, { body: string; contentType: string }>): { body: string; contentType: string } | undefined {
  const text = `${path} ${hostName}`;
  const detail = `${method} ${path.slice(0, 200)}${agent === "" ? "" : ` (${agent.slice(0, 80)})`}`;
  recordAll(interactions, text, { over: "http", from, detail });
  const tokens = tokenIn(text);
  return tokens.map((token) => answers.get(token)).find((given) => given !== undefined) ?? (tokens.length > 0 ? { body: "", contentType: "text/plain; charset=utf-8" } : undefined);
}

function recordAll(interactions: Interactions, text: string, interaction: { over: "http" | "dns"; from: string; detail: string }): void {
  for (const token of new Set(tokenIn(text))) interactions.record(token, interaction);
}
