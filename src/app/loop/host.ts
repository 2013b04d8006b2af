// This machine as a live endpoint: what is installed here is a release of its own, made anew when it changes.
import { createHostFiles } from "../../inventory/host-files.ts";
import { extractHost, hostStamp } from "../../inventory/host-reader.ts";
import type { HostSummary } from "../../inventory/host-reader.ts";
import { runningHost } from "../../inventory/running-roots.ts";
import { sha256 } from "../../kernel/id.ts";
import type { LoopContext } from "./context.ts";
import { keepDeployment } from "./record-deployment.ts";
import { keepContent } from "./record-sbom.ts";

/** roots: read besides what runs on a host by custom (inventory/running-roots.ts). */
export interface HostSettings { name: string; roots: readonly string[]; environment: string }
export interface HostReading { components: number; rejects: number; version: string; changed: boolean }

const actor = "host";

/** Reads the host when something it watches has changed since the stamp; undefined when nothing has. */
export async function readHost(context: LoopContext, org: string, settings: HostSettings, stamp: string | undefined, signal: AbortSignal): Promise<{ stamp: string; reading: HostReading | undefined }> {
  const request = { ...(await runningHost(createHostFiles(), settings.roots)), signal };
  if (stamp !== undefined && (await hostStamp(request)) === stamp) return { stamp, reading: undefined };
  const summary = await extractHost(request);
  for (const { extractor, detail } of summary.failed) context.log.warn("extractor failed", { extractor, detail });
  // An extractor that failed knows nothing: keeping its silence would look like removed packages.
  if (summary.failed.length > 0) return { stamp: "", reading: undefined };
  return { stamp: summary.stamp, reading: await keepHost(context, org, settings, summary) };
}

async function keepHost(context: LoopContext, org: string, settings: HostSettings, summary: HostSummary): Promise<HostReading> {
  const digest = sha256(summary.components.map(({ purl }) => purl).toSorted().join("\n"));
  const version = `packages-${digest.slice(7, 19)}`;
  const service = `host ${settings.name}`;
  const sbom = { digest, format: "host", specVersion: "1", receivedAt: context.clock.now(), components: summary.components.length, rejects: summary.rejects.length, duplicates: summary.counts.duplicates };
  const changed = await context.store.write(async (ports) => {
    const receipt = await keepContent(context, ports, org, { service, version }, { sbom, components: summary.components, rejects: summary.rejects }, actor);
    const deployment = await keepDeployment(context, ports, org, { service, version, endpoint: settings.name, environment: settings.environment }, actor);
    return !receipt.unchanged || !deployment.continued;
  });
  context.committed();
  return { components: summary.components.length, rejects: summary.rejects.length, version, changed };
}
