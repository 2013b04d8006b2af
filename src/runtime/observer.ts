// An observer: an engine that looks at events in their place (baselines, rates) and remembers.
import type { Instant } from "../kernel/clock.ts";
import type { RuntimeEvent } from "./event.ts";
import type { Hit } from "./hit.ts";
import type { Placement } from "./placement.ts";
import type { Remembering } from "./state.ts";

export interface Observer extends Remembering {
  observe(event: RuntimeEvent, placement: Placement): readonly Hit[];
  /** What time alone brings to light (a minute that closed); asked every few seconds. */
  tick?(now: Instant): readonly { hit: Hit; placement: Placement }[];
}
