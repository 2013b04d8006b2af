// The doors of detections, rules, event sources, exceptions and profiles of the fake server, over data in memory.
import type { Exception, Verdict } from "../src/api/runtime-shapes.ts";
import type { FakeAnswer, FakeRequest } from "./fake-answer.ts";
import { exceptionText } from "./fake-runtime.ts";
import type { FakeRuntime } from "./fake-runtime.ts";

const ok = (body: unknown, status = 200): FakeAnswer => ({ status, body });
const whole = (items: readonly unknown[]): FakeAnswer => ok({ items });
const list = (rows: readonly unknown[], query: URLSearchParams): FakeAnswer => { const start = Number(query.get("after") ?? 0), limit = Number(query.get("limit") ?? 50); return ok({ items: rows.slice(start, start + limit), total: rows.length, next: start + limit < rows.length ? String(start + limit) : null }); };
const found = (row: unknown): FakeAnswer | null => (row === undefined ? null : ok(row));
const levels = ["informational", "low", "medium", "high", "critical"];

/** Undefined: the path is not one of these doors; null: nothing is stored under this name. */
export function runtimeDoor(data: FakeRuntime, { method, path, query, body }: FakeRequest): FakeAnswer | null | undefined {
  const [noun = "", id = "", part = ""] = path.split("/").slice(1).map(decodeURIComponent);
  const given = (body ?? {}) as Record<string, unknown>;
  switch (`${method} ${noun}`) {
    case "GET runtime": return overview(data, query);
    case "GET detections": return id === "" ? list(chosen(data, query), query) : found(data.detections.find((row) => row.id === id));
    case "PUT detections": return judged(data, id, given);
    case "DELETE detections": return judged(data, id, {});
    case "GET rules": return id === "" ? list(data.rules.filter((row) => (query.get("kind") ?? row.kind) === row.kind && (query.get("fired") ?? String(row.detections > 0)) === String(row.detections > 0) && row.title.toLowerCase().includes((query.get("q") ?? "").toLowerCase())), query) : found(data.rules.find((row) => row.id === id));
    case "GET rule-rejects": return ok({ rejects: data.rejects });
    case "POST rules": return ok({ rules: data.rules.length, correlations: 1, filters: 0, rejects: data.rejects });
    case "GET event-sources": return whole(data.sources);
    case "POST event-sources": return ok({ sent: data.sources.length });
    case "GET exceptions": return id === "" ? whole(data.exceptions) : found(data.exceptions.find((row) => row.id === id));
    case "POST exceptions": return id === "draft" ? drafted(data, given) : part === "revoke" ? revoked(data, id) : kept(data, given);
    case "GET profiles": return id === "" ? list(data.profiles.filter((row) => (query.get("state") ?? row.state) === row.state && row.workload.includes(query.get("workload") ?? "")), query) : found(data.profiles.find((row) => row.id === id));
    case "POST profiles": return part === "relearn" ? { status: 204 } : approved(data, id, given["facts"] as { kind: string; value: string }[]);
    default: return undefined;
  }
}

function overview({ cells, detections, rules, rejects, exceptions, sources, nowMs }: FakeRuntime, query: URLSearchParams): FakeAnswer {
  const from = query.get("from") ?? new Date(nowMs - 86_400_000).toISOString(), to = query.get("to") ?? new Date(nowMs).toISOString();
  const shown = cells.filter(({ hour }) => hour >= from && hour < to);
  const counts = levels.map((level) => ({ level, state: "open", detections: detections.filter((row) => row.level === level && row.state === "open" && row.lastAt >= from).length }));
  const correlations = rules.filter(({ kind }) => kind === "correlation").length;
  return ok({ from, to, cells: shown, counts, rules: rules.length - correlations, correlations, rejectedRules: rejects.length, exceptions: exceptions.filter(({ state }) => state === "in-force").length, lastCanaryAt: sources[0]?.canarySeenAt ?? null, lastCanaryMs: 41, staleSources: sources.filter(({ state }) => state === "stale").length });
}

function chosen({ detections }: FakeRuntime, query: URLSearchParams): FakeRuntime["detections"] {
  const same = (name: string, value: string | null): boolean => query.get(name) === null || query.get(name) === value;
  return detections.filter((row) => same("state", row.state) && same("kind", row.kind) && same("workload", row.placement.workload) && same("service", row.placement.service) && same("rule", row.ruleId) && same("actor", row.actor) && same("decoder", row.decoder) && same("evidence", row.evidence.state)
    && (query.get("tag") === null || row.tags.includes(query.get("tag") ?? "")) && levels.indexOf(row.level) >= levels.indexOf(query.get("level") ?? "informational") && (query.get("since") ?? "") <= row.lastAt && row.lastAt < (query.get("until") ?? "9") && `${row.title} ${row.subject}`.toLowerCase().includes((query.get("q") ?? "").toLowerCase()));
}

function judged({ detections }: FakeRuntime, id: string, { verdict, note }: { verdict?: unknown; note?: unknown }): FakeAnswer | null {
  const row = detections.find((each) => each.id === id);
  if (!row) return null;
  Object.assign(row, { verdict: (verdict as Verdict | undefined) ?? null, note: (note as string | undefined) ?? null, judgedBy: verdict === undefined ? null : "lee", state: verdict === undefined || verdict === "true-positive" ? "open" : "dismissed" });
  return { status: 204 };
}

/** A filter with a wildcard alone hides an attack; one with a tab is no YAML. */
function drafted({ detections }: FakeRuntime, given: Record<string, unknown>): FakeAnswer {
  const asked = (given["detections"] as string[] | undefined) ?? [];
  const text = (given["text"] as string | undefined) ?? exceptionText;
  const removes = detections.filter((row) => asked.includes(row.id));
  const isWide = text.includes("'*'");
  return ok({
    title: "apt in the build pods", text, removes, removesTotal: removes.length + (isWide ? 31 : 0), asked: asked.length, covered: removes.length,
    hides: isWide ? [{ rule: "rule-9", title: "A package manager ran in a container", sample: '{"Image":"/usr/bin/apt-get","CommandLine":"apt-get install ncat"}', why: "the filter build holds for it: Image is anything" }] : [], problems: text.includes("\t") ? ["Line 3: a tab cannot begin a line of YAML"] : [],
  });
}

function kept({ exceptions, nowMs }: FakeRuntime, given: Record<string, unknown>): FakeAnswer {
  const made = { id: `exc_${exceptions.length + 1}`, createdBy: "lee", createdAt: new Date(nowMs).toISOString(), revokedAt: null, revokedBy: null, state: "in-force", hits: 0, lastHitAt: null, forced: given["force"] ?? null, ...given } as unknown as Exception;
  exceptions.unshift(made);
  return ok(made, 201);
}

function revoked({ exceptions, nowMs }: FakeRuntime, id: string): FakeAnswer | null {
  const row = exceptions.find((each) => each.id === id);
  return found(row && Object.assign(row, { state: "revoked", revokedAt: new Date(nowMs).toISOString(), revokedBy: "lee" }));
}

function approved({ profiles }: FakeRuntime, id: string, facts: readonly { kind: string; value: string }[]): FakeAnswer | null {
  const profile = profiles.find((each) => each.id === id);
  if (!profile) return null;
  for (const fact of profile.items) if (facts.some(({ kind, value }) => fact.kind === kind && fact.value === value)) Object.assign(fact, { origin: "approved", approvedBy: "lee" });
  profile.pending = profile.items.filter(({ origin }) => origin === "pending").length;
  return ok({ approved: facts, left: [] });
}
