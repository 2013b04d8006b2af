// Reads VERS text: strictly, as the specification has it, or taking what people write and putting it in order.
import { decodeVersion, encodeVersion, invalid, versLengthLimit } from "./vers.ts";
import type { Vers, VersComparator, VersConstraint, VersReading } from "./vers.ts";
import { schemeOfVersType } from "./vers-types.ts";
import { sequenceProblem, sortedConstraints } from "./vers-order.ts";

/**
 * Canonical VERS only: VERS clause 5 and "How to parse and validate". Nothing is mended.
 *
 * @example parseVers("vers:npm/>=1.0.0|<2.0.0")
 */
export function parseVers(text: string): VersReading {
  if (/[\x00-\x20\x7f]/.test(text)) return invalid("white space is not permitted, but as %20 in a version");
  const reading = readConstraints(text);
  if (reading.kind === "invalid") return reading;
  const reason = canonicalProblem(text, reading.vers) ?? sequenceProblem(reading.vers);
  return reason === undefined ? reading : invalid(reason);
}

/**
 * The same range in canonical order and encoding. Constraints that say the same twice or stand in the way of each other
 * are kept as they are (`simplifyVers` of vers-order.ts drops them): this mends what is written, not what is meant.
 *
 * @example normaliseVers("vers:pypi/>=2.0|1.0") // vers:pypi/1.0|>=2.0
 */
export function normaliseVers(text: string): VersReading {
  const [head = "", ...rest] = text.trim().split("/");
  const constraints = rest.join("/").trim().replaceAll(/\s*\|\s*/g, "|").replaceAll(/([<>=!])\s+/g, "$1").replaceAll(" ", "%20");
  const reading = readConstraints(`${head.toLowerCase()}/${constraints}`);
  if (reading.kind === "invalid") return reading;
  const sorted = sortedConstraints(reading.vers);
  return sorted ? { kind: "vers", vers: { ...reading.vers, constraints: sorted } } : reading;
}

const form = /^vers:([a-z][a-z0-9.-]*)\/(.*)$/s;

function readConstraints(text: string): VersReading {
  if (text.length > versLengthLimit) return invalid(`is longer than ${versLengthLimit} characters`);
  const [, type, specifier] = form.exec(text) ?? [];
  if (type === undefined || specifier === undefined) return invalid("is not of the form vers:<type>/<constraints>, in lower case");
  if (type === "invalid") return invalid("the type \"invalid\" is reserved for what is invalid");
  if (specifier === "") return invalid("names no constraint");
  if (specifier === "*") return { kind: "vers", vers: { type, constraints: [{ comparator: "*", version: "" }] } };
  if (type === "all" || type === "none") return invalid(`the type "${type}" takes "*" and nothing else`);
  return readParts(type, specifier.split("|"));
}

function readParts(type: string, parts: readonly string[]): VersReading {
  if (parts.includes("")) return invalid("a pipe stands at an end or beside another pipe");
  const constraints = parts.map(readConstraint);
  const problem = constraints.find((one) => typeof one === "string");
  if (problem !== undefined) return invalid(problem);
  return { kind: "vers", vers: { type, constraints: constraints.filter((one) => typeof one !== "string") } };
}

const comparators: readonly VersComparator[] = [">=", "<=", "!=", "<", ">"];

function readConstraint(text: string): VersConstraint | string {
  if (text.startsWith("=")) return "equality is the bare version, without \"=\"";
  const comparator = comparators.find((one) => text.startsWith(one));
  const encoded = text.slice(comparator?.length ?? 0);
  if (encoded === "") return `"${text}" has no version`;
  if (/[><=!*]/.test(encoded)) return `"${text}" holds a comparator's character that must be percent-encoded in a version`;
  const version = decodeVersion(encoded);
  return version === undefined ? `"${text}" has an invalid percent-encoding` : { comparator: comparator ?? "=", version };
}

/** Encoded as the canonical text encodes, and times written as RFC 3339 has them. */
function canonicalProblem(text: string, { type, constraints }: Vers): string | undefined {
  const written = text.slice(text.indexOf("/") + 1).split("|").map((part) => part.replace(/^[><!]=?/, ""));
  const differing = constraints.find(({ comparator, version }, place) => comparator !== "*" && encodeVersion(version) !== written[place]);
  if (differing) return `the percent-encoding of "${differing.version}" is not canonical`;
  if (type !== "datetime") return undefined;
  const time = constraints.find(({ comparator, version }) => comparator !== "*" && (/[tz]/.test(version) || schemeOfVersType(type)?.parse(version) === undefined));
  return time && `"${time.version}" is no time of RFC 3339 with T and Z in upper case`;
}
