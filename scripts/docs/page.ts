// A page that code writes: a whole file, or the part of one between two marks.

/** part: the name of the marks in a file that is otherwise written by hand; undefined = the whole file is ours. */
export interface Page { path: string; part?: string; write(): Promise<string> | string }

const notice = (source: string): string => `<!-- Written by \`npm run docs\`${source}; edits here are lost. -->`;
export const begin = (part: string): string => `<!-- begin ${part} (written by npm run docs) -->`;
export const end = (part: string): string => `<!-- end ${part} -->`;

/** The file with this text in it. Throws when a file that should have the marks has not. */
export function inFile({ path, part }: Pick<Page, "path" | "part">, text: string, now: string | undefined): string {
  if (part === undefined) return `${notice("")}\n${text.trim()}\n`;
  const from = now?.indexOf(begin(part)) ?? -1;
  const to = now?.indexOf(end(part)) ?? -1;
  if (now === undefined || from < 0 || to < from) throw new Error(`${path} has no part "${part}": put the lines ${begin(part)} and ${end(part)} where it belongs.`);
  return `${now.slice(0, from)}${begin(part)}\n${text.trim()}\n${now.slice(to)}`;
}

// A checkout on Windows may have given the file other line ends; that is not a change.
export const isStale = (now: string | undefined, text: string): boolean => now?.replaceAll("\r\n", "\n") !== text;

/** A Markdown table; cells may hold anything. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export const code = (text: string): string => `\`${text}\``;

/** A fenced block; the fence is longer than any inside. */
export function block(text: string, language = ""): string {
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length + 1)));
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
