// What the browser tests look at: a freshly built console, the server behind it, and a browser to open it with.
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { BrowserContext, Page } from "playwright-core";
import { startFakeServer } from "../../console/dev/fake-server.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { builtConsole } from "./built-console.ts";

/** publish: a fact for the live stream. paths: an example address for each page. */
export interface ConsoleUnderTest { url: string; token: string; publish: (kind: string, subject: string) => void; paths: readonly string[]; close: () => Promise<void> }

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
/** Where Chromium is; undefined on a machine without one. */
export const chromiumPath = places.find((path) => existsSync(path));
/** Without Chromium the browser tests are skipped aloud, but not where everything must run. */
export const isBrowserMissing = chromiumPath === undefined && process.env["CI"] !== "true";
export const browserNote = chromiumPath === undefined ? " (skipped: no Chromium on this machine)" : "";

/** rowsPerPage: short lists, for checks whose time grows with what is on the page. */
export async function startConsole({ rowsPerPage = 500 }: { rowsPerPage?: number } = {}): Promise<ConsoleUnderTest> {
  const consoleDir = await builtConsole();
  const server = await startFakeServer({ consoleDir, nowMs: systemClock.now(), rowsPerPage });
  return { ...server, paths, close: () => server.close() };
}

const purl = encodeURIComponent("pkg:npm/path-weaver@1.4.2");
const paths = [
  "/login", "/now", "/exposure", "/exposure?group=finding&q=is%3Aopen", "/exposure?group=finding&q=is%3Amalicious", "/exposure?group=advisory", "/advisories/CVE-2026-10000", "/advisories/CVE-2026-10370", "/advisories/CVE-2026-10000?tab=sources", "/advisories/CVE-2026-10000?tab=names",
  "/findings/fnd_0001", "/findings/fnd_0001?tab=evidence", "/findings/fnd_0001?tab=timeline", "/findings/fnd_0006?tab=decisions", "/findings/fnd_0008", "/inventory", "/inventory?tab=releases", "/inventory?tab=components", "/inventory?tab=endpoints", "/inventory?tab=deployments",
  "/services/svc_1", "/releases/rel_3", "/releases/rel_6", `/components/${purl}`, `/components/${purl}?tab=explain`, "/endpoints/end_1", "/measures", "/measures?view=table", "/sources", "/preview", "/settings", "/settings?tab=tokens",
  "/alerts", "/alerts?tab=groups", "/alerts?tab=suppressed", "/silences", "/silences?id=3f0c9a54-1f6e-8d0b-a0aa-6f3e1c5d7b21", "/routes", "/routes?tab=simulate&labels=severity%3Dcritical+service%3Dsearch-indexer", "/routes?tab=past", "/routes?tab=import", "/deliveries", "/deliveries?state=dead&receiver=mail-oncall&id=dlv_4", "/deliveries?tab=receivers",
  "/oncall", "/oncall?tab=calendar", "/oncall?tab=calendar&view=month", "/oncall?tab=policies", "/oncall?tab=fairness", "/oncall?tab=owners", "/oncall?tab=document",
  "/decisions", "/ledger",
  "/incidents", "/incidents?q=is%3Aclosed", "/incidents?tab=held", "/incidents/INC-31", "/incidents/INC-31?tab=members&state=left", "/incidents/INC-31?tab=lanes", "/incidents/INC-31?tab=clocks", "/incidents/INC-31?tab=playbooks", "/incidents/INC-31?tab=review", "/incidents/INC-31?tab=evidence", "/incidents/INC-30", "/incidents/INC-28", "/incidents/INC-31?asof=2026-11-01T00%3A00%3A00.000Z",
  "/runtime", "/runtime?range=6h&view=table", "/runtime?q=no-such-thing", "/runtime/detections/det_1", "/runtime/detections/det_1?tab=components", "/runtime/detections/det_2", "/runtime/detections/det_3", "/runtime/detections/det_4", "/runtime/detections/det_6", "/runtime/rules", "/runtime/rules?tab=rejects", "/runtime/rules/rule-1?tab=text",
  "/runtime/sources", "/runtime/exceptions", "/runtime/exceptions?id=exc_2", "/runtime/profiles", "/runtime/profiles/prf_1", "/runtime/profiles/prf_1?tab=coverage", "/runtime/profiles/prf_3",
  "/playbooks", "/playbooks?tab=runs", "/playbooks?tab=approvals", "/playbooks/web-shell", "/playbooks/our-own?tab=text", "/playbooks/new", "/runs/run_1", "/runs/run_2",
  "/now?asof=2026-11-01T00%3A00%3A00.000Z", "/findings/none", "/no-such-page",
] as const;

export interface Browser { open: (look: { theme: string; width: number }) => Promise<Page>; close: () => Promise<void> }

/** One Chromium with a profile of its own, logged in. */
export async function openBrowser(target: ConsoleUnderTest): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error("no Chromium found: install one at /usr/bin/chromium");
  const profile = await mkdtemp(join(tmpdir(), "aftwatch-browser-"));
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const context = await chromium.launchPersistentContext(profile, { executablePath: chromiumPath, args, locale: "en-GB", reducedMotion: "reduce" });
  await context.request.post(`${target.url}/api/v1/session`, { data: { token: target.token }, headers: { "idempotency-key": "log-in" } });
  return { open: (look) => openPage(context, look), close: async () => { await context.close(); await rm(profile, { recursive: true, force: true }); } };
}

async function openPage(context: BrowserContext, { theme, width }: { theme: string; width: number }): Promise<Page> {
  const page = await context.newPage();
  await page.setViewportSize({ width, height: 900 });
  // Both names: the one before anyone is known, and the person of the session.
  await page.addInitScript(`for (const user of ["", "lee"]) if (!localStorage.getItem("aftwatch.preferences." + user)) localStorage.setItem("aftwatch.preferences." + user, JSON.stringify({ theme: ${JSON.stringify(theme)} }))`);
  return page;
}

// target-size (2.5.8) is off by default in axe-core.
const wcag = `runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`;
const colourRules = ["color-contrast", "link-in-text-block"];
// Violations only, and no second fetch of style sheets and media: nothing here comes from another host.
const looks = {
  everything: `{ ${wcag}, rules: { "target-size": { enabled: true } }, resultTypes: ["violations"], preload: false }`,
  "all but colours": `{ ${wcag}, rules: { "target-size": { enabled: true }, ${colourRules.map((id) => `"${id}": { enabled: false }`).join(", ")} }, resultTypes: ["violations"], preload: false }`,
  colours: `{ runOnly: { type: "rule", values: ${JSON.stringify(colourRules)} }, resultTypes: ["violations"], preload: false }`,
} as const;
const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** Serious and critical breaches of WCAG 2.2 A and AA, as axe-core words them; colours: only what a theme can change. */
export async function seriousBreaches(page: Page, look: keyof typeof looks = "everything"): Promise<string[]> {
  if (await page.evaluate('typeof axe === "undefined"')) await page.evaluate(axe);
  const breaches = await page.evaluate<{ id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[]>(`axe.run(document, ${looks[look]}).then((result) => result.violations)`);
  return breaches.filter(({ impact }) => impact === "serious" || impact === "critical").flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}

/** The page is settled: its heading is there and nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
}
