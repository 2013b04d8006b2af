// An incident's evidence pack: the files, and the ledger segment that binds them to everything else on record.
import { packOf } from "../../evidence/pack.ts";
import type { PackFile } from "../../evidence/pack.ts";
import { draftReport } from "../../incidents/clocks/draft.ts";
import type { IncidentFacts } from "../../incidents/clocks/regime.ts";
import { isOn } from "../../incidents/clocks/clock.ts";
import { regimes } from "../../incidents/clocks/regimes/index.ts";
import { toIso } from "../../kernel/clock.ts";
import type { LedgerEntry } from "../../ledger/fact.ts";
import type { LoopContext } from "../loop/context.ts";
import { activityOf } from "./incident-facts.ts";
import type { ClocksAnswer, ReviewAnswer } from "./response-desk.ts";

export interface PackParts { facts: IncidentFacts; clocks: ClocksAnswer; review: ReviewAnswer; version: string }

// Above this, the incident's own entries go in alone, each proving itself; the whole ledger is verified where it is.
const segmentLimit = 50_000;

export async function packIncident(context: LoopContext, org: string, parts: PackParts): Promise<Uint8Array> {
  const { incident } = parts.facts;
  const own = (await activityOf(context, org, incident.incidentId)).toSorted((a, b) => a.seq - b.seq);
  const head = await context.store.read.ledger.head(org);
  return packOf({
    incident: { id: incident.incidentId, number: incident.number, title: incident.title }, org, madeAt: context.clock.now(), version: parts.version,
    files: filesOf(parts, own), segment: await segmentOf(context, org, own), facts: own.map(({ seq }) => seq), head,
  });
}

async function segmentOf({ store }: LoopContext, org: string, own: readonly LedgerEntry[]): Promise<readonly LedgerEntry[]> {
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last || last.seq - first.seq >= segmentLimit) return own;
  const segment: LedgerEntry[] = [];
  for await (const entry of store.read.ledger.entries(org, first.seq - 1)) {
    if (entry.seq > last.seq) break;
    segment.push(entry);
  }
  return segment;
}

function filesOf({ facts, clocks, review }: PackParts, own: readonly LedgerEntry[]): PackFile[] {
  const json = (name: string, value: unknown): PackFile => ({ name, content: `${JSON.stringify(value, instants, 1)}\n` });
  return [
    json("incident.json", facts.incident), json("members.json", facts.members), json("vulnerabilities.json", facts.vulnerabilities), json("deployments.json", facts.deployments),
    json("activity.json", own.map(({ seq, at, kind, subject, actor, body }) => ({ seq, at, kind, subject, actor, body }))), json("story.json", facts.story), json("clocks.json", clocks), json("actions.json", review.actions),
    json("times.json", review.draft.stretches), json("answers.json", facts.answers), { name: "review.md", content: review.text }, ...draftsOf(facts),
  ];
}

function draftsOf(facts: IncidentFacts): PackFile[] {
  return regimes.all.filter((regime) => isOn(regime, facts.settings) && regime.appliesTo(facts) !== undefined).flatMap((regime) => regime.stages(facts).map((stage) => ({ name: `reports/${regime.id}-${stage.id}.md`, content: draftReport(regime, stage, facts).text })));
}

/** Instants are RFC 3339 in files: members that end in At hold them. */
const instants = (name: string, value: unknown): unknown => (typeof value === "number" && /(?:^at|At)$/.test(name) ? toIso(value) : value);
