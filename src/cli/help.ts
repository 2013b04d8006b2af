// Help: examples first, at most 24 lines, the exit codes at the end.
import { commandGroups, exitCodes } from "./command.ts";
import type { CommandEntry, CommandSpec, ExitCode, OptionSpec } from "./command.ts";

/** Options that every command takes. */
export const commonOptions: readonly OptionSpec[] = [
  { flags: "-o, --output <format>", about: "table, wide (every column), json, jsonl, csv or md (a pipe gets tab-separated text)", choices: ["table", "wide", "json", "jsonl", "csv", "md", "tsv"] },
  { flags: "--json", about: "same as -o json" },
  { flags: "--url <url>", about: "the server; AFTWATCH_URL" },
  { flags: "--token <token>", about: "API token; better in AFTWATCH_TOKEN" },
  { flags: "-q, --quiet", about: "no messages on stderr but errors" },
  { flags: "-v, --verbose", about: "say what is done" },
  { flags: "--no-progress", about: "no progress on stderr" },
];

const exitWords = Object.entries(exitCodes).map(([code, word]) => `${code} ${word}`);
const exitLine = `Exit codes: ${exitWords.join(", ")}`;

/** Every command in one screen of 24 lines and 80 columns, by what it is wanted for. */
export function rootHelp(entries: readonly CommandEntry[]): string {
  const groups = Object.entries(commandGroups).flatMap(([id, title]) => {
    const grid = id === "runtime" ? threeAcross : id === "scan" ? threeShort : twoAcross;
    return gridOf(title, entries.filter(({ group }) => group === id).map(({ name, brief }) => `${name.padEnd(grid.nameWidth)} ${brief}`), grid);
  });
  return lines([
    "Aftwatch: keep watch after you ship. aftwatch COMMAND --help shows examples.", ...groups,
    `Exit codes: ${exitWords.slice(0, 4).join(", ")},`, `            ${exitWords.slice(4).join(", ")}`,
  ]);
}

// "Respond " in the margin; beside it two commands of at most 36 columns each, or three of 24, make 80.
const marginWidth = 8;
interface Grid { across: number; nameWidth: number; columnWidth: number }
const twoAcross: Grid = { across: 2, nameWidth: 10, columnWidth: 36 };
const threeAcross: Grid = { across: 3, nameWidth: 13, columnWidth: 24 };
const threeShort: Grid = { across: 3, nameWidth: 8, columnWidth: 24 };

/** Read across; the title stands before the first. */
function gridOf(title: string, texts: readonly string[], { across, columnWidth }: Grid): string[] {
  const rowCount = Math.ceil(texts.length / across);
  return Array.from({ length: rowCount }, (_, row) => `${(row === 0 ? title : "").padEnd(marginWidth)}${texts.slice(row * across, (row + 1) * across).map((text) => text.padEnd(columnWidth)).join("")}`.trimEnd());
}

const screenLines = 24;
// Title, two headings, three empty lines and the exit codes.
const frameLines = 7;

export function groupHelp(name: string, about: string, specs: readonly CommandSpec[]): string {
  return lines([
    `aftwatch ${name}: ${about}`, "", "Examples:", ...specs.flatMap(({ examples }) => examples.slice(0, 1)).slice(0, Math.max(1, screenLines - frameLines - specs.length)).map(indent), "",
    "Commands:", ...rows(specs.map((spec) => [spec.path, spec.about])), "", exitLine,
  ]);
}

export function commandHelp(spec: CommandSpec): string {
  const { path, about, examples, arguments: places = [], options = [] } = spec;
  return lines([
    `aftwatch ${path}: ${about}`, "", "Examples:", ...examples.map(indent), "",
    `Usage: aftwatch ${[path, ...places.map(({ name }) => name), "[options]"].join(" ")}`,
    ...rows([...places.map(({ name, about: says }): [string, string] => [name, says]), ...optionRows(options)]), "",
    "Every command: -o FORMAT, --json, --url, --token, -q, -v, --no-progress",
    exitsText(spec.exits),
  ]);
}

const optionRows = (options: readonly OptionSpec[]): [string, string][] => options.flatMap((option, at): [string, string][] => {
  if (option.beside) return [];
  const next = options.findIndex(({ beside }, place) => place > at && !beside);
  const [flags, about] = optionRow(option);
  return [[[flags, ...options.slice(at + 1, next < 0 ? undefined : next).map((one) => one.flags)].join(", "), about]];
});

const optionRow = ({ flags, about, required, choices }: OptionSpec): [string, string] =>
  [flags, `${about}${choices ? `: ${choices.join(", ")}` : ""}${required ? " (needed)" : ""}`];

function exitsText(special: Partial<Record<ExitCode, string>> = {}): string {
  return `Exit codes: ${Object.entries(exitCodes).map(([code, word]) => `${code} ${special[Number(code) as ExitCode] ?? word}`).join(", ")}`;
}

function rows(pairs: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...pairs.map(([left]) => left.length));
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

const indent = (line: string): string => `  ${line}`;
const lines = (all: readonly string[]): string => `${all.join("\n")}\n`;
