// An advisory's ranges as the people of the ecosystem write them: "<2.0.0 || >=3.0.0 <3.1.4".
import { joinWindows } from "./native-range.ts";
import { rangeSyntaxes } from "./native/index.ts";
import { schemeFor } from "./scheme-of.ts";
import { windowsOf } from "./windows.ts";
import type { VersionRange } from "./version-range.ts";

const byEcosystem = new Map(rangeSyntaxes.all.map((syntax) => [syntax.ecosystem, syntax]));

/**
 * For tables, never for evaluation: most notations leave prereleases out that an advisory means. Undefined when the
 * events have no reading as versions (GIT, an unknown ecosystem, text that is no version); "" when nothing is affected.
 *
 * @example nativeText("Maven", { type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "2.0" }] }) === "(,2.0)"
 */
export function nativeText(ecosystem: string, range: VersionRange): string | undefined {
  const scheme = schemeFor(ecosystem);
  const windows = scheme && windowsOf(scheme, range);
  if (!windows) return undefined;
  const [name = ""] = ecosystem.split(":");
  return byEcosystem.get(name)?.render(windows) ?? joinWindows(windows, { and: " ", or: " || ", all: "*", equals: "=" });
}
