// go.mod as Go reads it: directives of one line or in blocks.
// Source: the Go modules reference, "go.mod files".
import type { LockfileFile } from "./lockfile.ts";

/** One directive with its words; comment: what stands behind "//". */
export interface GoDirective { verb: string; words: string[]; comment: string; line: number }

/** Every directive in order; `wrong` are lines that belong to none. */
export function goDirectives(file: LockfileFile): { directives: GoDirective[]; wrong: number[] } {
  const directives: GoDirective[] = [];
  const wrong: number[] = [];
  let block: string | undefined;
  file.text.split(/\r?\n/).forEach((raw, index) => {
    const at = raw.indexOf("//");
    const comment = at < 0 ? "" : raw.slice(at + 2).trim();
    const words = wordsOf(at < 0 ? raw : raw.slice(0, at));
    const [verb = ""] = words;
    if (verb === "") return;
    if (verb === ")") block = undefined;
    else if (block !== undefined) directives.push({ verb: block, words, comment, line: index + 1 });
    else if (words.at(-1) === "(" && words.length === 2) block = verb;
    else if (/^[a-z]+$/.test(verb) && words.length > 1) directives.push({ verb, words: words.slice(1), comment, line: index + 1 });
    else wrong.push(index + 1);
  });
  return { directives, wrong };
}

const wordsOf = (text: string): string[] => [...text.replace(/([()])/g, " $1 ").matchAll(/"([^"]*)"|`([^`]*)`|\S+/g)].map(([whole, quoted, raw]) => quoted ?? raw ?? whole);

/** "1.17" as [1, 17]; [1, 16] when the directive is missing (Go modules reference, "go directive"). */
export function goLanguage(directives: readonly GoDirective[]): readonly [number, number] {
  const [, major = "1", minor = "16"] = /^(\d+)\.(\d+)/.exec(directives.find(({ verb }) => verb === "go")?.words[0] ?? "") ?? [];
  return [Number(major), Number(minor)];
}

/** From 1.17 on go.mod names every module that is needed to build ("Lazy module loading"). */
export const listsAll = ([major, minor]: readonly [number, number]): boolean => major > 1 || minor >= 17;

/** A module path in its purl parts. */
export function goModule(path: string): { type: "golang"; namespace: string | undefined; name: string; label: string } {
  const slash = path.lastIndexOf("/");
  return { type: "golang", namespace: slash < 0 ? undefined : path.slice(0, slash), name: path.slice(slash + 1), label: path };
}
