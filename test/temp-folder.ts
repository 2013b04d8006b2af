// A temporary folder of its own for a run of the tests: what they leave in it is named at the end, and goes.
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "aftwatch-tests-"));
  // The test database runs as a user of its own and has its folder below.
  chmodSync(folder, 0o755);
  process.env["TMPDIR"] = folder;
  return () => {
    const left = readdirSync(folder).filter((name) => name.startsWith("aftwatch-"));
    if (left.length > 0) process.stderr.write(`left in the temporary folder by tests: ${kindsOf(left).join(", ")}\n`);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}

/** "aftwatch-store-* (3)": the same name for each, since the last part is drawn. */
function kindsOf(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name.replace(/-[^-]*$/, "-*"), (counts.get(name.replace(/-[^-]*$/, "-*")) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${kind} (${count})`);
}
