// aftwatch completion: a script for the shell, made from the commands' own data.
import { defineCommand } from "../command.ts";
import type { CommandEntry, CommandSpec } from "../command.ts";
import { commonOptions } from "../help.ts";
import { Fault } from "../../kernel/fault.ts";

const shells = { bash: bashScript, zsh: zshScript, fish: fishScript };

const completion = defineCommand({
  path: "completion",
  about: "print a completion script for a shell",
  examples: ["source <(aftwatch completion bash)", "aftwatch completion zsh > ~/.zfunc/_aftwatch", "aftwatch completion fish > ~/.config/fish/completions/aftwatch.fish"],
  arguments: [{ name: "<shell>", about: "bash, zsh or fish" }],
  async run(call) {
    const [shell = ""] = call.arguments;
    const script = Object.entries(shells).find(([name]) => name === shell)?.[1];
    if (!script) throw new Fault("cli.usage", { detail: `"${shell}" is not one of ${Object.keys(shells).join(", ")}.` });
    call.io.out.write(script(await allWords(call.entries)));
    return 0;
  },
});

/** path: "" for the first words, "sbom" for what follows it, "sbom push" for its options. */
interface Words { path: string; words: readonly { word: string; about: string }[] }

async function allWords(entries: readonly CommandEntry[]): Promise<Words[]> {
  const groups = await Promise.all(entries.map(async ({ name, load }) => wordsOf(name, (await load()).commands)));
  return [{ path: "", words: entries.map(({ name, about }) => ({ word: name, about })) }, ...groups.flat()];
}

function wordsOf(name: string, specs: readonly CommandSpec[]): Words[] {
  const subcommands = specs.filter(({ path }) => path !== name).map(({ path, about }) => ({ word: path.slice(name.length + 1), about }));
  const leaves = specs.map((spec) => ({ path: spec.path, words: [...(spec.options ?? []), ...commonOptions].map(({ flags, about }) => ({ word: /--[\w-]+/.exec(flags)?.[0] ?? flags, about })) }));
  return subcommands.length > 0 ? [{ path: name, words: subcommands }, ...leaves] : leaves;
}

function bashScript(all: readonly Words[]): string {
  const cases = all.filter(({ path }) => path !== "").map(({ path, words }) => `    ${quoted(path)}) words="${words.map(({ word }) => word).join(" ")}" ;;`);
  return [
    "_aftwatch() {", '  local path="${COMP_WORDS[1]}" words=""',
    `  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W "${all[0]?.words.map(({ word }) => word).join(" ")}" -- "\${COMP_WORDS[1]}")); return; fi`,
    '  if [ "$COMP_CWORD" -ge 3 ] && [[ "${COMP_WORDS[2]}" != -* ]]; then', '    case "$path ${COMP_WORDS[2]}" in', `      ${all.filter(({ path }) => path.includes(" ")).map(({ path }) => quoted(path)).join("|")}) path="$path \${COMP_WORDS[2]}" ;;`, "    esac", "  fi",
    '  case "$path" in', ...cases, "  esac",
    '  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))',
    '  [[ ${#COMPREPLY[@]} -gt 0 || "${COMP_WORDS[COMP_CWORD]}" == -* ]] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))',
    "}", "complete -F _aftwatch aftwatch", "",
  ].join("\n");
}

function zshScript(all: readonly Words[]): string {
  const cases = all.map(({ path, words }) => `    ${quoted(path)}) described=(${words.map(({ word, about }) => quoted(`${word}:${about}`)).join(" ")}) ;;`);
  return [
    "#compdef aftwatch", "_aftwatch() {", "  local -a described", '  local path=""',
    '  (( CURRENT > 2 )) && path="$words[2]"', `  if (( CURRENT > 3 )) && [[ "$words[3]" != -* ]]; then`, `    case "$path $words[3]" in`, `      ${all.filter(({ path }) => path.includes(" ")).map(({ path }) => quoted(path)).join("|")}) path="$path $words[3]" ;;`, "    esac", "  fi",
    '  case "$path" in', ...cases, "  esac", "  _describe 'aftwatch' described || _files", "}", 'if [ "$funcstack[1]" = "_aftwatch" ]; then _aftwatch "$@"; else compdef _aftwatch aftwatch; fi', "",
  ].join("\n");
}

function fishScript(all: readonly Words[]): string {
  const lines = all.flatMap(({ path, words }) => words.map(({ word, about }) => {
    const seen = path === "" ? "__fish_use_subcommand" : path.split(" ").map((part) => `__fish_seen_subcommand_from ${part}`).join("; and ");
    const what = word.startsWith("--") ? `-l ${word.slice(2)}` : `-f -a ${word}`;
    return `complete -c aftwatch -n ${quoted(seen)} ${what} -d ${quoted(about)}`;
  }));
  return `${lines.join("\n")}\n`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export const commands = [completion];
