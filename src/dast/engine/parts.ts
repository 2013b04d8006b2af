// What a scan is given, and the parts that are opened for it.
import type { Clock } from "../../kernel/clock.ts";
import type { Log } from "../../kernel/log.ts";
import type { Profile } from "../profile.ts";
import { profiles } from "../profile.ts";
import type { ScanProgress, ScanSpec } from "../scan.ts";
import type { Resolve } from "../traffic/pins.ts";
import { allowedRisks } from "./units.ts";

export interface ScanWorld {
  scanId: string;
  spec: ScanSpec;
  /** Where the journal, the request log and what else must outlive a crash is kept. */
  folder: string;
  /** The folder of the target's last scan, when there is one: what changed since is tested first. */
  before: string | undefined;
  /** Of Aftwatch, for the user agent. */
  version: string;
  /** The inventory's word that the target may be tested; undefined: the target must say so itself. */
  testable: string | undefined;
  /** Asked for on this machine by whom it belongs to: loopback is one's own. Never on a server, whose loopback is not its users'. */
  ownMachine: boolean;
  /** The installation's key, from which tokens of authorisation are made. */
  authorisationKey: string;
  /** The value behind "secret:NAME", "env:NAME" or "file:PATH"; undefined: it is not known. */
  secretOf(reference: string): string | undefined;
  clock: Clock;
  /** Milliseconds of a clock that never jumps, with fractions. */
  elapsedMs(): number;
  /** Bytes that this process holds, for the report. */
  memoryBytes(): number;
  /** Addresses of a name, and its TXT records. */
  resolve: Resolve;
  resolveTxt(name: string): Promise<readonly string[]>;
  signal: AbortSignal;
  log: Log;
  onProgress(progress: ScanProgress): void;
}

const everyMethod = profiles.full.methods;

/** The profile with the classes that were asked for beyond it. Who may write may use every method. */
export function profileOf({ profile: id, optIn }: Pick<ScanSpec, "profile" | "optIn">): Profile {
  const profile = profiles[id];
  const risks = allowedRisks(profile, optIn);
  return { ...profile, risks: [...risks], methods: risks.has("write") ? everyMethod : profile.methods };
}
