// Which addresses a message may be sent to when a stranger has chosen the host: public unicast only.
import { BlockList, isIP } from "node:net";

// IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast (RFC 5771), class E (RFC 1112 section 4).
const specialV4: readonly [network: string, prefix: number][] = [
  ["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12],
  ["192.0.0.0", 24], ["192.0.2.0", 24], ["192.31.196.0", 24], ["192.52.193.0", 24], ["192.88.99.0", 24], ["192.168.0.0", 16],
  ["192.175.48.0", 24], ["198.18.0.0", 15], ["198.51.100.0", 24], ["203.0.113.0", 24], ["224.0.0.0", 4], ["240.0.0.0", 4],
  // Looks public, but is the Azure host's own service (DNS, instance agent) on every virtual machine.
  ["168.63.129.16", 32],
];

// Outside 2000::/3 nothing is public (RFC 4291 section 2.4), which also covers ::1, fc00::/7, fe80::/10 and every
// form that wraps an IPv4 address; inside it: IETF assignments with Teredo, documentation, 6to4 (wraps IPv4 too).
const specialV6: readonly [network: string, prefix: number][] = [["2001::", 23], ["2001:db8::", 32], ["2002::", 16], ["3fff::", 20]];

const blocked = new BlockList();
for (const [network, prefix] of specialV4) blocked.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of specialV6) blocked.addSubnet(network, prefix, "ipv6");

const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");

/** True for an IPv4 or IPv6 address on the public internet; false for every special one and for what is no address. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !blocked.check(address, "ipv4");
  if (isIP(address) !== 6 || address.includes("%")) return false;
  return globalUnicast.check(address, "ipv6") && !blocked.check(address, "ipv6");
}
