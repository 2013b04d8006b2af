// The sessions of a scan, each logged in before anything is tested.
import type { Clock } from "../../kernel/clock.ts";
import type { Session } from "../session.ts";
import type { Traffic } from "../traffic/traffic.ts";
import type { Engine } from "../browser/engine.ts";
import type { IdentitySpec } from "./identity.ts";

export interface SessionsPlan {
  specs: readonly IdentitySpec[]; url: string; traffic: Traffic; helpers: { engine: Engine | undefined }; clock: Clock; elapsedMs(): number; secretOf(reference: string): string | undefined;
  note(text: string): void;
  /** Told every secret that is used or received, so that no evidence shows it. */
  keepSecret(secret: string): void;
}

export async function openSessions(plan: SessionsPlan): Promise<readonly Session[]> {
  for (const { name } of plan.specs) plan.note(`The identity ${name} is not used.`);
  return [];
}
