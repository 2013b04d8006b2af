// What proves a detection, drawn: the condition with the truth of its leaves, and the lineage of the process.
import { aroundText, mark } from "./rules-tree.ts";

/** As the server keeps it with a detection: false leaves without what the event had, long lists cut with a count. */
interface Shown { kind?: string; holds?: boolean; name?: string | null; node?: Shown; nodes?: readonly Shown[]; leftOut?: number; field?: string | null; said?: string; line?: number; found?: { text: string; at: number; end: number } }

/** Lines of the condition; none when the proof holds none (a sensor's verdict, a rate). */
export function conditionLines(proof: unknown): string[] {
  const { condition } = proof as { condition?: Shown };
  return condition === undefined ? [] : drawn(condition, "");
}

function drawn(node: Shown, indent: string): string[] {
  if (node.kind === "test") return [`${indent}${mark(node.holds === true)} ${leafText(node)}`];
  const below = node.kind === "not" ? [node.node ?? {}] : node.nodes ?? [];
  const head = node.kind === "not" ? "not" : `${node.name ?? ""}${below.length < 2 ? "" : ` (${node.kind === "and" ? "all of these" : "any of these"})`}`.trim();
  return [`${indent}${mark(node.holds === true)} ${head}`, ...below.flatMap((one) => drawn(one, `${indent}  `)), ...(node.leftOut === undefined ? [] : [`${indent}    and ${node.leftOut} more, not kept`])];
}

const leafText = ({ field, name, said, line, found }: Shown): string =>
  `${field ?? "any text of the event"}${typeof name === "string" && name !== field ? ` (read from ${name})` : ""} ${said ?? ""} [line ${line ?? "?"}]${found === undefined ? "" : `: ${aroundText(found.text, found.at, found.end)}`}`;

interface ShownProcess { pid?: string | null; image?: string | null; commandLine?: string | null; user?: string | null }

/** Lines of the lineage, the oldest ancestor first and the process of the event last. */
export function processLines(proof: unknown): string[] {
  const { processes = [] } = proof as { processes?: readonly ShownProcess[] };
  return processes.toReversed().map((one, depth) => `${depth === 0 ? "" : `${"   ".repeat(depth - 1)}└─ `}${processText(one)}`);
}

const processText = ({ pid, image, commandLine, user }: ShownProcess): string =>
  [commandLine ?? image ?? "?", ...(commandLine && image && !commandLine.startsWith(image) ? [`(${image})`] : []), ...(pid ? [`pid ${pid}`] : []), ...(user ? [`as ${user}`] : [])].join(" ");
