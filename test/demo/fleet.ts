// The fleet of a bookshop that does not exist: who owns what, where it runs, and when each release was rolled out.
import type { Criticality, ExposureLevel } from "../../src/inventory/inventory.ts";

interface Place { environment: string; exposure: ExposureLevel | undefined; criticality: Criticality | undefined }

/** Nobody has said yet how exposed the device is: the console has to say so, too. */
export const places = {
  staging: { environment: "staging", exposure: "internal", criticality: "low" },
  "prod-ap": { environment: "production", exposure: "internet", criticality: "medium" },
  "prod-us": { environment: "production", exposure: "internet", criticality: "high" },
  "prod-eu": { environment: "production", exposure: "internet", criticality: "critical" },
  batch: { environment: "production", exposure: "internal", criticality: "medium" },
  backoffice: { environment: "production", exposure: "internal", criticality: "high" },
  "partner-edge": { environment: "production", exposure: "internet", criticality: "high" },
  "warehouse-device-07": { environment: "edge", exposure: undefined, criticality: undefined },
} as const satisfies Record<string, Place>;
export type PlaceName = keyof typeof places;

/** on: the day the first place got it; the others follow three hours apart. only: some of the service's places. sbom false: nobody pushed one. */
export interface Rollout { version: string; on: string; only?: readonly PlaceName[]; sbom?: false }
export interface ServicePlan { service: string; owner: string | undefined; places: readonly PlaceName[]; rollouts: readonly Rollout[] }

export const plans: readonly ServicePlan[] = [
  { service: "orders-service", owner: "team-orders", places: ["staging", "prod-us", "prod-eu"], rollouts: [{ version: "6.1.0", on: "2024-11-18" }, { version: "6.2.0", on: "2024-12-17" }, { version: "7.0.0", on: "2025-03-04" }, { version: "7.1.0", on: "2025-04-22" }] },
  { service: "checkout-api", owner: "team-payments", places: ["staging", "prod-ap", "prod-us", "prod-eu"], rollouts: [{ version: "3.8.0", on: "2024-11-18" }, { version: "3.9.0", on: "2025-03-25" }, { version: "4.0.0", on: "2026-08-18" }] },
  { service: "storefront-web", owner: "team-web", places: ["staging", "prod-ap", "prod-us", "prod-eu"], rollouts: [{ version: "1.4.0", on: "2024-11-19" }, { version: "1.5.0", on: "2025-01-28" }, { version: "1.5.1", on: "2025-03-24" }, { version: "1.6.0", on: "2026-01-20" }] },
  { service: "session-service", owner: "team-identity", places: ["staging", "prod-us", "prod-eu"], rollouts: [{ version: "2.1.0", on: "2024-11-19" }, { version: "2.2.0", on: "2025-01-14" }, { version: "2.3.0", on: "2025-06-03" }] },
  { service: "catalog-api", owner: "team-catalog", places: ["staging", "prod-us", "prod-eu"], rollouts: [{ version: "2024.9", on: "2024-11-19" }, { version: "2025.4", on: "2025-04-08" }, { version: "2025.11", on: "2025-11-11" }] },
  { service: "search-api", owner: "team-catalog", places: ["staging", "prod-eu"], rollouts: [{ version: "1.12.0", on: "2024-11-20" }, { version: "1.13.0", on: "2024-12-03" }, { version: "1.14.0", on: "2025-04-01" }] },
  { service: "search-indexer", owner: "team-catalog", places: ["batch"], rollouts: [{ version: "1.0.3", on: "2024-11-20" }, { version: "1.1.0", on: "2024-12-05" }, { version: "1.2.0", on: "2025-02-18" }] },
  { service: "mail-worker", owner: "team-messaging", places: ["batch"], rollouts: [{ version: "0.9.2", on: "2024-11-20" }, { version: "1.0.0", on: "2025-02-11" }, { version: "1.0.0", on: "2025-08-12" }, { version: "1.1.0", on: "2026-02-10" }] },
  { service: "media-ingest", owner: "team-media", places: ["batch", "prod-us"], rollouts: [{ version: "5.0.0", on: "2024-11-21" }, { version: "5.1.0", on: "2024-12-10" }, { version: "5.2.0", on: "2026-01-27" }] },
  // Rolled back for six days after the release of March: what it had fixed came back.
  { service: "thumbnailer", owner: "team-media", places: ["prod-us", "prod-eu"], rollouts: [{ version: "0.8", on: "2024-11-22" }, { version: "0.9", on: "2024-12-05" }, { version: "1.0", on: "2025-03-18" }, { version: "0.9", on: "2025-03-19", only: ["prod-us"] }, { version: "1.0", on: "2025-03-25" }] },
  // The copy for partners was forgotten: it still runs a jQuery that is exploited in the wild.
  { service: "admin-console", owner: "team-web", places: ["backoffice", "partner-edge"], rollouts: [{ version: "7.2.0", on: "2024-11-25" }, { version: "7.3.0", on: "2025-09-16", only: ["backoffice"] }] },
  { service: "recommendations", owner: "team-data", places: ["batch", "prod-eu"], rollouts: [{ version: "3.0.0", on: "2024-11-26" }, { version: "3.1.0", on: "2025-05-20" }, { version: "3.1.1", on: "2026-10-20", only: ["batch"], sbom: false }] },
  { service: "report-builder", owner: undefined, places: ["backoffice"], rollouts: [{ version: "12", on: "2024-11-27" }, { version: "13", on: "2025-01-21" }] },
  { service: "loyalty-api", owner: "team-loyalty", places: ["staging", "partner-edge", "warehouse-device-07"], rollouts: [{ version: "0.4.0", on: "2024-12-02" }, { version: "0.5.0", on: "2026-06-09", only: ["staging"] }] },
];

/** What people said about findings that were open then. until: a day. */
export interface Statement { on: string; service: string; packageKey: string; kind: "not-affected" | "accepted" | "snoozed"; reason: string; until?: string; by: string }
export const statements: readonly Statement[] = [
  { on: "2025-01-20", service: "mail-worker", packageKey: "npm:moment", kind: "not-affected", reason: "Dates come from our own queue, never from a request.", by: "person:noor" },
  { on: "2025-04-01", service: "report-builder", packageKey: "PyPI:jinja2", kind: "accepted", reason: "Templates are written by the finance team only; moving off this version waits for the summer release.", until: "2025-07-01", by: "person:ines" },
  { on: "2026-10-01", service: "catalog-api", packageKey: "PyPI:urllib3", kind: "snoozed", reason: "The upgrade is part of the December release.", until: "2026-12-15", by: "person:amir" },
];
