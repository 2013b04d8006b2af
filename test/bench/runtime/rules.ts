// The rules that are measured: SigmaHQ's from the shared data folder, else our own.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openZipFile, zipEntries } from "../../../src/kernel/zip.ts";
import { readRules } from "../../../src/runtime/sigma/read-rules.ts";
import type { SigmaRule } from "../../../src/runtime/sigma/rule.ts";

export const sigmaRules = fileURLToPath(new URL("../../../../shared/data/runtime/sigma/sigma-rules.zip", import.meta.url));
const ownRules = fileURLToPath(new URL("../../../content/rules", import.meta.url));

export const isSigmaHqThere = existsSync(sigmaRules);
export const rulesSaid = isSigmaHqThere ? "SigmaHQ's active rules" : "the rules of content/rules: the shared folder with SigmaHQ's is not beside this repository";

/** The files as they are: SigmaHQ's, or our own. */
export function ruleTexts(): { name: string; text: string }[] {
  if (!isSigmaHqThere) return existsSync(ownRules) ? readdirSync(ownRules, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yml")).sort().map((name) => ({ name, text: readFileSync(`${ownRules}/${name}`, "utf8") })) : [];
  const archive = openZipFile(sigmaRules);
  try {
    return zipEntries(archive).filter(({ name }) => name.endsWith(".yml")).map((entry) => ({ name: entry.name, text: Buffer.from(entry.read()).toString("utf8") }));
  } finally { archive.close(); }
}

/** Read and parsed; at most so many, taken evenly from all. Those with placeholders nobody gave are left out. */
export function loadRules(most = Infinity): SigmaRule[] {
  const all = ruleTexts();
  const wanted = Math.min(most, all.length);
  return Array.from({ length: wanted }, (_, at) => all[Math.floor((at * all.length) / wanted)]).flatMap((file) => (file ? readRules(file.text, file.name).rules : []));
}
