// The doors of incidents, clocks and playbooks of the fake server, over data in memory.
import type { Approval, Incident } from "../src/api/incident-shapes.ts";
import type { FakeAnswer, FakeRequest } from "./fake-answer.ts";
import type { FakeIncidents } from "./fake-incidents.ts";

const ok = (body: unknown, status = 200): FakeAnswer => ({ status, body });
const list = (rows: readonly unknown[], query: URLSearchParams): FakeAnswer => { const start = Number(query.get("after") ?? 0), limit = Number(query.get("limit") ?? 50); return ok({ items: rows.slice(start, start + limit), total: rows.length, next: start + limit < rows.length ? String(start + limit) : null }); };
const whole = (items: readonly unknown[]): FakeAnswer => ok({ items });

/** Undefined: the path is not one of these doors; null: nothing is stored under this name. */
export function incidentDoor(data: FakeIncidents, request: FakeRequest): FakeAnswer | null | undefined {
  const [noun = "", id = "", part = "", ...rest] = request.path.split("/").slice(1).map(decodeURIComponent);
  const { method, query } = request;
  const reads = method === "GET";
  switch (noun) {
    case "incidents": return id === "" ? (reads ? list(chosen(data.incidents, query), query) : opened(data, request)) : id === "counts" ? ok(data.counts) : id === "held" ? list(data.held, query) : ofIncident(data, request, id, part, rest);
    case "clocks": return whole(data.clocks.filter(({ stoppedAt }) => stoppedAt === null));
    case "pages": return list(data.pages.filter(({ incidentId }) => query.get("incident") === null || incidentId === query.get("incident")), query);
    case "oncall": return id === "now" ? whole(data.onCall) : undefined;
    case "actions": return reads ? whole(data.actions) : edited(data.actions, id, { doneAt: (request.body as { done?: boolean }).done === true ? data.incidents[0]?.openedAt : null });
    case "runs": return id === "" ? list(data.runs.filter((run) => (query.get("incident") ?? run.incident.id) === run.incident.id && (query.get("playbook") ?? run.playbook) === run.playbook), query) : ok(data.runs.find((run) => run.id === id) ?? null);
    case "approvals": return id === "" ? list(data.approvals.filter((one) => (query.get("run") ?? one.run) === one.run), query) : voted(data, id, request.body as { verdict: "approve" | "deny" });
    case "playbooks": return id === "" ? whole(data.playbooks) : id === "validate" ? ok({ usable: false, id: null, errors: [{ at: "line 5 /steps/0/kind", rule: "is no kind of step", mend: "Use one of notify, approval, snapshot." }], warnings: [] }) : method === "PUT" ? edited(data.playbooks, id, request.body as object) : ok(data.playbooks.find((one) => one.id === id) ?? null);
    default: return undefined;
  }
}

function chosen(incidents: readonly Incident[], query: URLSearchParams): Incident[] {
  const state = query.get("state") ?? "open";
  const same = (name: "phase" | "severity" | "kind" | "owner", row: Incident): boolean => query.get(name) === null || row[name] === query.get(name);
  return incidents.filter((row) => (state === "all" || row.open === (state === "open")) && same("phase", row) && same("severity", row) && same("kind", row) && same("owner", row)
    && (query.get("entity") === null || row.entities.some(({ kind, value }) => `${kind}:${value}` === query.get("entity"))) && row.title.toLowerCase().includes((query.get("q") ?? "").toLowerCase()));
}

function opened(data: FakeIncidents, { body }: FakeRequest): FakeAnswer {
  const [like] = data.incidents;
  if (!like) return ok(null, 201);
  const made: Incident = { ...like, entities: [], linked: [], tactics: [], services: [], roles: [], owner: null, next: null, ...(body as object), id: "inc_32", number: 32, phase: "detected", members: 0, live: 0, attention: ["unacknowledged", "no-next-action"], acknowledgedAt: null, acknowledgedBy: null };
  data.incidents.unshift(made);
  return ok(made, 201);
}

