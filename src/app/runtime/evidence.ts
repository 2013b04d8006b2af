// Exploit evidence: whether the release that runs there has what the attack aims at; the finding is told that it was attacked.
import { hourMs } from "../../kernel/clock.ts";
import { actorOf } from "../../runtime/actor.ts";
import { exploitOf, noneNamed, signIn, vulnerabilitiesIn } from "../../runtime/exploit.ts";
import type { Judged, VulnerableComponent } from "../../runtime/exploit.ts";
import { loadedStateOf } from "../../runtime/loaded.ts";
import type { Placement } from "../../runtime/placement.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import { createStandings } from "./exploit-standing.ts";
import { loadedKnown } from "./loaded-known.ts";
import type { EvidenceOf, Found } from "./record-hits.ts";

/** A rule that names more is about a family of products; the rest would say nothing else. */
const mostNamed = 20;
/** A scan of a thousand addresses is one fact of the finding, not a thousand. */
const toldEveryMs = hourMs;

/** For one write: what was looked up once stands for all its detections. */
export function evidenceIn(context: LoopContext): EvidenceOf {
  const standings = createStandings(context);
  return async (ports, org, found) => {
    const { hit, placement } = found;
    const named = vulnerabilitiesIn(hit).slice(0, mostNamed);
    if (named.length === 0) return { evidence: noneNamed, level: hit.level, because: [] };
    const judged: Judged[] = [];
    for (const id of named) judged.push(await standings.judge(ports, org, placement, id));
    const { findings, ...exploit } = exploitOf(hit.level, judged, runsThere(placement), signIn(hit));
    if (found.exceptionId === undefined && hit.kind !== "canary") await tellFindings(context, ports, org, found, { findings, state: exploit.evidence.state, vulnerability: exploit.evidence.vulnerability, level: exploit.level });
    return exploit;
  };
}

const runsThere = ({ service, version, workload }: Placement): string => (service === undefined ? workload : version === undefined ? service : `${service} ${version}`);

interface Attacked { findings: readonly string[]; state: string; vulnerability: string | undefined; level: string }

async function tellFindings({ clock }: LoopContext, ports: Ports, org: string, { hit, placement, source }: Found, { findings, state, vulnerability, level }: Attacked): Promise<void> {
  for (const findingId of new Set(findings)) {
    const { items: [last] } = await ports.ledger.list(org, { kind: "finding.attacked", subject: findingId }, { limit: 1, after: undefined });
    if (last !== undefined && clock.now() - last.at < toldEveryMs) continue;
    await ports.ledger.append(org, [{
      kind: "finding.attacked", subject: findingId, actor: `source:${source}`,
      body: { vulnerability: vulnerability ?? null, evidence: state, rule: hit.ruleId, title: hit.title, level, workload: placement.workload, endpoint: placement.endpoint ?? null, attacker: hit.actor ?? actorOf(hit.event) ?? null, happenedAt: hit.at },
    }]);
  }
}

const shownComponents = 50;

/** The vulnerable components of the release that runs there, worst first. */
export async function componentsOf({ store, clock }: LoopContext, org: string, { releaseId, endpointId }: Placement): Promise<readonly VulnerableComponent[]> {
  if (releaseId === undefined) return [];
  // One row a deployment: a release on many endpoints repeats its components.
  const { items } = await store.views.findings.exposures(org, { release: releaseId, live: true, ...(endpointId === undefined ? {} : { endpoint: endpointId }) }, { limit: shownComponents, after: undefined }, clock.now());
  const known = await loadedKnown(store.read, org, releaseId);
  const rows = [...new Map(items.map((row) => [`${row.findingId} ${row.component}`, row])).values()];
  return rows.map((row) => ({ purl: row.component, vulnerability: row.vulnerability, outcome: row.outcome, fixVersion: row.fixVersion, findingId: row.findingId, loaded: loadedStateOf(row.component, known, endpointId, clock.now()).loaded }));
}
