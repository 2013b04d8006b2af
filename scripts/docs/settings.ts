// The table of settings in README.md, from the one list of settings.
import { settingEntries } from "../../src/app/settings.ts";
import { code, table } from "./page.ts";
import type { Page } from "./page.ts";

const rows = Object.entries(settingEntries).map(([name, entry]) => [code(entry.env), code(name), entry.about, entry.default === "" ? "" : code(entry.default)]);

export const pages: readonly Page[] = [{ path: "README.md", part: "settings", write: () => table(["environment", "in aftwatch.yaml", "meaning", "default"], rows) }];
