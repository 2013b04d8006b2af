// docs/reference/cli.md: the help of every command, as the terminal shows it.
import { commonOptions, commandHelp, groupHelp, rootHelp } from "../../src/cli/help.ts";
import { entries } from "../../src/cli/commands.ts";
import { block, code, table } from "./page.ts";
import type { Page } from "./page.ts";

async function write(): Promise<string> {
  const parts = await Promise.all(entries.map(async ({ name, about, load }) => {
    const { commands } = await load();
    const isGroup = commands.length > 1 || commands[0]?.path !== name;
    const helps = [...(isGroup ? [groupHelp(name, about, commands)] : []), ...commands.map(commandHelp)];
    return `## aftwatch ${name}\n\n${helps.map((help) => block(help, "text")).join("\n\n")}`;
  }));
  return `
# Command line

${block(rootHelp(entries), "text")}

Options that fit every command:

${table(["option", "meaning"], commonOptions.map(({ flags, about }) => [code(flags), about]))}

${parts.join("\n\n")}
`;
}

export const pages: readonly Page[] = [{ path: "docs/reference/cli.md", write }];
