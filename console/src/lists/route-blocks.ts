// Where the routes of a text in block style stand, line by line, so that an edit touches only its own lines and comments stay.

/** Lines start to end (exclusive). column: where its keys start; dash: the line with the "-", undefined for the root. */
export interface Block { start: number; end: number; column: number; dash: number | undefined }
export interface Entry { key: string; start: number; end: number }

const indentOf = (line: string): number => line.length - line.trimStart().length;
const isContent = (line: string): boolean => !/^\s*(#.*)?$/.test(line);
const isDash = (line: string): boolean => /^\s*-(\s|$)/.test(line);

/** The block of the route at this path of places among siblings; undefined when the text is not written in a form that can be followed. */
export function blockOf(lines: readonly string[], path: readonly number[]): Block | undefined {
  let block = rootOf(lines);
  for (const index of path) block = block && childrenOf(lines, block)?.[index];
  return block;
}

function rootOf(lines: readonly string[]): Block | undefined {
  const head = lines.findIndex((line) => /^route\s*:\s*(#.*)?$/.test(line));
  if (head < 0) return undefined;
  const next = lines.findIndex((line, index) => index > head && isContent(line) && indentOf(line) === 0);
  const end = next < 0 ? lines.length : next;
  const first = lines.findIndex((line, index) => index > head && index < end && isContent(line));
  return first < 0 ? undefined : { start: head + 1, end, column: indentOf(lines[first] ?? ""), dash: undefined };
}

/** The routes below one, in order; undefined when it has none that can be followed. */
export function childrenOf(lines: readonly string[], block: Block): Block[] | undefined {
  const entry = entriesOf(lines, block).find(({ key }) => key === "routes");
  if (!entry || !/routes["']?\s*:\s*(#.*)?$/.test(lines[entry.start] ?? "")) return undefined;
  const first = lines.findIndex((line, index) => index > entry.start && index < entry.end && isContent(line));
  if (first < 0 || !isDash(lines[first] ?? "")) return undefined;
  const indent = indentOf(lines[first] ?? "");
  const dashes = lines.flatMap((line, index) => (index >= first && index < entry.end && isDash(line) && indentOf(line) === indent ? [index] : []));
  const starts = dashes.map((dash, place) => withCommentsAbove(lines, dash, place === 0 ? entry.start + 1 : (dashes[place - 1] ?? 0) + 1, indent));
  return dashes.map((dash, place) => ({ start: starts[place] ?? dash, end: starts[place + 1] ?? lastContent(lines, dash, entry.end) + 1, column: columnOf(lines, dash), dash }));
}

// A comment that stands right above a route, as far in as its dash, is about that route.
function withCommentsAbove(lines: readonly string[], dash: number, least: number, indent: number): number {
  let start = dash;
  while (start > least && /^\s*#/.test(lines[start - 1] ?? "") && indentOf(lines[start - 1] ?? "") <= indent) start -= 1;
  return start;
}

function columnOf(lines: readonly string[], dash: number): number {
  const line = lines[dash] ?? "";
  const rest = line.replace(/^(\s*)-/, "$1 ");
  if (isContent(rest)) return indentOf(rest);
  return indentOf(lines.find((each, index) => index > dash && isContent(each)) ?? "");
}

export function lastContent(lines: readonly string[], from: number, end: number): number {
  for (let index = end - 1; index > from; index -= 1) if (isContent(lines[index] ?? "")) return index;
  return from;
}

/** The keys of a block, each with its lines. */
export function entriesOf(lines: readonly string[], { start, end, column, dash }: Block): Entry[] {
  const heads: { key: string; start: number }[] = [];
  for (let index = dash ?? start; index < end; index += 1) {
    const line = index === dash ? (lines[index] ?? "").replace(/^(\s*)-/, "$1 ") : lines[index] ?? "";
    const key = indentOf(line) === column ? /^\s*["']?([A-Za-z]+)["']?\s*:(\s|$)/.exec(line)?.[1] : undefined;
    if (key !== undefined) heads.push({ key, start: index });
  }
  return heads.map((head, place) => ({ ...head, end: lastContent(lines, head.start, heads[place + 1]?.start ?? end) + 1 }));
}
