// Where events belong: the fleet that runs now, in memory, and kept in step with what the ledger says of it.
import { secondMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { RuntimeEvent } from "../../runtime/event.ts";
import { createFleet } from "../../runtime/fleet.ts";
import type { FleetIndex } from "../../runtime/fleet.ts";
import { joinOn } from "../../runtime/join.ts";
import type { Join } from "../../runtime/join.ts";
import type { Placement } from "../../runtime/placement.ts";
import type { LoopContext } from "../loop/context.ts";
import { readFleet, readFleetSince } from "./read-fleet.ts";
import type { FleetPart } from "./read-fleet.ts";

export interface Placing {
  place(event: Pick<RuntimeEvent, "origin">): Placement;
  /** Brings the fleet in step when deployments changed since. Costs one row when nothing did. */
  refresh(): Promise<void>;
}

/** A roll-out of thousands changes endpoints every moment; what runs on them is worked out again no more often than this. */
const partsEveryMs = 2 * secondMs;
const manyDeployments = 2000;

export function createPlacing({ store, clock }: LoopContext, org: string): Placing {
  let held: Held | undefined;
  let notBefore: Instant = 0;
  return {
    place: ({ origin }) => (held === undefined ? nobody : held.join)(origin),
    async refresh() {
      if (held !== undefined && clock.now() < notBefore) return;
      const part = held === undefined ? await readFleet(store, org) : await readFleetSince(store, org, held.seq);
      if (part === undefined) return;
      notBefore = part.deployments.length > manyDeployments ? clock.now() + partsEveryMs : 0;
      held = apply(held, part);
    },
  };
}

interface Held { seq: number; fleet: FleetIndex; join: Join }

const nobody: Join = joinOn(createFleet());

/** A service or endpoint that was read again has exactly what was read: what is gone from it has ended. */
function apply(held: Held | undefined, { seq, about, deployments }: FleetPart): Held {
  if (held === undefined || about === undefined) {
    const whole = createFleet(deployments);
    return { seq, fleet: whole, join: joinOn(whole) };
  }
  const { fleet } = held;
  if (about.services.length + about.endpoints.length === 0) return { ...held, seq };
  const there = new Set(deployments.map(({ deploymentId }) => deploymentId));
  // The index knows names without case, the store with it: two names that differ in case are two rows.
  const before = [...about.services.flatMap((name) => fleet.byService(name).filter(({ service }) => service === name)), ...about.endpoints.flatMap((name) => fleet.byEndpoint(name).filter(({ endpoint }) => endpoint === name))];
  fleet.remove(before.map(({ deploymentId }) => deploymentId).filter((id) => !there.has(id)));
  fleet.put(deployments);
  return { seq, fleet, join: joinOn(fleet) };
}
