// What the demo's history happens on, and what happens there: shared by everybody who makes some of it.
import type { OpenApp } from "../../src/app/open.ts";
import type { Instant } from "../../src/kernel/clock.ts";
import type { demoClock } from "./demo-clock.ts";
import type { Mirror } from "./mirror.ts";
import type { Sink } from "./sink.ts";

/** sink: where the messages of history go; links in them are followed. */
export interface Stage { app: OpenApp; clock: ReturnType<typeof demoClock>; mirror: Mirror; mirrorDir: string; sink: Sink }
export interface HappenedEvent { at: Instant; happen(stage: Stage): Promise<void> }
