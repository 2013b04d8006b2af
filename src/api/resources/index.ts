// Every resource of the API, in the order of its documentation.
import { backups } from "./backups.ts";
import { cdevents } from "./cdevents.ts";
import { components } from "./components.ts";
import { coverage } from "./coverage.ts";
import { decisions } from "./decisions.ts";
import { deployments } from "./deployments.ts";
import { endpoints } from "./endpoints.ts";
import { explain } from "./explain.ts";
import { exposures } from "./exposures.ts";
import { faults } from "./faults.ts";
import { feeds } from "./feeds.ts";
import { findings } from "./findings.ts";
import { fixes } from "./fixes.ts";
import { health } from "./health.ts";
import { ledger } from "./ledger.ts";
import { metrics } from "./metrics.ts";
import { notices } from "./notices.ts";
import { now } from "./now.ts";
import { receivers } from "./receivers.ts";
import { releases } from "./releases.ts";
import { routes } from "./routes.ts";
import { sboms } from "./sboms.ts";
import { search } from "./search.ts";
import { services } from "./services.ts";
import { session } from "./session.ts";
import { stream } from "./stream.ts";
import { tokens } from "./tokens.ts";
import { vulnerabilities } from "./vulnerabilities.ts";
import type { Resource } from "../route.ts";

export const resources: readonly Resource[] = [
  session, now, services, releases, sboms, components, endpoints, deployments, cdevents, findings, fixes, exposures, explain, vulnerabilities,
  decisions, feeds, coverage, metrics, ledger, stream, receivers, routes, notices, tokens, search, faults, backups, health,
];
