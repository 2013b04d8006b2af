// What the launcher says while it works: one line a step on stderr, with the time it took.
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json. */
export const rootDir = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const inRoot = (...parts) => join(rootDir, ...parts);

export const say = (text) => { process.stderr.write(`${text}\n`); };
export const fail = (what, mend) => { say(`error: ${what}\n  mend: ${mend}`); };

/** Says what begins and, when it is done, how long it took; passes the answer on. */
export async function step(what, work) {
  const startedAt = performance.now();
  say(`${what} ...`);
  const answer = await work();
  if (answer) say(`${what}: done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return answer;
}
