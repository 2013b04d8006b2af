// The pages and their addresses; each page is loaded when it is first opened.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, retainSearchParams } from "@tanstack/react-router";
import { Loading } from "../lists/loading.tsx";
import { NotFoundPage } from "../pages/not-found.tsx";
import { PageFailure } from "../pages/page-failure.tsx";
import { Frame } from "../shell/frame.tsx";
import { parseSearch, stringifySearch } from "./url.ts";
import type { UrlState } from "./url.ts";

const root = createRootRoute({
  component: Frame,
  notFoundComponent: NotFoundPage,
  validateSearch: (search: Record<string, unknown>): UrlState => Object.fromEntries(Object.entries(search).filter(([, value]) => typeof value === "string")) as UrlState,
  search: { middlewares: [retainSearchParams<UrlState>(["range", "asof"])] },
});

const home = createRoute({ getParentRoute: () => root, path: "/", beforeLoad: () => { throw redirect({ to: "/now" }); } });
const login = createRoute({ getParentRoute: () => root, path: "/login", component: lazyRouteComponent(() => import("../pages/login.tsx"), "LoginPage") });
const now = createRoute({ getParentRoute: () => root, path: "/now", component: lazyRouteComponent(() => import("../pages/now.tsx"), "NowPage") });
const exposure = createRoute({ getParentRoute: () => root, path: "/exposure", component: lazyRouteComponent(() => import("../pages/exposure.tsx"), "ExposurePage") });
const advisory = createRoute({ getParentRoute: () => root, path: "/advisories/$id", component: lazyRouteComponent(() => import("../pages/advisory.tsx"), "AdvisoryPage") });
const finding = createRoute({ getParentRoute: () => root, path: "/findings/$id", component: lazyRouteComponent(() => import("../pages/finding.tsx"), "FindingPage") });
const incidents = createRoute({ getParentRoute: () => root, path: "/incidents", component: lazyRouteComponent(() => import("../pages/incidents.tsx"), "IncidentsPage") });
const incident = createRoute({ getParentRoute: () => root, path: "/incidents/$id", component: lazyRouteComponent(() => import("../pages/incident.tsx"), "IncidentPage") });
const runtime = createRoute({ getParentRoute: () => root, path: "/runtime", component: lazyRouteComponent(() => import("../pages/runtime.tsx"), "RuntimePage") });
const detection = createRoute({ getParentRoute: () => root, path: "/runtime/detections/$id", component: lazyRouteComponent(() => import("../pages/detection.tsx"), "DetectionPage") });
const rules = createRoute({ getParentRoute: () => root, path: "/runtime/rules", component: lazyRouteComponent(() => import("../pages/rules.tsx"), "RulesPage") });
const rule = createRoute({ getParentRoute: () => root, path: "/runtime/rules/$id", component: lazyRouteComponent(() => import("../pages/rule.tsx"), "RulePage") });
const eventSources = createRoute({ getParentRoute: () => root, path: "/runtime/sources", component: lazyRouteComponent(() => import("../pages/event-sources.tsx"), "EventSourcesPage") });
const exceptions = createRoute({ getParentRoute: () => root, path: "/runtime/exceptions", component: lazyRouteComponent(() => import("../pages/exceptions.tsx"), "ExceptionsPage") });
const profiles = createRoute({ getParentRoute: () => root, path: "/runtime/profiles", component: lazyRouteComponent(() => import("../pages/profiles.tsx"), "ProfilesPage") });
const profile = createRoute({ getParentRoute: () => root, path: "/runtime/profiles/$id", component: lazyRouteComponent(() => import("../pages/profile.tsx"), "ProfilePage") });
const tests = createRoute({ getParentRoute: () => root, path: "/tests", component: lazyRouteComponent(() => import("../pages/tests.tsx"), "TestsPage") });
const checks = createRoute({ getParentRoute: () => root, path: "/tests/checks", component: lazyRouteComponent(() => import("../pages/checks.tsx"), "ChecksPage") });
const target = createRoute({ getParentRoute: () => root, path: "/tests/targets/$id", component: lazyRouteComponent(() => import("../pages/target.tsx"), "TargetPage") });
const scan = createRoute({ getParentRoute: () => root, path: "/tests/scans/$id", component: lazyRouteComponent(() => import("../pages/scan.tsx"), "ScanPage") });
const scanDiff = createRoute({ getParentRoute: () => root, path: "/tests/scans/$id/diff", component: lazyRouteComponent(() => import("../pages/scan-diff.tsx"), "ScanDiffPage") });
const dastFinding = createRoute({ getParentRoute: () => root, path: "/tests/findings/$id", component: lazyRouteComponent(() => import("../pages/dast-finding.tsx"), "DastFindingPage") });
const playbooks = createRoute({ getParentRoute: () => root, path: "/playbooks", component: lazyRouteComponent(() => import("../pages/playbooks.tsx"), "PlaybooksPage") });
const playbook = createRoute({ getParentRoute: () => root, path: "/playbooks/$id", component: lazyRouteComponent(() => import("../pages/playbook.tsx"), "PlaybookPage") });
const run = createRoute({ getParentRoute: () => root, path: "/runs/$id", component: lazyRouteComponent(() => import("../pages/run.tsx"), "RunPage") });
const decisions = createRoute({ getParentRoute: () => root, path: "/decisions", component: lazyRouteComponent(() => import("../pages/decisions.tsx"), "DecisionsPage") });
const inventory = createRoute({ getParentRoute: () => root, path: "/inventory", component: lazyRouteComponent(() => import("../pages/inventory.tsx"), "InventoryPage") });
const service = createRoute({ getParentRoute: () => root, path: "/services/$id", component: lazyRouteComponent(() => import("../pages/service.tsx"), "ServicePage") });
const release = createRoute({ getParentRoute: () => root, path: "/releases/$id", component: lazyRouteComponent(() => import("../pages/release.tsx"), "ReleasePage") });
const component = createRoute({ getParentRoute: () => root, path: "/components/$purl", component: lazyRouteComponent(() => import("../pages/component.tsx"), "ComponentPage") });
const endpoint = createRoute({ getParentRoute: () => root, path: "/endpoints/$id", component: lazyRouteComponent(() => import("../pages/endpoint.tsx"), "EndpointPage") });
const metrics = createRoute({ getParentRoute: () => root, path: "/measures", component: lazyRouteComponent(() => import("../pages/metrics.tsx"), "MetricsPage") });
// A reload of /metrics reaches the Prometheus door of the server, so the page has its own address.
const metricsAlias = createRoute({ getParentRoute: () => root, path: "/metrics", beforeLoad: () => { throw redirect({ to: "/measures" }); } });
const sources = createRoute({ getParentRoute: () => root, path: "/sources", component: lazyRouteComponent(() => import("../pages/sources.tsx"), "SourcesPage") });
const preview = createRoute({ getParentRoute: () => root, path: "/preview", component: lazyRouteComponent(() => import("../pages/preview.tsx"), "PreviewPage") });
const alerts = createRoute({ getParentRoute: () => root, path: "/alerts", component: lazyRouteComponent(() => import("../pages/alerts.tsx"), "AlertsPage") });
const silences = createRoute({ getParentRoute: () => root, path: "/silences", component: lazyRouteComponent(() => import("../pages/silences.tsx"), "SilencesPage") });
const routes = createRoute({ getParentRoute: () => root, path: "/routes", component: lazyRouteComponent(() => import("../pages/routes.tsx"), "RoutesPage") });
const oncall = createRoute({ getParentRoute: () => root, path: "/oncall", component: lazyRouteComponent(() => import("../pages/oncall.tsx"), "OncallPage") });
const deliveries = createRoute({ getParentRoute: () => root, path: "/deliveries", component: lazyRouteComponent(() => import("../pages/deliveries.tsx"), "DeliveriesPage") });
const settings = createRoute({ getParentRoute: () => root, path: "/settings", component: lazyRouteComponent(() => import("../pages/settings.tsx"), "SettingsPage") });
const ledger = createRoute({ getParentRoute: () => root, path: "/ledger", component: lazyRouteComponent(() => import("../pages/ledger.tsx"), "LedgerPage") });

export const router = createRouter({
  routeTree: root.addChildren([home, login, now, exposure, advisory, finding, incidents, incident, runtime, detection, rules, rule, eventSources, exceptions, profiles, profile, tests, checks, target, scan, scanDiff, dastFinding, playbooks, playbook, run, decisions, inventory, service, release, component, endpoint, metrics, metricsAlias, sources, preview, alerts, silences, routes, oncall, deliveries, settings, ledger]),
  parseSearch, stringifySearch,
  defaultPreload: "intent",
  defaultPendingComponent: Loading,
  defaultErrorComponent: PageFailure,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register { router: typeof router }
}
