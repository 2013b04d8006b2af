// Tests from outside put together: the desk, the standing job, and the key from which tokens of authorisation are made.
import { randomBytes } from "node:crypto";
import type { LoopContext } from "../loop/context.ts";
import type { Settings } from "../settings.ts";
import type { DastDesk } from "./dast-desk.ts";
import { createDastDesk } from "./dast-desk-on.ts";
import { dastJob } from "./dast-job.ts";
import type { DastJob } from "./dast-job.ts";
import { openDrills } from "./drills.ts";
import type { OpenDrills } from "./drills.ts";

const keyName = "dast.authorisation-key";

export function openDast(context: LoopContext, settings: Settings, { owner, version, wake }: { owner: string; version: string; wake(): void }): { desk: DastDesk; job: DastJob; drills: OpenDrills["job"] } {
  const authorisationKey = (): Promise<string> => keyOf(context, settings.org);
  const drills = openDrills(context, { dataDir: settings.dataDir, version, authorisationKey });
  return { desk: createDastDesk(context, settings, { authorisationKey, wake, drills: drills.desk }), job: dastJob(context, settings, { owner, version, authorisationKey }), drills: drills.job };
}

/** Made once for an installation: whoever knows it could say for a target that it may be tested. */
async function keyOf({ store, clock }: LoopContext, org: string): Promise<string> {
  const known = await store.read.settings.find(org, keyName);
  if (known !== undefined) return JSON.parse(known.value) as string;
  return store.write(async (ports) => {
    const meanwhile = await ports.settings.find(org, keyName);
    if (meanwhile !== undefined) return JSON.parse(meanwhile.value) as string;
    const key = randomBytes(32).toString("hex");
    await ports.settings.put(org, keyName, JSON.stringify(key), clock.now());
    return key;
  });
}
