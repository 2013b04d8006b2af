// Spider traps that a URL shows by itself: paths that grow by repeating, too deep, too long.

const deepestPath = 20;
const longestUrl = 2000;
const mostParameters = 60;

/** Why no visitor would ask for this URL; undefined: it is fine. */
export function trapIn(url: string): string | undefined {
  if (url.length > longestUrl) return "the URL is longer than 2,000 characters";
  const { pathname, searchParams } = new URL(url);
  const segments = pathname.split("/").filter((segment) => segment !== "");
  if (segments.length > deepestPath) return `the path is deeper than ${deepestPath} folders`;
  if (searchParams.size > mostParameters) return `the query has more than ${mostParameters} parameters`;
  return repeats(segments) ? "the path repeats itself" : undefined;
}

/** One segment four times, or a run of segments three times in a row: "/a/b/a/b/a/b". */
function repeats(segments: readonly string[]): boolean {
  const counts = new Map<string, number>();
  for (const segment of segments) counts.set(segment, (counts.get(segment) ?? 0) + 1);
  if ([...counts.values()].some((count) => count >= 4)) return true;
  for (let size = 1; size * 3 <= segments.length; size += 1) {
    for (let at = 0; at + size * 3 <= segments.length; at += 1) {
      const run = segments.slice(at, at + size).join("/");
      if (run === segments.slice(at + size, at + 2 * size).join("/") && run === segments.slice(at + 2 * size, at + 3 * size).join("/")) return true;
    }
  }
  return false;
}
