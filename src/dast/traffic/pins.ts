// Pins: the addresses that the names of a scan had at its start. Whatever a name says later, connections go there and nowhere else.
import { BlockList, isIP } from "node:net";
import { isPublicAddress } from "../../notify/address.ts";
import type { Scope } from "../scope.ts";
import { bareHost } from "./target.ts";

/** All addresses of a name; an address stands for itself and is never asked. Rejects when there is none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export interface Pins {
  /** Where connections to this host go; empty: nowhere, `refusal` says why. */
  addressesOf(hostname: string): readonly string[];
  refusal(hostname: string): string | undefined;
  /** Asks the name again, seldom: a new answer is told and not followed (DNS rebinding). */
  recheck(hostname: string): Promise<void>;
}

interface Pinned { addresses: readonly string[]; refusal: string | undefined; checkedAt: number; isTold: boolean }

const recheckMs = 30_000;

/**
 * Public addresses may be tested wherever a name of the scope leads. Others (private, loopback, link-local, metadata services)
 * only when the start itself is there, and then exactly that address, or when `addresses` names them.
 */
export async function pinAddresses(scope: Pick<Scope, "start" | "addresses">, origins: readonly string[], { resolve, elapsedMs, note }: { resolve: Resolve; elapsedMs: () => number; note(text: string): void }): Promise<Pins> {
  const named = networksOf(scope.addresses);
  const startHost = bareHost(new URL(scope.start).hostname);
  const start = await pinned(startHost, resolve, (all) => startOf(startHost, all, named, note));
  const pins = new Map<string, Pinned>([[startHost, { ...start, checkedAt: elapsedMs(), isTold: false }]]);
  for (const host of new Set(origins.map((origin) => bareHost(new URL(origin).hostname)))) {
    if (pins.has(host)) continue;
    pins.set(host, { ...await pinned(host, resolve, (all) => all.filter((one) => isPublicAddress(one) || named(one) || start.addresses.includes(one))), checkedAt: elapsedMs(), isTold: false });
  }
  return {
    addressesOf: (hostname) => pins.get(hostname)?.addresses ?? [],
    refusal: (hostname) => { const pin = pins.get(hostname); return pin === undefined ? `${hostname} has no address that was pinned at the start` : pin.refusal; },
    async recheck(hostname) {
      const pin = pins.get(hostname);
      if (pin === undefined || pin.isTold || isIP(hostname) !== 0 || elapsedMs() - pin.checkedAt < recheckMs) return;
      pin.checkedAt = elapsedMs();
      const now = await resolve(hostname).catch(() => []);
      const others = now.map(plainAddress).filter((one) => !pin.addresses.includes(one));
      if (others.length === 0) return;
      pin.isTold = true;
      note(`The name ${hostname} now leads to ${others.join(", ")} as well; the scan stays with ${pin.addresses.join(", ")}, which it had at the start.`);
    },
  };
}

async function pinned(host: string, resolve: Resolve, keep: (all: readonly string[]) => readonly string[]): Promise<Pick<Pinned, "addresses" | "refusal">> {
  const all = isIP(host) === 0 ? (await resolve(host).catch(() => [])).map(plainAddress) : [plainAddress(host)];
  if (all.length === 0) return { addresses: [], refusal: `${host} has no address` };
  const addresses = keep(all);
  return { addresses, refusal: addresses.length === 0 ? `${host} leads to ${all.join(", ")}, which is not public and not named in the scope's addresses` : undefined };
}

// A public name that leads inside as well is either split-brain or a trick; what is public is what was meant.
function startOf(host: string, all: readonly string[], named: (address: string) => boolean, note: (text: string) => void): readonly string[] {
  const allowed = all.filter((one) => named(one) || !isNeverMeant(one));
  const reachable = allowed.filter((one) => isPublicAddress(one) || named(one));
  if (reachable.length === 0 || reachable.length === allowed.length) return allowed;
  note(`The name ${host} leads to addresses inside and outside; only ${reachable.join(", ")} is tested. Name the others in the scope's addresses when they are meant.`);
  return reachable;
}

// Metadata services of clouds, "this host on this network", multicast and broadcast: no application that someone would test.
const neverMeant = networksOf(["169.254.0.0/16", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32", "0.0.0.0/8", "224.0.0.0/3", "fe80::/10", "ff00::/8", "::/128", "fd00:ec2::/32"]);
const isNeverMeant = (address: string): boolean => neverMeant(address);

/** CIDR or single addresses; what is neither holds for nothing. */
function networksOf(entries: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const entry of entries) {
    const [network = "", bits] = entry.split("/");
    const family = isIP(network);
    const prefix = bits === undefined ? (family === 4 ? 32 : 128) : Number(bits);
    if (family !== 0 && Number.isInteger(prefix) && prefix >= 0 && prefix <= (family === 4 ? 32 : 128)) list.addSubnet(network, prefix, family === 4 ? "ipv4" : "ipv6");
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
}

/** RFC 4291 section 2.5.5.2: an IPv4-mapped address is the IPv4 address; a zone (RFC 4007) says nothing about where. */
export function plainAddress(address: string): string {
  const [bare = ""] = address.toLowerCase().split("%");
  const [, dotted, high, low] = /^(?:0*:)*:?ffff:(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/.exec(bare) ?? [];
  if (dotted !== undefined) return dotted;
  if (high === undefined || low === undefined) return bare;
  const number = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");
}
