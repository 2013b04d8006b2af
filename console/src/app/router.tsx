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
const settings = createRoute({ getParentRoute: () => root, path: "/settings", component: lazyRouteComponent(() => import("../pages/settings.tsx"), "SettingsPage") });
const ledger = createRoute({ getParentRoute: () => root, path: "/ledger", component: lazyRouteComponent(() => import("../pages/ledger.tsx"), "LedgerPage") });

export const router = createRouter({
  routeTree: root.addChildren([home, login, now, exposure, advisory, finding, decisions, inventory, service, release, component, endpoint, metrics, metricsAlias, sources, preview, settings, ledger]),
  parseSearch, stringifySearch,
  defaultPreload: "intent",
  defaultPendingComponent: Loading,
  defaultErrorComponent: PageFailure,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register { router: typeof router }
}
