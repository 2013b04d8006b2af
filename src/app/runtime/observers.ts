// The observers of an organisation's watch, in the order they are asked.
import type { Observer } from "../../runtime/observer.ts";
import type { LoopContext } from "../loop/context.ts";
import { createLoadedObserver } from "./loaded-known.ts";
import { createProfileObserver } from "./profile-observer.ts";
import { createRateObserver } from "./rate-observer.ts";
import { createSeenRouteObserver } from "./seen-routes.ts";

/** Each is made anew with its watch and restored from the store. */
export const observersOf = (context: LoopContext, org: string): readonly Observer[] => [createProfileObserver(context, org), createRateObserver(), createLoadedObserver(), createSeenRouteObserver()];