function ofIncident(data: FakeIncidents, { method, query, body }: FakeRequest, id: string, part: string, rest: readonly string[]): FakeAnswer | null {
  const incident = data.incidents.find((row) => row.id === id || `INC-${row.number}` === id.toUpperCase());
  if (!incident) return null;
  const first = incident.number === 31;
  if (method !== "GET") return act(data, incident, part, (body ?? {}) as Record<string, unknown>, method, rest);
  switch (part) {
    case "": return { ...ok({ incident, verdict: `INC-${incident.number}: ${incident.members} signals${incident.services.length > 0 ? ` in ${incident.services.join(", ")}` : ""}, ${incident.live} of them go on; ${incident.severity}, in phase ${incident.phase}.`, story: first ? data.story : [], links: data.incidents.filter((row) => incident.linked.includes(row.id)).map(({ id: linkId, number, title, phase, severity }) => ({ id: linkId, number, title, phase, severity })), asof: null }), headers: { etag: `"${incident.id}-${incident.version}"` } };
    case "members": return list(first ? data.members.filter(({ leftAt }) => leftAt === null || query.get("left") === "true") : [], query);
    case "entities": return list(incident.entities.map((entity) => ({ entity, firstAt: incident.startedAt, lastAt: incident.lastSignalAt })), query);
    case "activity": return list(first ? (query.get("order") === "oldest" ? data.activity.toReversed() : data.activity) : [], query);
    case "clocks": return ok({ clocks: first ? data.clocks : [], waiting: first ? [{ regime: "cra-incident", stage: "final-report", title: "Final report", waitsFor: "the notification to be sent" }] : [], painRating: null });
    case "reports": return ok(data.draft);
    case "review": return ok({ ...data.review, story: data.story, actions: data.actions });
    case "playbooks": return whole(first ? data.proposals : []);
    case "pack": return { status: 200, body: { fake: "pack" }, headers: { "content-disposition": `attachment; filename="INC-${incident.number}-fake.zip"` } };
    default: return null;
  }
}

function act(data: FakeIncidents, incident: Incident, verb: string, body: Record<string, unknown>, method: string, [entry]: readonly string[]): FakeAnswer {
  const done = (patch: Partial<Incident>): FakeAnswer => ok(Object.assign(incident, patch, { version: incident.version + 1 }));
  switch (verb) {
    case "acknowledge": return done({ acknowledgedAt: incident.openedAt, acknowledgedBy: "lee", attention: incident.attention.filter((each) => each !== "unacknowledged") });
    case "assign": case "severity": return done(body as Partial<Incident>);
    case "next": return done({ next: body["text"] === null ? null : { text: String(body["text"]), dueAt: (body["dueAt"] as string | null) ?? null } });
    case "phase": { const phase = body["phase"] as Incident["phase"]; return done({ phase, phaseAt: { ...incident.phaseAt, [phase]: incident.lastSignalAt } }); }
    case "close": return done({ phase: "closed", open: false, closedAt: incident.lastSignalAt, closedBecause: String(body["reason"]) });
    case "reopen": return done({ phase: "detected", open: true, closedAt: null });
    case "runs": return ok(body["dryRun"] === true ? { run: null, preview: data.preview } : { run: data.runs[0], preview: null }, 201);
    case "story": if (method === "POST") data.story.push({ id: `sty_${data.story.length + 1}`, incidentId: incident.id, at: incident.lastSignalAt, text: String(body["text"]), author: "lee", factSeq: (body["factSeq"] as number | undefined) ?? null, writtenAt: incident.lastSignalAt, editedAt: null, removedAt: null }); else Object.assign(data.story.find(({ id }) => id === entry) ?? {}, method === "DELETE" ? { removedAt: incident.lastSignalAt } : body); return ok(data.story.at(-1), 201);
    case "actions": data.actions.push({ id: `act_${data.actions.length + 1}`, incidentId: incident.id, number: incident.number, owner: null, dueAt: null, doneAt: null, ticket: null, createdAt: incident.lastSignalAt, text: "", ...body }); return ok(data.actions.at(-1), 201);
    case "clocks": return ok({ clocks: data.clocks, waiting: [], painRating: null });
    case "playbooks": case "answers": return { status: 204 };
    default: return ok(data.incidents[1] ?? incident);
  }
}

function voted(data: FakeIncidents, id: string, { verdict }: { verdict: "approve" | "deny" }): FakeAnswer | null {
  const approval = data.approvals.find((one) => one.id === id);
  return approval ? ok(Object.assign(approval, { mine: verdict, votes: [...approval.votes, { actor: "lee", verdict, comment: null, at: approval.askedAt }] } satisfies Partial<Approval>)) : null;
}

function edited<Row extends { id: string }>(rows: Row[], id: string, patch: object): FakeAnswer | null {
  const row = rows.find((one) => one.id === id);
  return row ? ok(Object.assign(row, patch)) : null;
}
