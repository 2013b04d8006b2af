// Every resource of the API, in the order of its documentation.
import { ack } from "./ack.ts";
import { alertmanager } from "./alertmanager.ts";
import { alerts } from "./alerts.ts";
import { backups } from "./backups.ts";
import { cdevents } from "./cdevents.ts";
import { checks } from "./checks.ts";
import { clocks } from "./clocks.ts";
import { components } from "./components.ts";
import { coverage } from "./coverage.ts";
import { dastFindings } from "./dast-findings.ts";
import { decisions } from "./decisions.ts";
import { detections } from "./detections.ts";
import { deployments } from "./deployments.ts";
import { drills } from "./drills.ts";
import { endpoints } from "./endpoints.ts";
import { eventSources } from "./event-sources.ts";
import { exceptions } from "./exceptions.ts";
import { explain } from "./explain.ts";
import { exposures } from "./exposures.ts";
import { faults } from "./faults.ts";
import { feeds } from "./feeds.ts";
import { findings } from "./findings.ts";
import { fixes } from "./fixes.ts";
import { health } from "./health.ts";
import { incidents } from "./incidents.ts";
import { ingest } from "./ingest.ts";
import { ledger } from "./ledger.ts";
import { loaded } from "./loaded.ts";
import { metrics } from "./metrics.ts";
import { notices } from "./notices.ts";
import { now } from "./now.ts";
import { oncall } from "./oncall.ts";
import { owners } from "./owners.ts";
import { pages } from "./pages.ts";
import { playbooks } from "./playbooks.ts";
import { profiles } from "./profiles.ts";
import { receivers } from "./receivers.ts";
import { releases } from "./releases.ts";
import { reviews } from "./reviews.ts";
import { routes } from "./routes.ts";
import { rules } from "./rules.ts";
import { runs } from "./runs.ts";
import { sboms } from "./sboms.ts";
import { scans } from "./scans.ts";
import { search } from "./search.ts";
import { services } from "./services.ts";
import { session } from "./session.ts";
import { silences } from "./silences.ts";
import { stream } from "./stream.ts";
import { suppressions } from "./suppressions.ts";
import { targets } from "./targets.ts";
import { tokens } from "./tokens.ts";
import { vulnerabilities } from "./vulnerabilities.ts";
import type { Resource } from "../route.ts";

export const resources: readonly Resource[] = [
  session, now, services, releases, sboms, components, endpoints, deployments, cdevents, findings, incidents, fixes, exposures, explain, vulnerabilities,
  decisions, feeds, coverage, metrics, ledger, stream, receivers, routes, notices, tokens,
  alerts, silences, suppressions, alertmanager,
  clocks, reviews,
  ingest, detections, rules, exceptions, eventSources, profiles, loaded,
  targets, scans, dastFindings, checks, drills,
  oncall, pages, ack, owners,
  search, faults, backups, health, playbooks, runs,
];
