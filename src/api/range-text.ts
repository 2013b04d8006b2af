// Ranges of versions as people write them: ">= 1.0, < 1.5".
import { nativeText } from "../versions/native-text.ts";
import type { RangeEvent, VersionRange } from "../versions/version-range.ts";

/**
 * As the people of the ecosystem write it ("[2.0,2.15.0)" for Maven); in neutral words where the range has no reading
 * as versions (GIT), and where the notation would hide that it means every version ("*") or none ("").
 */
export function rangeTexts(ecosystem: string, range: VersionRange): string[] {
  const neutral = rangeText(range);
  const native = nativeText(ecosystem, range);
  return native === undefined || native === "" || neutral.includes("every version") ? neutral : [native];
}

/** One text an interval, in the order of the events; OSV's introduced "0" is the beginning of all versions. */
export function rangeText({ type, repo, events }: VersionRange): string[] {
  const texts: string[] = [];
  let from: string | undefined;
  for (const event of events) {
    if ("introduced" in event) {
      if (from !== undefined) texts.push(openText(from));
      from = event.introduced;
    } else {
      texts.push(closedText(from ?? "0", event));
      from = undefined;
    }
  }
  if (from !== undefined) texts.push(openText(from));
  return type === "GIT" ? texts.map((text) => `git ${repo ?? ""} ${text}`.replaceAll(/ +/g, " ")) : texts;
}

const openText = (from: string): string => (from === "0" ? "every version" : `>= ${from}`);

function closedText(from: string, event: RangeEvent): string {
  const end = "fixed" in event ? `< ${event.fixed}` : "last_affected" in event ? `<= ${event.last_affected}` : "limit" in event ? `< ${event.limit}` : "";
  return from === "0" ? end : `>= ${from}, ${end}`;
}
