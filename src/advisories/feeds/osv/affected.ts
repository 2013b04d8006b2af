// The `affected` entries of an OSV record: packages, ranges and versions. A bad range costs that range, not the entry.
import { isModular, moduleInTitle } from "../../../versions/module-stream.ts";
import type { RangeEvent, VersionRange } from "../../../versions/range.ts";
import type { AffectedPackage } from "../../advisory.ts";
import { fixStateOf } from "./fix-state.ts";
import { isRecord, listOf } from "./json-shape.ts";
import type { Left } from "./json-shape.ts";
import { packageNameOf } from "./package-name.ts";
import { readSeverities, severityWord, ubuntuPriority } from "./severity.ts";

type Entry = Readonly<Record<string, unknown>>;

/** source: the database whose ratings these are. title: names the module streams, which the entries do not. */
export interface RecordHead { readonly source: string; readonly title: string }

/** undefined when there were entries and none could be used; `left` says why. */
export function readAffected(value: unknown, head: RecordHead, left: Left[]): readonly AffectedPackage[] | undefined {
  const leftBefore = left.length;
  const entries = listOf(value, "/affected", left);
  const packages = entries.flatMap((entry, index) => readEntry(entry, head, `/affected/${index}`, left));
  return packages.length === 0 && left.length > leftBefore ? undefined : packages;
}

function readEntry(entry: unknown, { source, title }: RecordHead, at: string, left: Left[]): readonly AffectedPackage[] {
  if (!isRecord(entry)) { left.push({ at, reason: "is not an object" }); return []; }
  const before = left.length;
  const ranges = listOf(entry["ranges"], `${at}/ranges`, left).flatMap((range, index) => readRange(range, `${at}/ranges/${index}`, left));
  const versions = readVersions(entry["versions"], `${at}/versions`, left);
  if (left.length > before && ranges.length === 0 && versions.length === 0) return [];
  const severities = [
    ...readSeverities(entry["severity"], source, `${at}/severity`, left),
    ...severityWord(entry["ecosystem_specific"], source), ...severityWord(entry["database_specific"], source),
    ...severityWord(entry["ecosystem_specific"], source, "urgency"), ...ubuntuPriority(entry["ecosystem_specific"], source),
  ];
  const module = moduleOf(entry, ranges, title);
  const said = { versions, severities, fixState: fixStateOf(entry, ranges, versions), ...(module === undefined ? {} : { module }), ...lastKnownIn(entry["database_specific"]) };
  return namesOf(entry, ranges, at, left).map(({ only, ...name }) => ({ ...name, ranges: only ?? ranges, ...said }));
}

interface Named { ecosystem: string; name: string; only?: readonly VersionRange[] }

// Converted CVE records name no package, only repositories: each repository is a package of the ecosystem GIT, with the tags listed beside it.
function namesOf(entry: Entry, ranges: readonly VersionRange[], at: string, left: Left[]): readonly Named[] {
  const named = entry["package"];
  if (isRecord(named) && isName(named["ecosystem"]) && isName(named["name"])) {
    return [{ ecosystem: named["ecosystem"], name: packageNameOf(named["ecosystem"], named["name"]) }];
  }
  const repositories = new Set(ranges.flatMap((range) => range.repo ?? []));
  if (repositories.size === 0) left.push({ at, reason: "names neither a package (ecosystem and name) nor a repository" });
  return [...repositories].map((repo) =>
    ({ ecosystem: "GIT", name: packageNameOf("GIT", repo), only: ranges.filter((range) => range.repo === undefined || range.repo === repo) }));
}

// Names go into keys and messages: not empty, no control characters.
const isName = (value: unknown): value is string => typeof value === "string" && value !== "" && value.length <= 1024 && !/\p{Cc}/u.test(value);

function lastKnownIn(specific: unknown): { lastKnownAffected?: string } {
  const text = isRecord(specific) ? specific["last_known_affected_version_range"] : undefined;
  return typeof text === "string" && text.length > 0 && text.length <= 200 ? { lastKnownAffected: text } : {};
}

/** OSV has no field for a module's stream: it stands in `rpm_modularity` where a source adds it, else in the title of what is fixed by a module's build. */
function moduleOf(entry: Entry, ranges: readonly VersionRange[], title: string): string | undefined {
  for (const specific of [entry["ecosystem_specific"], entry["database_specific"]]) {
    const stream = isRecord(specific) ? specific["rpm_modularity"] : undefined;
    if (isName(stream)) return stream;
  }
  return ranges.some(({ events }) => events.some((event) => "fixed" in event && isModular(event.fixed))) ? moduleInTitle(title) : undefined;
}

function readVersions(value: unknown, at: string, left: Left[]): readonly string[] {
  const listed = listOf(value, at, left);
  const bad = listed.findIndex((version) => typeof version !== "string");
  if (bad === -1) return listed as readonly string[];
  left.push({ at: `${at}/${bad}`, reason: "is not text; versions are compared as text" });
  return listed.filter((version) => typeof version === "string");
}

function readRange(range: unknown, at: string, left: Left[]): readonly VersionRange[] {
  const refuse = (reason: string, place = at): readonly VersionRange[] => { left.push({ at: place, reason }); return []; };
  if (!isRecord(range)) return refuse("is not an object");
  const { type, repo } = range;
  if (type !== "SEMVER" && type !== "ECOSYSTEM" && type !== "GIT") return refuse(`has the type ${JSON.stringify(type ?? null).slice(0, 40)}, not SEMVER, ECOSYSTEM or GIT`);
  if (type === "GIT" && !isName(repo)) return refuse("is a GIT range without a repo");
  const listed = listOf(range["events"], `${at}/events`, left);
  const bad = listed.findIndex((event) => !isEvent(event));
  if (bad !== -1) return refuse("is not an event: exactly one of introduced, fixed, last_affected, limit, as text", `${at}/events/${bad}`);
  const events = listed as readonly RangeEvent[];
  if (!events.some((event) => "introduced" in event)) return refuse("has no introduced event, so it holds no version", `${at}/events`);
  return [{ type, ...(isName(repo) ? { repo } : {}), events }];
}

const eventKinds = new Set(["introduced", "fixed", "last_affected", "limit"]);

function isEvent(value: unknown): value is RangeEvent {
  if (!isRecord(value)) return false;
  let members = 0;
  for (const kind in value) {
    if (!eventKinds.has(kind) || typeof value[kind] !== "string" || value[kind] === "") return false;
    members++;
  }
  return members === 1;
}
