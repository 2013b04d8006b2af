// The later of two versions of an ecosystem.
import { schemeFor } from "./scheme-of.ts";

/** Text that the scheme cannot read loses to text that it can; of two unreadable ones the first stays. */
export function laterVersion(ecosystem: string, a: string, b: string): string {
  const scheme = schemeFor(ecosystem);
  const [left, right] = [scheme?.parse(a), scheme?.parse(b)];
  if (!scheme || right === undefined) return a;
  return left === undefined || scheme.compare(left, right) < 0 ? b : a;
}
