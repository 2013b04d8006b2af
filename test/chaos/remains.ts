// What is left in the directory of a killed server, read as the next server would find it, and what of it is wrong.
import { openSqliteFile } from "../../src/store/sqlite.ts";
import { databaseFile, openStore } from "../../src/store/store.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { messageOf } from "../../src/kernel/fault.ts";
import { verifyChain } from "../../src/ledger/fact.ts";
import type { Received } from "../../src/notify/receiver.sample.ts";
import type { DeploymentItem, Item, SbomItem } from "./workload.ts";

export const org = "main";

/** Facts of one look. `wrong` names each loss or damage in a sentence. */
export interface Remains { wrong: string[]; openMs: number; ledgerEntries: number; deliveries: ReadonlySet<string>; sending: number; advisories: number }

type Rows = readonly Record<string, string | number | null>[];

/** before: the deliveries that the look before this one saw. received: every message that has arrived so far. */
export async function lookAt(directory: string, acknowledged: readonly Item[], before: ReadonlySet<string>, received: readonly Received[]): Promise<Remains> {
  const startedAt = performance.now();
  const store = await openStore({ kind: "sqlite", directory }, systemClock).catch((thrown: unknown) => messageOf(thrown));
  if (typeof store === "string") return { wrong: [`the directory cannot be opened: ${store}`], openMs: Number.NaN, ledgerEntries: 0, deliveries: before, sending: 0, advisories: 0 };
  const openMs = performance.now() - startedAt;
  const database = openSqliteFile(databaseFile(directory), { readOnly: true });
  const rows = (text: string, ...values: string[]): Rows => database.prepare(text).all(...values) as Rows;
  try {
    const verdict = await verifyChain(store.read.ledger.entries(org, 0), await store.read.ledger.head(org));
    const deliveries = rows("select delivery_id, message_key, state from delivery where org_id = ?", org);
    const ids = new Set(deliveries.map((row) => String(row["delivery_id"])));
    return {
      openMs, deliveries: ids, ledgerEntries: verdict.kind === "whole" ? verdict.entries : 0, sending: deliveries.filter((row) => row["state"] === "sending").length,
      advisories: await store.read.advisories.countOfSource("osv"),
      wrong: [
        ...rows("pragma integrity_check").filter((row) => row["integrity_check"] !== "ok").map((row) => `integrity: ${row["integrity_check"]}`),
        ...(verdict.kind === "whole" ? [] : [`the ledger is broken at ${verdict.seq}: ${verdict.why}`]),
        ...lostSboms(rows, acknowledged.filter((item) => item.kind === "sbom")), ...lostDeployments(rows, acknowledged.filter((item) => item.kind === "deployment")),
        ...[...before].filter((id) => !ids.has(id)).map((id) => `delivery ${id} is gone`), ...unknownMessages(deliveries, received),
      ],
    };
  } finally {
    database.close();
    await store.close();
  }
}

function lostSboms(rows: (text: string, ...values: string[]) => Rows, sent: readonly SbomItem[]): string[] {
  const held = new Map(rows(`select s.name || ' ' || r.version as release, r.sbom_digest as digest, (select count(*) from release_component c where c.org_id = r.org_id and c.release_id = r.release_id) as components
    from release r join service s on s.org_id = r.org_id and s.service_id = r.service_id where r.org_id = ?`, org).map((row) => [row["release"], row]));
  return sent.flatMap(({ service, version, digest, components }) => {
    const row = held.get(`${service} ${version}`);
    if (row?.["digest"] !== digest) return [`the SBOM of ${service} ${version} was acknowledged and is lost`];
    return row["components"] === components ? [] : [`the SBOM of ${service} ${version} has ${row["components"]} of ${components} components`];
  });
}

function lostDeployments(rows: (text: string, ...values: string[]) => Rows, sent: readonly DeploymentItem[]): string[] {
  const held = new Set(rows(`select s.name || ' ' || r.version || ' ' || e.name || ' ' || d.started_at as place from deployment d join service s on s.org_id = d.org_id and s.service_id = d.service_id
    join release r on r.org_id = d.org_id and r.release_id = d.release_id join endpoint e on e.org_id = d.org_id and e.endpoint_id = d.endpoint_id where d.org_id = ?`, org).map((row) => row["place"]));
  return sent.filter(({ service, version, endpoint, at }) => !held.has(`${service} ${version} ${endpoint} ${at}`)).map(({ service, version, endpoint }) => `the deployment of ${service} ${version} on ${endpoint} was acknowledged and is lost`);
}

/** Every outgoing message is a row before it is a packet: what arrived must be known under its key. */
function unknownMessages(deliveries: Rows, received: readonly Received[]): string[] {
  const known = new Set(deliveries.map((row) => row["message_key"]));
  return [...new Set(received.map(keyOf))].filter((key) => !known.has(key)).map((key) => `a message arrived under ${key}, which the outbox does not know`);
}

export const keyOf = ({ headers }: Received): string => String(headers["webhook-id"]);
