// One CVE of NVD's API 2.0 (schema cve_api_json_2.0) as an advisory: pure.
import { parseInstant } from "../../../kernel/clock.ts";
import type { Instant } from "../../../kernel/clock.ts";
import { productsOf } from "../../../versions/cpe/index.ts";
import type { Advisory, AffectedPackage, Severity } from "../../advisory.ts";
import { readConfigurations } from "./configurations.ts";
import { isRecord, listOf } from "./shape.ts";
import type { Left, Members } from "./shape.ts";

/** `left` names, by JSON pointer, the parts of a readable record that could not be used. */
export type NvdReading =
  | { kind: "advisory"; advisory: Advisory; left: readonly Left[] }
  | { kind: "reject"; record: string; reason: string };

/**
 * Reads one item of `vulnerabilities`: `{ cve: ... }`, or the CVE itself. NVD's record is one among others on a CVE, so
 * it has an id of its own and the CVE's as alias: it joins the CVE's cluster and never takes the place of a record that
 * another source publishes under the CVE's id. `label` names the item where it has no id.
 */
export function readCve(text: string, label: string): NvdReading {
  let item: unknown;
  try { item = JSON.parse(text); } catch { return { kind: "reject", record: label, reason: "is not JSON" }; }
  const cve = isRecord(item) && isRecord(item["cve"]) ? item["cve"] : item;
  if (!isRecord(cve)) return { kind: "reject", record: label, reason: "is not an object" };
  const { id } = cve;
  if (typeof id !== "string" || !/^CVE-\d{4}-\d{4,19}$/.test(id)) return { kind: "reject", record: label, reason: `/id ${JSON.stringify(id ?? null).slice(0, 60)} is not a CVE id` };
  const modifiedAt = readTime(cve["lastModified"]);
  if (modifiedAt === undefined) return { kind: "reject", record: id, reason: `/lastModified ${JSON.stringify(cve["lastModified"] ?? null).slice(0, 60)} is not an instant` };
  const left: Left[] = [];
  return { kind: "advisory", advisory: advisoryFrom(cve, id, modifiedAt, left), left };
}

function advisoryFrom(cve: Members, id: string, modifiedAt: Instant, left: Left[]): Advisory {
  const details = englishOf(cve["descriptions"], left);
  return {
    id: `NVD-${id}`, source: "nvd", modifiedAt, publishedAt: readTime(cve["published"]),
    // NVD tells that a CVE was rejected, not when; its last change is the latest it can have been.
    withdrawnAt: isRejected(cve) ? modifiedAt : undefined,
    summary: firstSentence(details), details, aliases: [id], upstream: [], related: [],
    severities: readSeverities(cve["metrics"], left), affected: readAffected(cve["configurations"], left), references: readReferences(cve["references"], left),
  };
}

// The other states say how far the analysis is. Where there is none ("Awaiting Analysis", "Deferred") the record has no
// configurations, and so no opinion on what is affected.
const isRejected = (cve: Members): boolean => typeof cve["vulnStatus"] === "string" && cve["vulnStatus"].toLowerCase() === "rejected";

/** NVD's times are UTC without saying so. */
function readTime(value: unknown): Instant | undefined {
  if (typeof value !== "string") return undefined;
  return parseInstant(/(?:[Zz]|[+-]\d{2}:\d{2})$/.test(value) || !value.includes("T") ? value : `${value}Z`);
}

function englishOf(value: unknown, left: Left[]): string {
  const descriptions = listOf(value, "/descriptions", left).filter(isRecord);
  const english = descriptions.find(({ lang }) => typeof lang === "string" && /^en\b/i.test(lang));
  return typeof english?.["value"] === "string" ? english["value"].trim() : "";
}

// NVD has no titles. The whole text stays in `details`.
const firstSentence = (text: string): string => /^.{1,300}?[.!?](?=\s|$)/s.exec(text)?.[0].replace(/\s+/g, " ") ?? text.split("\n")[0]?.slice(0, 300) ?? "";

const metricTypes: Readonly<Record<string, Severity["type"]>> = { cvssMetricV2: "CVSS_V2", cvssMetricV30: "CVSS_V3", cvssMetricV31: "CVSS_V3", cvssMetricV40: "CVSS_V4" };

/** Every rating with whose it is: "nvd@nist.gov" is NVD's own, others are of whoever assigned or enriched the CVE. */
function readSeverities(value: unknown, left: Left[]): readonly Severity[] {
  const metrics = isRecord(value) ? value : {};
  return Object.entries(metricTypes).flatMap(([name, type]) => listOf(metrics[name], `/metrics/${name}`, left).flatMap((metric, index): readonly Severity[] => {
    const data = isRecord(metric) ? metric["cvssData"] : undefined;
    const vector = isRecord(data) ? data["vectorString"] : undefined;
    if (!isRecord(metric) || typeof vector !== "string" || vector === "") { left.push({ at: `/metrics/${name}/${index}/cvssData/vectorString`, reason: "is not text" }); return []; }
    return [{ type, score: vector, source: typeof metric["source"] === "string" && metric["source"] !== "" ? metric["source"] : "NVD" }];
  }));
}

function readAffected(value: unknown, left: Left[]): readonly AffectedPackage[] {
  const { products, unkeyed } = productsOf(readConfigurations(value, left));
  for (const criteria of unkeyed) left.push({ at: "/configurations", reason: `${criteria} names no product that a component could be` });
  return products.map(({ key, configurations }) => ({ ecosystem: "CPE", name: key, ranges: [], versions: [], severities: [], fixState: undefined, configurations }));
}

// OSV's words for what NVD tags; the first that fits.
const referenceTypes = [["Patch", "FIX"], ["Exploit", "EVIDENCE"], ["Vendor Advisory", "ADVISORY"], ["Third Party Advisory", "ADVISORY"], ["US Government Resource", "ADVISORY"], ["Issue Tracking", "REPORT"]] as const;

function readReferences(value: unknown, left: Left[]): Advisory["references"] {
  const references = new Map<string, string>();
  for (const [index, reference] of listOf(value, "/references", left).entries()) {
    if (!isRecord(reference) || typeof reference["url"] !== "string") { left.push({ at: `/references/${index}`, reason: "has no url" }); continue; }
    const tags: readonly unknown[] = Array.isArray(reference["tags"]) ? reference["tags"] : [];
    const type = referenceTypes.find(([tag]) => tags.includes(tag))?.[1] ?? "WEB";
    // The same link comes from several sources; one that says what it is wins.
    if ((references.get(reference["url"]) ?? "WEB") === "WEB") references.set(reference["url"], type);
  }
  return [...references].map(([url, type]) => ({ type, url }));
}
