// The address in a SOCKADDR record: struct sockaddr as the kernel holds it, in hexadecimal digits, or in words as ausearch -i writes it.
import type { FieldValue } from "../event.ts";
import { addressOf } from "../lines-text.ts";
import type { AuditRecord } from "./record.ts";

interface Peer { address: string; port: string }

/** connect and send: Destination*; accept: Source*; bind: SourcePort of what listens. Nothing for addresses that are no IP (AF_UNIX, AF_NETLINK). */
export function peerFields(records: readonly AuditRecord[], called: string): Record<string, FieldValue> {
  const values = records.find(({ type }) => type === "SOCKADDR")?.values;
  const peer = values === undefined ? undefined : peerIn(values);
  if (peer === undefined) return {};
  const { address, port } = peer;
  if (called.startsWith("accept")) return { SourceIp: address, SourcePort: port, Initiated: "false" };
  if (called === "bind") return { SourceIp: address, SourcePort: port };
  return { DestinationIp: address, DestinationPort: port, Initiated: "true" };
}

function peerIn(values: ReadonlyMap<string, string>): Peer | undefined {
  const [laddr, lport] = [values.get("laddr"), values.get("lport")];
  if (laddr !== undefined) return { address: addressOf(laddr) ?? laddr, port: (lport ?? "").replace(/\D/g, "") };
  const hex = values.get("saddr") ?? "";
  return /^[0-9A-F]{16,}$/i.test(hex) ? peerOf(Buffer.from(hex, "hex")) : undefined;
}

// linux/in.h, linux/in6.h: the family in the host's order (all architectures in use are little-endian), the port in the network's.
function peerOf(bytes: Buffer): Peer | undefined {
  const family = bytes.readUInt16LE(0);
  const port = String(bytes.readUInt16BE(2));
  if (family === 2) return { address: [...bytes.subarray(4, 8)].join("."), port };
  if (family !== 10 || bytes.length < 24) return undefined;
  const groups = Array.from({ length: 8 }, (_none, place) => bytes.readUInt16BE(8 + place * 2).toString(16));
  const text = groups.join(":");
  const mapped = text.startsWith('0:0:0:0:0:ffff:') ? [...bytes.subarray(20, 24)].join(".") : undefined;
  return { address: mapped ?? shortened(text), port };
}

// RFC 5952 section 4.2: the longest run of zero groups, at least two, becomes "::".
function shortened(text: string): string {
  const longest = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].reduce<string>((most, [run]) => (run.length > most.length ? run : most), "");
  return longest === "" ? text : text.replace(longest, longest.startsWith(":") ? ":" : "").replace(/^(?=:)/, ":").replace(/^:::*/, "::").replace(/:$/, "::").replace(":::", "::");
}
