// Takes the pictures of the documents from the running demo: starts it, logs in, opens each page, and writes docs/images/.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { chromiumPath } from "../test/console/console-under-test.ts";

const shots = [
  { name: "now", path: "/now", theme: "light", width: 1280 },
  { name: "exposure", path: "/exposure", theme: "dark", width: 1280 },
  { name: "advisory", path: "/advisories/DEMO-2026-0001", theme: "light", width: 1280 },
  { name: "now-narrow", path: "/now", theme: "dark", width: 390 },
] as const;

const demo = spawn(process.execPath, [fileURLToPath(new URL("../test/demo/demo.ts", import.meta.url)), "--port", "7997"], { stdio: ["ignore", "pipe", "inherit"] });
const link = await new Promise<string>((resolve, reject) => {
  let told = "";
  demo.stdout.on("data", (chunk: Buffer) => {
    told += chunk.toString();
    const [found] = /http:\/\/127\.0\.0\.1:7997\/login\/\S+/.exec(told) ?? [];
    // The link comes before the story; the pictures want the advisory that opens it.
    if (found !== undefined && told.includes("message to")) resolve(found);
  });
  demo.on("exit", () => reject(new Error("the demo ended before it could be pictured")));
});
try {
  await picture(link);
} finally {
  demo.removeAllListeners("exit");
  demo.kill("SIGINT");
}

async function picture(loginLink: string): Promise<void> {
  if (chromiumPath === undefined) throw new Error("no Chromium found: install one at /usr/bin/chromium");
  const images = fileURLToPath(new URL("../docs/images/", import.meta.url));
  mkdirSync(images, { recursive: true });
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
  const first = await browser.newContext();
  await (await first.newPage()).goto(loginLink);
  const storageState = await first.storageState();
  for (const { name, path, theme, width } of shots) {
    const context = await browser.newContext({ storageState, viewport: { width, height: 860 }, colorScheme: theme, reducedMotion: "reduce", locale: "en-GB" });
    const page = await context.newPage();
    await page.goto(new URL(path, loginLink).href);
    await page.locator("main table, main h2").first().waitFor();
    await page.waitForLoadState("load");
    await page.screenshot({ path: `${images}${name}.png`, animations: "disabled" });
    process.stderr.write(`docs/images/${name}.png\n`);
    await context.close();
  }
  await browser.close();
}
