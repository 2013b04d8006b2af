// GitHub Actions: what workflows and composite actions use, at the version they name.
// Source: GitHub's documentation, "Workflow syntax", jobs.<job_id>.uses and jobs.<job_id>.steps[*].uses.
import { isFault } from "../../kernel/fault.ts";
import { isObject, itemsOf, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, fileName } from "../lockfile.ts";
import { localPart, notePart, packagePart, rejectPart, shown } from "../lockfile-parts.ts";
import { mustBeTable, parseYaml, place, textOf } from "../lockfile-text.ts";

export const githubActions = defineLockfile({
  id: "github-actions",
  about: "GitHub Actions used in .github/workflows/*.yml and in action.yml.",
  recognises: (path) => /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path) || /^action\.ya?ml$/.test(fileName(path)),
  read,
});

// Workflows may use anchors (since 2025), a few of them.
const maxAliases = 200;

async function* read(file: LockfileFile): AsyncGenerator<LockfilePart> {
  const lines = usesLines(file.text);
  const seen = new Map<string, number>();
  for (const uses of yield* usesOf(file, lines)) {
    const nth = seen.get(uses) ?? 0;
    seen.set(uses, nth + 1);
    const found = lines.get(uses);
    const one = found?.[Math.min(nth, found.length - 1)];
    yield partOf(uses, place(file.path, one?.line), one?.comment ?? "");
  }
}

/**
 * GitHub's own parser takes what YAML 1.2 does not, such as a closing bracket without indent. A workflow like that
 * runs, so its lines are read as they stand, and that is said; one without any such line is what it looks like.
 */
async function* usesOf(file: LockfileFile, lines: ReturnType<typeof usesLines>): AsyncGenerator<LockfilePart, string[]> {
  try {
    return usesIn(mustBeTable(file, (await parseYaml(file, { maxAliases }))[0], "YAML 1.2"));
  } catch (cause) {
    if (!isFault(cause, "lockfile.malformed") || lines.size === 0) throw cause;
    yield notePart(cause.places[0]?.at ?? file.path, "It is not YAML 1.2 from here on; the lines with uses: were read one by one.");
    return [...lines].flatMap(([uses, places]) => places.map(() => uses));
  }
}

function usesIn(workflow: Record<string, unknown>): string[] {
  const jobs = Object.values(membersOf(workflow["jobs"])).filter(isObject);
  const steps = [...jobs, membersOf(workflow["runs"])].flatMap(({ steps: list }) => itemsOf(list)).filter(isObject);
  return [...jobs, ...steps].flatMap(({ uses }) => textOf(uses) ?? []);
}

function usesLines(text: string): Map<string, { line: number; comment: string }[]> {
  const lines = new Map<string, { line: number; comment: string }[]>();
  text.split(/\r?\n/).forEach((line, index) => {
    const [, , uses, comment = ""] = /^\s*(?:-\s+)?(?:[{]\s*)?uses:\s*(["']?)([^\s"'#]+)\1\s*(?:#\s*(.*))?/.exec(line) ?? [];
    if (uses !== undefined) lines.set(uses, [...(lines.get(uses) ?? []), { line: index + 1, comment }]);
  });
  return lines;
}

/**
 * A full version tag names a version. A commit names one too when a comment beside it says which ("# v4.1.0"), as the
 * tools that pin write it. "v4" and "main" move: what runs today is not in this file.
 */
function partOf(uses: string, at: string, comment: string): LockfilePart {
  // "./" is the checkout, "$/" the repository the workflow itself lies in.
  if (/^(?:\.{1,2}|\$)\//.test(uses)) return localPart(at, undefined, `It is an action of this repository: ${shown(uses)}.`);
  if (uses.startsWith("docker://")) return notePart(at, `It runs the image ${shown(uses.slice("docker://".length))}; scan the image for what is in it.`);
  const [, owner, name, path = "", ref] = /^([\w.-]+)\/([\w.-]+)((?:\/[^@\s]+)?)@(\S+)$/.exec(uses) ?? [];
  if (owner === undefined || ref === undefined) return rejectPart(at, "malformed", `It is not owner/name@ref: ${shown(uses)}`);
  const label = `${owner}/${name ?? ""}`;
  const isCommit = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(ref);
  const version = isCommit ? (versionForm.exec(comment)?.[1] ?? ref) : versionForm.exec(ref)?.[1] === ref.replace(/^v/, "") ? ref.replace(/^v/, "") : undefined;
  if (version === undefined) return rejectPart(at, "no-version", `The ref ${shown(ref)} moves: pin the action to a commit, with its version in a comment.`, label);
  return packagePart({ type: "githubactions", namespace: owner, name, version, subpath: path.slice(1), label, at, direct: true, scope: "development" });
}

const versionForm = /(?:^|[\s@=:])v?(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)(?=$|[\s,;)])/;
