// Bad input, sent while the documents are written: the page shows what the program really says, and what it keeps.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { openApp } from "../../src/app/open.ts";
import type { OpenApp } from "../../src/app/open.ts";
import { readSettings } from "../../src/app/settings.ts";
import { failureText } from "../../src/cli/failure.ts";
import { readSbom } from "../../src/inventory/sbom-reader.ts";
import { sbomLimits } from "../../src/inventory/sbom-format.ts";
import { fakeClock } from "../../src/kernel/clock.ts";
import type { Http } from "../../src/kernel/http.ts";
import { countingIds } from "../../src/kernel/id.ts";
import { silentLog } from "../../src/kernel/log.ts";
import { block } from "./page.ts";

/** sent: in our words. told: what the program says. */
interface Case { sent: string; told(): Promise<string> }

async function* bytesOf(content: string | Uint8Array): AsyncGenerator<Uint8Array> { yield Buffer.from(content); }

async function refusal(act: () => Promise<unknown>): Promise<string> {
  try { await act(); } catch (thrown) { return failureText(thrown, false); }
  throw new Error("what should be refused was taken");
}

const refused = (sent: string, content: string | Uint8Array, limits = sbomLimits): Case => ({ sent, told: () => refusal(() => readSbom(bytesOf(content), limits)) });

/** A document that is read, and what of it is not. */
const partly = (sent: string, content: string): Case => ({
  sent,
  told: async () => {
    const { components, rejects } = await readSbom(bytesOf(content));
    return [`kept: ${components.map(({ purl }) => purl).join(", ")}`, ...rejects.map((reject) => `reject: ${JSON.stringify(reject)}`)].join("\n");
  },
});

const cycloneDx = (components: readonly object[], specVersion = "1.6"): string => JSON.stringify({ bomFormat: "CycloneDX", specVersion, version: 1, components });
const sound = { type: "library", name: "left", version: "1.0.0", purl: "pkg:npm/left@1.0.0" };

const sboms: readonly Case[] = [
  refused("an SBOM that was cut off on its way", cycloneDx([sound, sound]).slice(0, 120)),
  refused("an SBOM larger than is read (here with a limit of 1 KiB)", cycloneDx(Array.from({ length: 40 }, () => sound)), { ...sbomLimits, maxBytes: 1024 }),
  refused("a gzip file that unpacks to a thousand times its size", gzipSync(cycloneDx([{ ...sound, description: " ".repeat(20_000_000) }]))),
  refused("an SBOM that is not UTF-8", Buffer.concat([Buffer.from('{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"'), Buffer.from([0xe9, 0xe8]), Buffer.from('","version":"1"}]}')])),
  refused("XML with entities that expand without end", '<?xml version="1.0"?><!DOCTYPE bom [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components/></bom>'),
  refused("a CycloneDX version that does not exist", cycloneDx([sound], "9.9")),
  refused("SPDX 3, which is not read", '{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[]}'),
  refused("a page of a proxy in place of the SBOM", "<!doctype html><html><body>Please log in</body></html>"),
  partly("a purl without a version beside a sound one", cycloneDx([sound, { type: "library", name: "right", purl: "pkg:npm/right" }])),
  partly("text that is no purl beside a sound one", cycloneDx([sound, { type: "library", name: "right", version: "2", purl: "npm:right@2" }])),
];

const htmlEverywhere: Http = {
  send: async () => ({
    status: 200, headers: { "content-type": "text/html" },
    body: () => bytesOf("<!doctype html><html><body>Please log in</body></html>"),
    text: async () => "<!doctype html><html><body>Please log in</body></html>",
  }),
};

/** An empty installation on a clock of its own, whose network answers with a login page. */
async function onEmptyApp<T>(act: (app: OpenApp) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "aftwatch-docs-"));
  const settings = readSettings({ AFTWATCH_HOST: "off", AFTWATCH_LOG: "error" }, {}, folder);
  const app = await openApp(settings, { clock: fakeClock(Date.UTC(2026, 0, 15, 12)), ids: countingIds(), log: silentLog, http: htmlEverywhere });
  try { return await act(app); } finally {
    await app.close();
    rmSync(folder, { recursive: true });
  }
}

const live: readonly Case[] = [
  { sent: "a deployment that starts tomorrow", told: () => onEmptyApp((app) => refusal(() => app.recordDeployment(app.org, { service: "shop", version: "1.0.0", endpoint: "vm-17", at: Date.UTC(2026, 0, 16, 12) }, "docs"))) },
  { sent: "a deployment that does not say what runs", told: () => onEmptyApp((app) => refusal(() => app.recordDeployment(app.org, { service: "shop", endpoint: "vm-17" }, "docs"))) },
  {
    sent: "a deployment of a release that nobody has described",
    told: () => onEmptyApp(async (app) => `taken, with warnings:\n${(await app.recordDeployment(app.org, { service: "shop", version: "1.0.0", endpoint: "vm-17" }, "docs")).warnings.map((warning) => `  ${warning}`).join("\n")}`),
  },
  ...["osv", "kev", "epss"].map((feed): Case => ({
    sent: `a feed (${feed}) that answers with a login page`,
    told: () => onEmptyApp(async (app) => {
      const { state, lastError } = await app.syncFeed(feed, "docs").catch(async () => (await app.feedStatus()).find(({ id }) => id === feed) ?? { state: "gone", lastError: undefined });
      return `state: ${state}\nlast error: ${lastError ?? "(none)"}`;
    }),
  })),
];

/** The cases as Markdown, in their order. */
export async function badInput(): Promise<string> {
  const parts: string[] = [];
  for (const { sent, told } of [...sboms, ...live]) parts.push(`**${sent[0]?.toUpperCase()}${sent.slice(1)}**\n\n${block(await told(), "text")}`);
  return parts.join("\n\n");
}

