// The stated mix: which kinds of events, how many of each, how many of them are what rules are written for.
import { createChance } from "../../chance.ts";
import { linuxFile, linuxNetwork, linuxProcess } from "./linux.ts";
import type { Maker, MadeEvent } from "./made-event.ts";
import { realEvents } from "./real-events.ts";
import { cloudCall, clusterCall, webRequest } from "./requests.ts";
import { windowsFile, windowsNetwork, windowsProcess, windowsRegistry } from "./windows.ts";

/** Of 100 events we make. */
export const mix: readonly { kind: string; share: number; make: Maker }[] = [
  { kind: "Windows process (Sysmon 1)", share: 25, make: windowsProcess },
  { kind: "Linux process", share: 20, make: linuxProcess },
  { kind: "request to a web server", share: 15, make: webRequest },
  { kind: "Windows file (Sysmon 11)", share: 8, make: windowsFile },
  { kind: "Windows registry (Sysmon 13)", share: 7, make: windowsRegistry },
  { kind: "Windows connection (Sysmon 3)", share: 5, make: windowsNetwork },
  { kind: "Linux file", share: 5, make: linuxFile },
  { kind: "Linux connection", share: 5, make: linuxNetwork },
  { kind: "CloudTrail", share: 5, make: cloudCall },
  { kind: "Kubernetes audit", share: 5, make: clusterCall },
];

/** One event in fifty. */
export const attackShare = 0.02;

/** Every tenth event is a real one, where there are any. */
const realShare = 0.1;

export interface MixedEvents { events: readonly MadeEvent[]; made: number; real: number }

export function mixedEvents(count: number, seed = 1): MixedEvents {
  const chance = createChance(seed);
  const kinds = mix.flatMap(({ share, make }) => Array.from({ length: share }, () => make));
  const real = realEvents();
  let taken = 0;
  const events = Array.from({ length: count }, (): MadeEvent => {
    const found = real.length > 0 && chance() < realShare ? real[taken++ % real.length] : undefined;
    const make = kinds[Math.floor(chance() * kinds.length)];
    const isAttack = chance() < attackShare;
    if (found) return found;
    if (!make) throw new RangeError("the shares of the mix do not sum up");
    return make(chance, isAttack);
  });
  return { events, made: count - taken, real: taken };
}
