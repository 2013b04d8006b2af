// Where a workload connects to, and what it listens on.
import type { FieldValue, RuntimeEvent } from "../event.ts";
import { isWithin, parseAddress, parseNetwork } from "../sigma/network.ts";
import type { Address } from "../sigma/network.ts";
import { boundedValue, remembered } from "./fact.ts";
import type { Fact } from "./fact.ts";
import { shapeOfPart } from "./shapes.ts";

const networks = (...texts: readonly string[]) => texts.flatMap((text) => parseNetwork(text) ?? []);
const loopback = networks("127.0.0.0/8", "::1/128");
// Where clouds answer with credentials (their documentation names these two): a neighbour in the same /24 is something else.
const metadata = new Set(["169.254.169.254", "fd00:ec2::254"]);

const within = (address: Address, many: ReturnType<typeof networks>): boolean => many.some((network) => isWithin(address, network));

/** "10.1.2.0/24", "2001:db8:1::/48": the network of an address, internal or public; "loopback"; undefined when it is no address. */
export const networkOf = remembered((text: string): string => {
  const address = parseAddress(text);
  if (address === undefined) return "";
  if (within(address, loopback)) return "loopback";
  if (metadata.has(text.toLowerCase())) return `${text.toLowerCase()} (cloud metadata)`;
  return address.version === 4 ? network4(address.value) : network6(address.value);
});

const network4 = (value: bigint): string => `${[24n, 16n, 8n].map((shift) => String((value >> shift) & 255n)).join(".")}.0/24`;
const network6 = (value: bigint): string => `${[112n, 96n, 80n].map((shift) => ((value >> shift) & 0xffffn).toString(16)).join(":")}::/48`;

/** Names of machines that come and go keep their domain: "ip-10-0-3-7.eu.internal" is "{id}.eu.internal". */
const hostShape = remembered((name: string): string => name.toLowerCase().replace(/\.$/, "").split(".").map((label, place, all) => (place >= all.length - 2 ? label : shapeOfPart(label))).join("."));

/** Outgoing connections: the name where there is one, else the network; and the port. */
export function destinationOf({ fields }: RuntimeEvent): Fact | undefined {
  if (fields["Initiated"] === "false" || fields["Initiated"] === false) return undefined;
  const name = textOf(fields["DestinationHostname"]);
  const address = textOf(fields["DestinationIp"]);
  const place = name !== undefined && networkOf(name) === "" ? hostShape(name) : networkOf(address ?? name ?? "");
  const port = portOf(fields["DestinationPort"]);
  if (place === "" || port === undefined) return undefined;
  return { kind: "destination", value: boundedValue(`${place}:${port}`) };
}

// ip_local_port_range of Linux begins here: from there on the kernel gives ports to whoever connects out.
const ephemeralFrom = 32_768;

/** "443/tcp". A socket bound to a high port is an outgoing one; one that listens there is "32768-65535/tcp". */
export function listenOf(event: RuntimeEvent): Fact | undefined {
  const port = portOf(event.fields["SourcePort"]);
  if (port === undefined || port === 0) return undefined;
  const protocol = (textOf(event.fields["Protocol"]) ?? "tcp").toLowerCase();
  const isUdp = protocol.startsWith("udp");
  if (port < ephemeralFrom) return { kind: "listen", value: `${port}/${isUdp ? "udp" : boundedValue(protocol)}` };
  return isUdp || isBind(event) ? undefined : { kind: "listen", value: `${ephemeralFrom}-65535/tcp` };
}

const isBind = ({ fields }: RuntimeEvent): boolean => [fields["function"], fields["SYSCALL"], fields["syscall"], fields["evt.type"]].some((call) => typeof call === "string" && call.endsWith("bind"));

const textOf = (value: FieldValue | undefined): string | undefined => (typeof value === "string" && value !== "" && value !== "-" ? value : undefined);

function portOf(value: FieldValue | undefined): number | undefined {
  const port = typeof value === "number" ? value : typeof value === "string" && /^\d{1,5}$/.test(value) ? Number(value) : undefined;
  return port !== undefined && port <= 65_535 ? port : undefined;
}
