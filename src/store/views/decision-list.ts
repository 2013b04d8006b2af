// Decisions as rows, the last said first: all of them, and those about one finding.
import { sql } from "kysely";
import { covers, holdsAt } from "../../findings/decision.ts";
import type { DecisionRow } from "../../findings/finding-views.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Tx } from "../bulk.ts";
import { decisionFrom, decisionsAbout } from "../decision-store.ts";
import type { DecisionTable } from "../tables.ts";
import type { Decision } from "../../findings/decision.ts";
import { namesOfServices } from "./finding-rows.ts";
import { listPage, byNumber, byText } from "./keyset.ts";
import type { Order } from "./keyset.ts";

const lastSaidFirst: Order = { name: "decisions", descending: true, keys: [byNumber(sql`v.recorded_at`), byText(sql`v.decision_id`)] };

export async function listDecisions(tx: Tx, org: string, page: PageRequest, now: Instant): Promise<Page<DecisionRow>> {
  const { rows, ...rest } = await listPage<DecisionTable>(tx, { columns: sql`v.*`, from: sql`decision v`, where: [sql`v.org_id = ${org}`], order: lastSaidFirst }, page);
  return { items: await decisionRows(tx, org, rows.map(decisionFrom), now), ...rest };
}

/** Every decision whose scope covers the finding, whether it holds or not. */
export async function decisionsOfFinding(tx: Tx, org: string, findingId: string, now: Instant): Promise<DecisionRow[]> {
  const finding = await tx.db.selectFrom("finding").select(["vulnerability_id", "package_key", "service_id"]).where("org_id", "=", org).where("finding_id", "=", findingId).executeTakeFirst();
  if (!finding) return [];
  const about = { vulnerabilityId: finding.vulnerability_id, packageKey: finding.package_key, serviceId: finding.service_id };
  const decisions = (await decisionsAbout(tx, org, [finding.vulnerability_id])).filter((decision) => covers(decision, about));
  return decisionRows(tx, org, decisions.toSorted((a, b) => b.recordedAt - a.recordedAt || (a.decisionId < b.decisionId ? 1 : -1)), now);
}

async function decisionRows(tx: Tx, org: string, decisions: readonly Decision[], now: Instant): Promise<DecisionRow[]> {
  const services = await namesOfServices(tx, org, decisions.flatMap(({ scope }) => scope.serviceId ?? []));
  return decisions.map((decision) => {
    const { decisionId: id, scope, recordedAt: _recorded, ...rest } = decision;
    return { ...rest, id, vulnerability: scope.vulnerabilityId, packageKey: scope.packageKey, serviceId: scope.serviceId, service: scope.serviceId === undefined ? undefined : services.get(scope.serviceId)?.name, holds: holdsAt(decision, now) };
  });
}
