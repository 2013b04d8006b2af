// Runs one command line: finds the command, loads it alone, parses, and turns whatever happens into an exit code.
import { Command, CommanderError, Option } from "commander";
import { Fault } from "../kernel/fault.ts";
import { createClient } from "./client.ts";
import type { CommandCall, CommandEntry, CommandSpec, ExitCode, OptionSpec, Program } from "./command.ts";
import { entries } from "./commands.ts";
import { readConnection } from "./connection.ts";
import { exitOf, failureText } from "./failure.ts";
import { commandHelp, commonOptions, groupHelp, rootHelp } from "./help.ts";
import { hasColor } from "./io.ts";
import type { Io } from "./io.ts";
import { createOutput, formats } from "./output.ts";
import type { Format } from "./output.ts";
import { createProgress } from "./progress.ts";

/** given: what follows `aftwatch`. Never throws: a failure is told on stderr and answered as a code. */
export async function runCli(io: Io, program: Program, given: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  const words = given[0] === "help" ? [...given.slice(1), "--help"] : given.length === 0 ? ["--help"] : given;
  try {
    const root = await commandTree(io, words, async (spec, places, options) => { code = await spec.run(callOf(io, program, places, options)); });
    if (root.wantsVersion) io.out.write(`${program.version}\n`);
    else await root.command.parseAsync([...words], { from: "user" });
    return code;
  } catch (thrown) {
    return failed(io, words, thrown);
  }
}

function failed(io: Io, words: readonly string[], thrown: unknown): ExitCode {
  if (io.signal.aborted) return 130;
  // Help that was asked for is no failure; commander says so with its own exit code.
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
  const fault = thrown instanceof CommanderError ? new Fault("cli.usage", { detail: thrown.message.replace(/^error: /, "") }) : thrown;
  io.err.write(failureText(fault, words.includes("-v") || words.includes("--verbose")));
  return exitOf(fault);
}

type Run = (spec: CommandSpec, places: readonly string[], options: Record<string, unknown>) => Promise<void>;

async function commandTree(io: Io, words: readonly string[], run: Run): Promise<{ command: Command; wantsVersion: boolean }> {
  const root = quiet(io, new Command("aftwatch"), () => rootHelp(entries));
  const [first, ...rest] = words;
  const entry = entries.find(({ name }) => name === first);
  for (const one of entries) if (one !== entry) root.command(one.name).description(one.about);
  if (entry) await addEntry(io, root, entry, run);
  return { command: root, wantsVersion: (first === "--version" || first === "-V") && rest.length === 0 };
}

async function addEntry(io: Io, root: Command, { name, about, load }: CommandEntry, run: Run): Promise<void> {
  const { commands } = await load();
  const [only] = commands;
  if (commands.length === 1 && only?.path === name) return void addCommand(io, root, only, run);
  const group = quiet(io, root.command(name), () => groupHelp(name, about, commands));
  // A group alone is a question, not a mistake.
  group.action((_options, command: Command) => {
    if (command.args.length > 0) throw new Fault("cli.usage", { detail: `aftwatch ${name} has no "${command.args[0] ?? ""}"; it has ${commands.map(({ path }) => path.slice(name.length + 1)).join(", ")}.` });
    io.out.write(groupHelp(name, about, commands));
  }).allowExcessArguments();
  for (const spec of commands) addCommand(io, group, spec, run);
}

function addCommand(io: Io, parent: Command, spec: CommandSpec, run: Run): void {
  const command = quiet(io, parent.command(spec.path.split(" ").at(-1) ?? spec.path), () => commandHelp(spec));
  for (const { name, about } of spec.arguments ?? []) command.argument(name, about);
  const own = (spec.options ?? []).map(optionOf);
  for (const option of own) command.addOption(option);
  // A command may mean something of its own by a common flag; its help says what.
  for (const option of commonOptions.map(optionOf)) if (!own.some(({ short, long }) => (short !== undefined && short === option.short) || long === option.long)) command.addOption(option);
  command.action(async (..._parsed: unknown[]) => run(spec, command.args, command.opts<Record<string, unknown>>()));
}

function optionOf({ flags, about, required, choices, repeats }: OptionSpec): Option {
  const option = new Option(flags, about);
  if (required) option.makeOptionMandatory();
  if (choices) option.choices([...choices]);
  if (repeats) option.argParser((value, before: readonly string[] | undefined) => [...(before ?? []), value]);
  return option;
}

/** Throws instead of exiting, writes through io, and shows our help. */
const quiet = (io: Io, command: Command, help: () => string): Command => command
  .exitOverride()
  .configureOutput({ writeOut: (text) => io.out.write(text), writeErr: () => {}, outputError: () => {} })
  .configureHelp({ formatHelp: help })
  .enablePositionalOptions()
  .showSuggestionAfterError();

function callOf(io: Io, program: Program, places: readonly string[], options: Record<string, unknown>): CommandCall {
  const text = (name: string): string | undefined => (typeof options[name] === "string" ? options[name] : undefined);
  const texts = (name: string): readonly string[] => { const given = options[name]; return Array.isArray(given) ? given as string[] : typeof given === "string" ? [given] : []; };
  const flag = (name: string): boolean => options[name] === true;
  const say = (message: string): void => { if (!flag("quiet")) io.err.write(`${message}\n`); };
  const connection = once(() => readConnection(io, { url: text("url"), token: text("token") }));
  return {
    io, program, entries, arguments: places, text, texts, flag, say, connection,
    isOff: (name) => options[name] === false,
    count: (name) => countOf(name, text(name)),
    detail: (message) => { if (flag("verbose")) io.err.write(`${message}\n`); },
    output: createOutput(io.out, formatOf(io, text("output"), flag("json")), hasColor(io.env, io.out)),
    progress: createProgress(io.err, io.clock, options["progress"] !== false && !flag("quiet")),
    client: once(async () => {
      const found = await connection();
      if (flag("verbose")) io.err.write(`server ${found.url.value} (${found.url.origin}), token ${found.token ? `from ${found.token.origin}` : "none"}\n`);
      return createClient(io, found);
    }),
  };
}

function formatOf(io: Io, output: string | undefined, json: boolean): Format {
  if (json) return "json";
  return formats.find((format) => format === output) ?? (io.out.isTty ? "table" : "tsv");
}

function countOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Fault("cli.usage", { detail: `--${name} must be a whole number of at least 1, not "${text}".` });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
