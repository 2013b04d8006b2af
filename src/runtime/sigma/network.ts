// Networks and addresses, IPv4 and IPv6, as numbers.

/** value: the address as a number of 32 or 128 bits. */
export interface Address { version: 4 | 6; value: bigint }
export interface Network extends Address { bits: number; /** Bits set beyond the network's. */ hasHostBits: boolean }

const sizeOf = (version: 4 | 6): number => (version === 4 ? 32 : 128);

/** Undefined when the text is no address. An IPv4 address within IPv6 (::ffff:1.2.3.4) is that IPv4 address; a zone (%eth0) is left out. */
export function parseAddress(text: string): Address | undefined {
  if (!text.includes(":")) return parse4(text);
  const six = parse6(text.split("%")[0] ?? "");
  if (six === undefined) return undefined;
  return six >> 32n === 0xffffn ? { version: 4, value: six & 0xffffffffn } : { version: 6, value: six };
}

function parse4(text: string): Address | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  const parts = found?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return undefined;
  return { version: 4, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

// RFC 4291, 2.2: eight groups of four digits, one run of zero groups as "::", the last two perhaps as IPv4.
function parse6(text: string): bigint | undefined {
  const four = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const low = four ? parse4(four[2] ?? "") : undefined;
  if (four && !low) return undefined;
  const whole = four && low ? `${four[1] ?? ""}${(low.value >> 16n).toString(16)}:${(low.value & 0xffffn).toString(16)}` : text;
  const [head = "", tail, more] = whole.split("::");
  if (more !== undefined) return undefined;
  const [before, after] = [groupsOf(head), groupsOf(tail ?? "")];
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  if (!groups.every((group) => /^[\da-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(parseInt(group, 16)), 0n);
}

const groupsOf = (text: string): string[] => (text === "" ? [] : text.split(":"));

/** "10.0.0.0/8", "fe80::/10"; an address without bits is a network of one. */
export function parseNetwork(text: string): Network | undefined {
  const [at = "", length, more] = text.trim().split("/");
  const address = parseAddress(at);
  if (!address || more !== undefined || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  // A network written as ::ffff:0:0/96 and below counts its bits from IPv6's start.
  const mapped = address.version === 4 && at.includes(":") ? 96 : 0;
  const bits = length === undefined ? sizeOf(address.version) : Number(length) - mapped;
  if (bits < 0 || bits > sizeOf(address.version)) return undefined;
  const rest = BigInt(sizeOf(address.version) - bits);
  return { ...address, bits, hasHostBits: (address.value >> rest) << rest !== address.value };
}

export function isWithin({ version, value }: Address, network: Network): boolean {
  if (version !== network.version) return false;
  const rest = BigInt(sizeOf(version) - network.bits);
  return value >> rest === network.value >> rest;
}
