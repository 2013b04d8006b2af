// The runner of a server: HTTP behind the egress guard, secrets and a cluster as the settings allow.
import { createGuardedHttp } from "../../notify/guarded-http.ts";
import type { LoopContext } from "../loop/context.ts";
import type { Runner } from "./playbook-runner.ts";
import { clusterOf } from "./steps/kubernetes-client.ts";
import { secretsFrom } from "./steps/outside-world.ts";
import type { Outside } from "./steps/outside-world.ts";
import type { Settings } from "../settings.ts";

export function runnerOn(context: LoopContext, { allowPrivateChannels, playbooks }: Settings, owner: string, replay: NonNullable<Outside["replay"]>): Runner {
  const http = allowPrivateChannels ? createGuardedHttp({ allows: () => true }) : createGuardedHttp();
  return { context, owner, outside: { http, secret: secretsFrom(playbooks.secretsFile), cluster: clusterOf(playbooks.kubernetes), replay }, deadline: (ms) => AbortSignal.timeout(ms) };
}
