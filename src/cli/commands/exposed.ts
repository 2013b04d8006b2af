// aftwatch exposed: which running places does this vulnerability or package touch, now or as it was known?
import type { Coverage, Vulnerability } from "../../contract/advisories.ts";
import type { Exposure } from "../../contract/findings.ts";
import { isFault } from "../../kernel/fault.ts";
import type { Client } from "../client.ts";
import { defineCommand } from "../command.ts";
import type { ExitCode } from "../command.ts";
import { isoFlag } from "../flags.ts";
import type { Column } from "../output.ts";
import { count, coverageSentence, gapsOf } from "../sentences.ts";

const exposed = defineCommand({
  path: "exposed",
  about: "which running places does a vulnerability touch?",
  examples: [
    "aftwatch exposed CVE-2021-44228 --env prod",
    "aftwatch exposed CVE-2021-44228 --asof 2026-12-10",
    "aftwatch exposed pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
  ],
  arguments: [{ name: "<id>", about: "CVE, GHSA or another advisory id, or a purl" }],
  options: [
    { flags: "--asof <instant>", about: "as it was known then" },
    { flags: "--env <environment>", about: "only this environment" },
    { flags: "--all", about: "also deployments that have ended" },
  ],
  exits: { 0: "not exposed", 1: "exposed", 4: "the data is too stale or incomplete to say no" },
  async run(call) {
    const client = await call.client();
    const [id = ""] = call.arguments;
    const isPurl = id.startsWith("pkg:");
    const asof = isoFlag(call, "asof");
    const [vulnerability, coverage] = await Promise.all([isPurl ? undefined : findVulnerability(client, id), client.get<Coverage>("/coverage")]);
    const { items: rows } = await client.list<Exposure>("/exposures", {
      ...(isPurl ? { purl: id } : { vulnerability: vulnerability?.id ?? id }), environment: call.text("env"), asof, live: call.flag("all") ? undefined : true,
    });
    const live = rows.filter((row) => row.until === null || (asof !== undefined && row.until > asof));
    const atRisk = live.filter((row) => row.state !== "not-affected");
    if (vulnerability) call.output.note(headline(vulnerability));
    call.output.rows("exposures", columns, rows, { subject: id, vulnerability: vulnerability ?? null, asof: asof ?? null, coverage, exposed: atRisk.length });
    call.output.note(closingSentence(atRisk, coverage, call.io.clock.now()));
    if (!isPurl && !vulnerability) call.say(`No feed that is synced here knows ${id}.`);
    return exitFor(atRisk.length, coverage, isPurl || vulnerability !== undefined);
  },
});

async function findVulnerability(client: Client, id: string): Promise<Vulnerability | undefined> {
  try { return await client.get<Vulnerability>(`/vulnerabilities/${encodeURIComponent(id)}`); } catch (thrown) {
    if (isFault(thrown, "request.not-found")) return undefined;
    throw thrown;
  }
}

/** "No" needs proof: an id that no feed knows, or data with a gap, is no answer. */
export const exitFor = (atRisk: number, coverage: Coverage, isKnown: boolean): ExitCode =>
  atRisk > 0 ? 1 : !isKnown || gapsOf(coverage).length > 0 ? 4 : 0;

export const columns: readonly Column<Exposure>[] = [
  { head: "DEPLOYMENT", of: (row) => `${row.service}@${row.version}` },
  { head: "ENDPOINT", of: (row) => row.endpoint },
  { head: "COMPONENT", of: (row) => row.component },
  { head: "SINCE", of: (row) => row.since.slice(0, 10) },
  { head: "UNTIL", of: (row) => row.until?.slice(0, 10) },
  { head: "EXPOSED", of: (row) => ({ internet: "yes", internal: "no", unknown: "unknown" })[row.exposure] },
  { head: "OWNER", of: (row) => row.owner ?? "(none)" },
  { head: "DUE", of: (row) => row.dueAt?.replace(/:\d\d(\.\d+)?Z$/, "Z") },
  { head: "DECISION", of: (row) => (row.state === "open" ? "affected" : row.state) },
];

function headline({ id, aliases, summary, kev, epss, severity }: Vulnerability): string {
  const facts = [severity, ...(kev ? ["KEV"] : []), ...(epss === null ? [] : [`EPSS ${epss.toFixed(2)}`]), ...(aliases.length > 0 ? [`alias ${aliases.join(", ")}`] : [])];
  return `${id}  ${summary}  ${facts.join("  ")}`;
}

/** @example "2 deployments, 1 without owner, exposure unknown for 1. Evaluated 14 s ago; feeds fresh." */
export function closingSentence(atRisk: readonly Exposure[], coverage: Coverage, now: number): string {
  const deployments = new Map(atRisk.map((row) => [row.deploymentId, row]));
  const ownerless = [...deployments.values()].filter((row) => row.owner === null).length;
  const unknown = [...deployments.values()].filter((row) => row.exposure === "unknown").length;
  const parts = [
    deployments.size === 0 ? "No live deployment is known to be affected" : count(deployments.size, "deployment"),
    ...(ownerless > 0 ? [`${ownerless} without owner`] : []), ...(unknown > 0 ? [`exposure unknown for ${unknown}`] : []),
  ];
  return `${parts.join(", ")}. ${coverageSentence(coverage, now)}`;
}

export const commands = [exposed];
