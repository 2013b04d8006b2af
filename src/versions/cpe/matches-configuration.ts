// Do NVD's configurations hold for a component and what is known to run with it: affected, not affected, or unknown.
import { criteriaOf } from "./configuration.ts";
import type { CpeConfiguration, CpeMatch, CpeNode } from "./configuration.ts";
import { matchCpe } from "./match.ts";
import type { Holds, MatchVerdict } from "./match.ts";
import { parseCpe } from "./name.ts";
import type { CpeName } from "./wfn.ts";

/** because: one sentence, from the product that decided. */
export interface ConfigurationVerdict { verdict: "affected" | "not-affected" | "unknown"; because: string }

/** complete: the names are everything there is, so a platform that is not among them is not there. Otherwise it is not known. */
export interface MatchOptions { complete?: boolean }

/**
 * One configuration that holds is enough. A configuration only affects through a product that is marked vulnerable:
 * platforms alone affect nothing. What cannot be told is carried through AND, OR and negation (Kleene's logic) and is
 * never counted as "not affected".
 *
 * @example matchesConfiguration([{ operator: "OR", nodes: [{ operator: "OR", matches: [{ vulnerable: true, criteria: "cpe:2.3:a:acme:widget:*:*:*:*:*:*:*:*", versionEndExcluding: "2.0" }] }] }], ["cpe:2.3:a:acme:widget:1.0:*:*:*:*:*:*:*"]).verdict // "affected"
 */
export function matchesConfiguration(configurations: readonly CpeConfiguration[], cpes: readonly string[], options: MatchOptions = {}): ConfigurationVerdict {
  const read = cpes.map((text) => ({ text, name: parseCpe(text) }));
  const scene: Scene = { names: read.flatMap(({ name }) => name ?? []), complete: options.complete === true };
  const unread = read.find(({ name }) => !name);
  const results = configurations.map((configuration) => evaluate(configuration, scene));
  const decided = results.find(({ holds }) => holds === "yes");
  if (decided) return { verdict: "affected", because: decided.because };
  const open = results.find(({ holds }) => holds === "unknown");
  if (open) return { verdict: "unknown", because: open.because };
  if (cpes.length === 0) return { verdict: "unknown", because: "the component has no CPE name." };
  if (unread) return { verdict: "unknown", because: `${unread.text} is not a CPE name.` };
  if (configurations.length === 0) return { verdict: "unknown", because: "the advisory names no configuration." };
  return { verdict: "not-affected", because: results[0]?.because ?? "" };
}

interface Scene { names: readonly CpeName[]; complete: boolean }
/** viaVulnerable: can a product that is marked vulnerable be behind it. */
interface Result extends MatchVerdict { viaVulnerable: boolean }

function evaluate({ operator, negate, nodes }: CpeConfiguration, scene: Scene): Result {
  const result = negated(negate, join(operator, nodes.map((node) => evaluateNode(node, scene))));
  if (result.holds === "no" || result.viaVulnerable) return result;
  return { ...result, holds: "no", because: "only platforms of the configuration are there, no vulnerable product." };
}

const evaluateNode = ({ operator, negate, matches }: CpeNode, scene: Scene): Result =>
  negated(negate, join(operator, matches.map((match) => evaluateMatch(match, scene))));

function evaluateMatch(match: CpeMatch, scene: Scene): Result {
  const results = scene.names.map((name) => matchCpe(match, name));
  const best = results.find(({ holds }) => holds === "yes") ?? results.find(({ holds }) => holds === "unknown") ?? nearest(match, results);
  if (best.holds === "no" && !match.vulnerable && !scene.complete && !isTold(match, scene)) {
    return { holds: "unknown", because: `it depends on ${match.criteria}, and nothing is known of that platform.`, viaVulnerable: false };
  }
  return { ...best, viaVulnerable: match.vulnerable && best.holds !== "no" };
}

// A reason about the version says more than "another product".
const nearest = (match: CpeMatch, results: readonly MatchVerdict[]): MatchVerdict =>
  results.find(({ because }) => !because.includes(" has another ")) ?? results[0] ?? { holds: "no", because: `${match.criteria} is not there.` };

/** A machine has one operating system: once one is named, another one is known not to be there. Of applications and hardware beside it nothing follows. */
function isTold(match: CpeMatch, { names }: Scene): boolean {
  return criteriaOf(match)?.part === "o" && names.some(({ part }) => part === "o");
}

const opposite: Readonly<Record<Holds, Holds>> = { yes: "no", no: "yes", unknown: "unknown" };

function negated(negate: boolean | undefined, result: Result): Result {
  return negate === true ? { ...result, holds: opposite[result.holds], because: `not: ${result.because}` } : result;
}

/** Kleene's AND and OR; nothing to join holds for nobody. */
function join(operator: "AND" | "OR", results: readonly Result[]): Result {
  const decisive: Holds = operator === "AND" ? "no" : "yes";
  const found = results.find(({ holds }) => holds === decisive) ?? results.find(({ holds }) => holds === "unknown") ?? results.find(({ viaVulnerable }) => viaVulnerable) ?? results[0];
  if (!found) return { holds: "no", because: "the configuration names no product.", viaVulnerable: false };
  return { ...found, viaVulnerable: viaVulnerable(operator, results, found.holds) };
}

function viaVulnerable(operator: "AND" | "OR", results: readonly Result[], holds: Holds): boolean {
  const counted = operator === "AND" ? results : results.filter((result) => result.holds === holds);
  return counted.some((result) => result.viaVulnerable);
}
