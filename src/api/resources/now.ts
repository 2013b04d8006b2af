// What needs someone now, and what the emptiness of a list rests on.
import type { App, Coverage, FeedStatus } from "../../app/app.ts";
import { Now } from "../../contract/operations.ts";
import { totalOf } from "../all-pages.ts";
import { door } from "../route.ts";
import type { Resource } from "../route.ts";

const dueRows = 20;

const readNow = door({
  id: "readNow", method: "GET", path: "/now", tag: "now", answer: Now,
  summary: "What needs someone now: due findings, counts, coverage, the first-hour checklist and 24 hours of facts",
  async handle({ app, desk, org, now }) {
    const [coverage, feeds, due, counts, deadNotices, pulse] = await Promise.all([
      app.coverage(org), app.feedStatus(),
      app.findings.findings(org, { state: "open", sort: "due" }, { limit: dueRows, after: undefined }, now),
      app.findings.counts(org, now),
      totalOf((page) => app.notices.deliveries(org, { state: "dead" }, page)),
      desk.pulse.of(app, org, now),
    ]);
    return { coverage, due: due.items, counts: { ...counts, deadNotices }, checklist: await checklistOf(app, org, coverage, feeds), pulse };
  },
});

interface Step { id: string; title: string; done: boolean; detail: string; command: string | undefined }

/** The first hour, measured: a step is done when its effect is there, not when somebody ticks it. */
async function checklistOf(app: App, org: string, coverage: Coverage, feeds: readonly FeedStatus[]): Promise<Step[]> {
  const [services, releases, receivers, sent] = await Promise.all([
    totalOf((page) => app.inventory.services(org, {}, page)),
    totalOf((page) => app.inventory.releases(org, {}, page)),
    app.notices.receivers(org),
    totalOf((page) => app.notices.deliveries(org, { state: "sent" }, page)),
  ]);
  const withSbom = coverage.liveDeployments - coverage.withoutSbom;
  // The starter set came with the program: it is no feed that was reached.
  const asked = feeds.filter((feed) => feed.enabled && feed.id !== "starter");
  const synced = asked.filter((feed) => feed.lastSuccessAt !== undefined).length;
  const owned = services - coverage.servicesWithoutOwner;
  return [
    { id: "deployment", title: "Connect a deployment", done: coverage.liveDeployments > 0, detail: `${coverage.liveDeployments} live deployments`, command: "aftwatch deploy record --service NAME --version VERSION --endpoint PLACE" },
    { id: "sbom", title: "Send a first SBOM", done: withSbom > 0, detail: `${withSbom} of ${coverage.liveDeployments} live deployments have one; ${releases} releases are known`, command: "aftwatch sbom push sbom.json --service NAME --version VERSION" },
    { id: "feed", title: "Sync a first feed", done: synced > 0, detail: `${synced} of ${asked.length} feeds have been synced`, command: "aftwatch feeds sync" },
    { id: "owners", title: "Name the owners of nine services in ten", done: services > 0 && owned >= 0.9 * services, detail: `${Math.max(0, owned)} of ${services} services have an owner`, command: undefined },
    { id: "alert", title: "Test the first alert route", done: receivers.length > 0 && sent > 0, detail: `${receivers.length} receivers, ${sent} notices delivered`, command: undefined },
  ];
}

export const now: Resource = { tag: "now", about: "What needs someone now", doors: [readNow] };
