// Loaded components: what of a release is in use by a process now, as hosts report it.
import { Loaded, LoadedReceipt, LoadedRequest } from "../../contract/loaded.ts";
import { parseInstant } from "../../kernel/clock.ts";
import type { LoadedHow } from "../../runtime/loaded.ts";
import { found } from "../found.ts";
import { door } from "../route.ts";
import type { Resource } from "../route.ts";

const maxBytes = 8 * 1024 * 1024;

const record = door({
  id: "reportLoaded", method: "POST", path: "/loaded", tag: "loaded", body: LoadedRequest, answer: LoadedReceipt, bodyLimitBytes: maxBytes, summary: "Reports which components of a release are loaded",
  description: "Sent by `aftwatch loaded --send`, or by anything that knows. The release is found by digest, then by service and version, then by what runs on the endpoint or host; when that tells no release, nothing is kept. `rejects` names what was no package URL; a list with rejects is not complete.",
  async handle({ app, org, actor, body, reply }) {
    const { at, components, ...rest } = body;
    const receipt = await app.runtime.loaded.record(org, { ...rest, components: components.map((one) => ({ ...one, how: one.how as LoadedHow })), at: at === undefined ? undefined : parseInstant(at) }, actor);
    if (receipt.rejects.length > 0) reply.code(207);
    return receipt;
  },
});

const ofRelease = door({
  id: "listLoaded", method: "GET", path: "/releases/:id/loaded", tag: "loaded", answer: Loaded, summary: "What is known to be loaded of a release, by whom and since when",
  async handle({ app, org, params }) {
    const release = found(await app.inventory.findRelease(org, params.id), "release", params.id);
    const { reports, sightings, paths } = await app.runtime.loaded.ofRelease(org, release.id);
    return { reports: reports.map((one) => ({ ...one, endpointId: one.endpointId || null })), components: sightings.map((one) => ({ ...one, endpointId: one.endpointId || null })), paths };
  },
});

export const loaded: Resource = { tag: "loaded", about: "Which components of a release are in use by a process", doors: [record, ofRelease] };
