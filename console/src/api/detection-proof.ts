// The proof of a detection as it can be drawn. The contract leaves it open, so every part is looked at before it is trusted.

export interface ConditionLeaf { kind: "test"; holds: boolean; field?: string; name?: string; said: string; line?: number; found?: { text: string; at: number; end: number } }
/** leftOut: further parts that are not kept with the detection. */
export type ConditionNode = { kind: "and" | "or"; holds: boolean; name?: string; nodes: readonly ConditionNode[]; leftOut?: number } | { kind: "not"; holds: boolean; name?: string; node: ConditionNode } | ConditionLeaf;
export interface ProcessNode { id: string; pid?: string; image?: string; commandLine?: string; user?: string; at?: number }
export interface RateProof { value: number; direction: string; expected: { low: number; middle: number; high: number }; lastSimilar: { at: number; mean: number; most: number } | undefined }
/** Against what a fact of behaviour is new. chance: of anything new of its kind, before it came. quantile: among the past surprises. */
export interface BaselineProof { profileId: string; release: string | undefined; bits: number; chance: number | undefined; observations: number | undefined; facts: number | undefined; novelties: number | undefined; from: string | undefined; until: string | undefined; quantile: { of: number; below: number } | undefined; difference: readonly string[] }
/** rest: what a proof holds besides, names and values that people can read. place: where the rule stands. */
export interface Proof { condition: ConditionNode | undefined; processes: readonly ProcessNode[]; rate: RateProof | undefined; baseline: BaselineProof | undefined; place: { file: string; line: number } | undefined; rest: readonly (readonly [string, unknown])[] }

type Members = Readonly<Record<string, unknown>>;
const membersOf = (value: unknown): Members | undefined => (typeof value === "object" && value !== null && !Array.isArray(value) ? value as Members : undefined);
const textIn = (members: Members, name: string): string | undefined => { const value = members[name]; return typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined; };
const numberIn = (members: Members, name: string): number | undefined => { const value = members[name]; return typeof value === "number" && Number.isFinite(value) ? value : undefined; };
const some = <Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> => (value === undefined ? {} : { [name]: value } as Record<Name, Value>);

const deepest = 40;

export function readCondition(value: unknown, depth = 0): ConditionNode | undefined {
  const node = membersOf(value);
  if (!node || depth > deepest) return undefined;
  const held = { holds: node["holds"] === true, ...some("name", textIn(node, "name")) };
  if (node["kind"] === "test") return { kind: "test", ...held, ...some("field", textIn(node, "field")), said: textIn(node, "said") ?? "a test", ...some("line", numberIn(node, "line")), ...some("found", readFound(node["found"])) };
  if (node["kind"] === "not") { const inner = readCondition(node["node"], depth + 1); return inner && { kind: "not", ...held, node: inner }; }
  if (node["kind"] !== "and" && node["kind"] !== "or") return undefined;
  const nodes = Array.isArray(node["nodes"]) ? node["nodes"].flatMap((one) => readCondition(one, depth + 1) ?? []) : [];
  return { kind: node["kind"], ...held, nodes, ...some("leftOut", numberIn(node, "leftOut")) };
}

function readFound(value: unknown): { text: string; at: number; end: number } | undefined {
  const found = membersOf(value);
  const text = found && textIn(found, "text");
  if (!found || text === undefined) return undefined;
  const at = Math.min(Math.max(0, numberIn(found, "at") ?? 0), text.length);
  return { text, at, end: Math.min(Math.max(at, numberIn(found, "end") ?? text.length), text.length) };
}

function readProcess(value: unknown): ProcessNode | undefined {
  const node = membersOf(value);
  const id = node && textIn(node, "id");
  return node && id !== undefined ? { id, ...some("pid", textIn(node, "pid")), ...some("image", textIn(node, "image")), ...some("commandLine", textIn(node, "commandLine")), ...some("user", textIn(node, "user")), ...some("at", numberIn(node, "at")) } : undefined;
}

