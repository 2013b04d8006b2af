// What every lock file reader must do: give its fixtures the same way each time, and never crash whatever is left of them.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFault } from "../kernel/fault.ts";
import type { Lockfile } from "./lockfile.ts";
import { memoryFiles } from "./memory-files.sample.ts";
import { readTarget } from "./target.ts";
import type { TargetSummary } from "./target.ts";

const folder = fileURLToPath(new URL("lockfiles/fixtures/", import.meta.url));

/** Every file of a format's fixtures: path below its folder to text. */
function fixtureTree(id: string): Record<string, string> {
  const names = readdirSync(`${folder}${id}`, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== "SOURCE.md");
  return Object.fromEntries(names.map((entry) => { const full = `${entry.parentPath}/${entry.name}`; return [full.slice(folder.length + id.length + 1), readFileSync(full, "utf8")]; }));
}

export const readTree = (tree: Readonly<Record<string, string | Uint8Array>>, path = "/project"): Promise<TargetSummary> =>
  readTarget(path, memoryFiles({ "/project/.git/HEAD": "", ...Object.fromEntries(Object.entries(tree).map(([name, text]) => [`/project/${name}`, text])) }));

/** One line for each thing found: what a person checks a fixture against. */
export function linesOf({ components, rejects, locals, notes }: TargetSummary): string[] {
  return [
    ...components.map(({ purl, scope, direct, location }) => [purl, scope ?? "?", direct === undefined ? "?" : direct ? "direct" : "transitive", location].join(" ")),
    ...rejects.map(({ at, reason, name }) => `reject ${reason} ${name ?? "-"} ${at}`),
    ...locals.map(({ at, name }) => `local ${name ?? "-"} ${at}`),
    ...notes.map(({ at }) => `note ${at}`),
  ];
}

/** The summary of one file, or the code of its Fault; anything else thrown fails the test. */
async function outcomeOf(tree: Readonly<Record<string, string | Uint8Array>>, path: string): Promise<TargetSummary | string> {
  try {
    return await readTree(tree, `/project/${path}`);
  } catch (thrown) {
    if (isFault(thrown)) return thrown.code;
    throw thrown;
  }
}

const isSound = (outcome: TargetSummary | string): boolean =>
  (typeof outcome === "string" ? /^(?:lockfile|target|sbom)\./.test(outcome) : [...outcome.rejects, ...outcome.locals, ...outcome.notes].every(({ at }) => at !== "") && outcome.components.every(({ location, version }) => location !== undefined && version !== undefined));

export function lockfileSuite(lockfile: Lockfile): void {
  const tree = fixtureTree(lockfile.id);
  const own = Object.keys(tree).filter((path) => lockfile.recognises(path) && (lockfile.speaks?.(tree[path] ?? "") ?? true));
  describe(`inventory/lockfiles/${lockfile.id}`, () => {
    it("has a fixture that it recognises by its name", () => { expect(own).not.toEqual([]); });

    // Read by people when it was written; GOLDEN=1 writes it again, and the diff is read.
    it("its fixtures give what expected.list says", async () => {
      const { "expected.list": expected, ...rest } = tree;
      const lines = `${linesOf(await readTree(rest)).join("\n")}\n`;
      if (process.env["GOLDEN"] === "1") writeFileSync(`${folder}${lockfile.id}/expected.list`, lines);
      else expect(lines).toBe(expected);
    });

    it.each(own)("%s: every part has a place in a file that is there, and what is refused says why", async (path) => {
      const summary = await readTree(tree, `/project/${path}`);
      expect(summary.components.length).toBeGreaterThan(0);
      const places = [...summary.components.map(({ location }) => location), ...summary.rejects.map(({ at }) => at), ...summary.locals.map(({ at }) => at), ...summary.notes.map(({ at }) => at)];
      expect(places.filter((place) => tree[place?.replace(/:\d+$/, "") ?? ""] === undefined)).toEqual([]);
      expect(summary.components.filter(({ location }) => !/:\d+$/.test(location ?? ""))).toEqual([]);
      expect([...summary.rejects, ...summary.locals].filter(({ detail }) => !/[.)]$|https?:|: \S/.test(detail))).toEqual([]);
    });

    it.each(own)("%s: every component stands on the line it names", async (path) => {
      const { components } = await readTree(tree, `/project/${path}`);
      const wrong = components.filter(({ name, location }) => {
        const [, file = "", line = ""] = /^(.*):(\d+)$/.exec(location ?? "") ?? [];
        const near = (tree[file] ?? "").split("\n").slice(Number(line) - 1, Number(line) + 12).join("\n").toLowerCase();
        return name !== "stdlib" && !near.includes((name.split(/[/:]/).at(-1) ?? "").toLowerCase());
      });
      expect(wrong).toEqual([]);
    });

    it.each(own)("%s: cut anywhere it is a Fault or a summary", async (path) => {
      const text = tree[path] ?? "";
      await fc.assert(fc.asyncProperty(fc.nat(text.length), async (length) => { expect(isSound(await outcomeOf({ ...tree, [path]: text.slice(0, length) }, path))).toBe(true); }), { numRuns: 40 });
    });

    it.each(own)("%s: with noise in it it is a Fault or a summary", async (path) => {
      const text = tree[path] ?? "";
      const change = fc.record({ at: fc.nat(text.length), drop: fc.nat(30), put: fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("null", "[]", "{}", "[1,2]", "\n", ":", "__proto__", "\u0000", "${a}", "@", "  ", "'")) });
      await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const noisy = changes.reduce((all, { at, drop, put }) => all.slice(0, at) + put + all.slice(at + drop), text);
        expect(isSound(await outcomeOf({ ...tree, [path]: noisy }, path))).toBe(true);
      }), { numRuns: 60 });
    });
  });
}
