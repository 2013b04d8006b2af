// Grades vers/: parsing, normalising, containment and conversion of version range specifiers.
import { satisfies } from "semver";
import type { Scheme } from "../../src/versions/scheme.ts";
import { versText } from "../../src/versions/vers/vers.ts";
import type { Vers, VersReading } from "../../src/versions/vers/vers.ts";
import { normaliseVers, parseVers } from "../../src/versions/vers/parse-vers.ts";
import { signpostsOf, versFromNative } from "../../src/versions/vers/from-native.ts";
import { versContains } from "../../src/versions/vers/vers-contains.ts";
import { schemeOfVersType } from "../../src/versions/vers/vers-types.ts";
import { csvRecords, graded, jsonLines, kindOf, ungraded } from "./row.ts";
import type { Family, Row } from "./row.ts";

export const vers: Family = {
  id: "vers",
  claims: (path) => path === "vers/containment.csv" || path === "vers/published.jsonl",
  grade: (path, text) => (path.endsWith(".csv") ? csvRecords(text).map(containmentRow) : jsonLines<Published>(text).map(publishedRow)),
};

const none = "an error";

const containmentRow = ({ range = "", version = "", contains = "", source = "" }: Readonly<Record<string, string>>): Row =>
  graded({ kind: kindOf(source, undefined), required: true, question: `${range} holds ${version}`, expected: contains, ours: () => held(range, version) });

function held(range: string, version: string): string {
  const reading = normaliseVers(range);
  return reading.kind === "invalid" ? none : String(versContains(reading.vers, version) ?? none);
}

/** The input is the text for parse and validate. Shapes of a parsed VERS changed names between editions of the tests. */
interface Published {
  test_group: string;
  test_type: "parse" | "validate" | "containment" | "from_native" | (string & {});
  input: string | Input;
  expected_output?: unknown;
  expected_failure?: boolean;
}

function publishedRow(row: Published): Row {
  const kind = `${row.test_type}, ${row.test_group}`;
  const ours = answers[row.test_type];
  const question = `${row.test_type} ${JSON.stringify(row.input)}`;
  if (!ours) return ungraded(kind, `${question}: a test of this type is not known`);
  const expected = row.expected_failure ? none : expectedText(row.expected_output);
  const found = graded({ kind, required: row.test_group === "required", question, expected, ours: () => ours(typeof row.input === "string" ? { text: row.input } : row.input) });
  const contradicted = found.outcome === "wrong" ? contradictionOf(row) : undefined;
  return contradicted === undefined ? found : ungraded(`${kind}, contradicted`, `${found.told}; ${contradicted}`);
}

interface Input { text?: string; vers?: string; version?: string; scheme?: string; type?: string; input_type?: string; input_scheme?: string; native_range?: string; versions?: readonly string[] }

const answers: Readonly<Record<string, (input: Input) => string>> = {
  parse: ({ text = "" }) => answer(parseVers(text), partsText),
  validate: ({ text = "" }) => answer(normaliseVers(text), versText),
  containment: ({ vers: range = "", version = "" }) => held(range, version),
  from_native: ({ scheme = "", type = scheme, native_range: range = "" }) => { const found = signpostsOf(type, range); return found ? versText(found) : none; },
  comparison: (input) => { const { scheme, versions } = comparedOf(input); return JSON.stringify(versions.toSorted((a, b) => scheme.compare(a.at, b.at)).map(({ text }) => text)); },
  equality: (input) => { const { scheme, versions: [first, ...others] } = comparedOf(input); return String(others.every(({ at }) => scheme.compare(first?.at, at) === 0)); },
};

function comparedOf({ input_scheme: older = "", input_type: type = older, versions = [] }: Input): { scheme: Scheme; versions: readonly { text: string; at: unknown }[] } {
  const scheme = schemeOfVersType(type);
  if (!scheme) throw new TypeError(`no scheme orders vers:${type}`);
  return { scheme, versions: versions.map((text) => ({ text, at: scheme.parse(text) })) };
}

const answer = (reading: VersReading, show: (read: Vers) => string): string => (reading.kind === "vers" ? show(reading.vers) : none);

const partsText = ({ type, constraints }: Vers): string => JSON.stringify([type, constraints.map(({ comparator, version }) => [comparator, version])]);

const expectedText = (expected: unknown): string =>
  (Array.isArray(expected) ? JSON.stringify(expected) : typeof expected === "object" ? shapeText(expected) : String(expected));

/** Equality is "=" in one edition of the tests and "" in the next. */
function shapeText(shape: unknown): string {
  const { type, scheme, constraints, version_constraints: older } = (shape ?? {}) as { type?: string; scheme?: string; constraints?: [string, string][]; version_constraints?: [string, string][] };
  return JSON.stringify([type ?? scheme, (constraints ?? older ?? []).map(([comparator, version]) => [comparator || "=", version])]);
}

/**
 * A published conversion that no tool could give is nobody's error but the publisher's: its text is no VERS by the
 * specification, or npm's own reading, node-semver, contradicts it where it bears our range out. node-semver is asked about
 * every release that a bound of either text names, and the patch before and after it. Everything else counts.
 */
function contradictionOf({ test_type: test, input, expected_output: expected }: Published): string | undefined {
  if (test !== "from_native" || typeof input === "string" || typeof expected !== "string") return undefined;
  const { scheme: older = "", type: scheme = older, native_range: range = "" } = input;
  const reading = normaliseVers(expected);
  if (reading.kind === "invalid") return `the text expected is no VERS: ${reading.reason}`;
  const ours = scheme === "npm" ? versFromNative(scheme, range)?.vers : undefined;
  const probes = probesOf(`${range} ${expected}`);
  if (!ours || probes.some((version) => versContains(ours, version) !== satisfies(version, range))) return undefined;
  const probe = probes.find((version) => versContains(reading.vers, version) !== satisfies(version, range));
  if (probe !== undefined) return `node-semver says ${satisfies(probe, range)} of ${probe}, the range expected says ${versContains(reading.vers, probe)}`;
  const strict = parseVers(expected);
  return strict.kind === "invalid" ? `the text expected is no canonical VERS: ${strict.reason}` : undefined;
}

function probesOf(text: string): string[] {
  return [...text.matchAll(/(\d+)(?:\.(\d+))?(?:\.(\d+))?/g)].flatMap(([, major = "0", minor = "0", patch = "0"]) =>
    [Number(patch) - 1, Number(patch), Number(patch) + 1].filter((one) => one >= 0).map((one) => `${major}.${minor}.${one}`));
}