function readRate(proof: Members): RateProof | undefined {
  const expected = membersOf(proof["expected"]);
  const [value, low, middle, high] = [numberIn(proof, "value"), expected && numberIn(expected, "low"), expected && numberIn(expected, "middle"), expected && numberIn(expected, "high")];
  if (value === undefined || low === undefined || middle === undefined || high === undefined) return undefined;
  const last = membersOf(proof["lastSimilarDay"]);
  const [at, mean, most] = [last && numberIn(last, "at"), last && numberIn(last, "mean"), last && numberIn(last, "most")];
  return { value, direction: textIn(proof, "direction") ?? "other", expected: { low, middle, high }, lastSimilar: at === undefined || mean === undefined || most === undefined ? undefined : { at, mean, most } };
}

function readBaseline(proof: Members): BaselineProof | undefined {
  const [profileId, bits] = [textIn(proof, "profileId"), numberIn(proof, "bits")];
  if (profileId === undefined || bits === undefined) return undefined;
  const [quantile, difference] = [membersOf(proof["quantile"]), membersOf(proof["difference"])];
  const [of, below] = [quantile && numberIn(quantile, "of"), quantile && numberIn(quantile, "below")];
  const sentences = difference?.["sentences"];
  return {
    profileId, bits, release: textIn(proof, "release"), chance: numberIn(proof, "chance"), observations: numberIn(proof, "observations"), facts: numberIn(proof, "facts"), novelties: numberIn(proof, "novelties"), from: textIn(proof, "learnedFrom"), until: textIn(proof, "learnedUntil"),
    quantile: of === undefined || below === undefined ? undefined : { of, below }, difference: Array.isArray(sentences) ? sentences.filter((each) => typeof each === "string") : [],
  };
}

function readPlace(value: unknown): { file: string; line: number } | undefined {
  const place = membersOf(value);
  const [file, line] = [place && textIn(place, "file"), place && numberIn(place, "line")];
  return file === undefined || line === undefined ? undefined : { file, line };
}

// Drawn in a way of their own, so they are not listed again.
const drawnOfRate = ["value", "direction", "expected", "lastSimilarDay"];
const drawnOfBaseline = ["profileId", "release", "workload", "fact", "bits", "chance", "observations", "facts", "novelties", "learnedFrom", "learnedUntil", "quantile", "difference"];

export function readProof(value: unknown): Proof {
  const proof = membersOf(value) ?? {};
  const [rate, baseline, place] = [readRate(proof), readBaseline(proof), readPlace(proof["rule"])];
  const processes = Array.isArray(proof["processes"]) ? proof["processes"].flatMap((one) => readProcess(one) ?? []) : [];
  const drawn = new Set(["condition", "processes", ...(place ? ["rule"] : []), ...(rate ? drawnOfRate : []), ...(baseline ? drawnOfBaseline : [])]);
  const rest = Object.entries(proof).filter(([name, held]) => held !== null && held !== undefined && !drawn.has(name));
  return { condition: readCondition(proof["condition"]), processes, rate, baseline, place, rest };
}

/** A leaf that would have to fall for the condition to stop holding. */
export interface Hinge { leaf: ConditionLeaf; wanted: boolean }

/** The fewest leaves that would turn the condition around: of what holds, how little carries it; of what does not, how near it came. */
export const hingesOf = (tree: ConditionNode): Hinge[] => turning(tree, !tree.holds) ?? [];

function turning(node: ConditionNode, wanted: boolean): Hinge[] | undefined {
  if (node.holds === wanted) return [];
  if (node.kind === "test") return [{ leaf: node, wanted }];
  if (node.kind === "not") return turning(node.node, !wanted);
  const ways = node.nodes.filter(({ holds }) => holds !== wanted).map((one) => turning(one, wanted));
  const needsAll = (node.kind === "and") === wanted;
  // What was not kept cannot be said to be enough.
  if (needsAll) return ways.some((way) => way === undefined) ? undefined : ways.flatMap((way) => way ?? []);
  return ways.filter((way) => way !== undefined).toSorted((a, b) => a.length - b.length)[0];
}
