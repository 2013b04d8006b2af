// Path traversal: a value names a file outside the folder it was meant for.
import { defineCheck } from "../check.ts";
import type { PointCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import { provesRead } from "../execution/file-proof.ts";
import { isUsual } from "../execution/judged.ts";
import { provesOutside } from "../execution/outside-folder.ts";
import { pathWays, speaksOfFile } from "../execution/path-ways.ts";
import type { Point } from "../point.ts";

export const pathTraversal = defineCheck<PointCheck>({
  id: "path-traversal", about: "A value decides which file of the server is read, also outside its folder.",
  title: "Path traversal", cwe: 22, owasp: ["A01"], severity: "high", risk: "marker", attackClass: "path-traversal",
  remediation: "Look files up by an id in a list of your own, not by a name from outside. Where a name is needed, resolve it completely and refuse it unless the result lies below the intended folder.",
  on: "point", fits: (point) => !isUsual(point),
  async *probe(point, tools) {
    const proof = (tools.allows("payload") ? await contentOf(point, tools) : undefined) ?? await provesOutside(point, tools);
    if (proof !== undefined) yield proof;
  },
});

async function contentOf(point: Point, tools: Tools): Promise<Proof | undefined> {
  const hinted = speaksOfFile(point.name, point.value);
  for (const { id, file, write } of pathWays.filter(({ always }) => always || hinted)) {
    const value = write(file.path, point.value);
    if (value === undefined) continue;
    const proof = await provesRead(point, tools, { technique: id, file, write: (path) => write(path, point.value) ?? value, because: "A file outside the folder was read" });
    if (proof !== undefined) return proof;
  }
  return undefined;
}
