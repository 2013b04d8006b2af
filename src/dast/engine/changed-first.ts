// What has changed since the target's last scan: routes that are new or answer in another shape, to be tested first.
import type { Route } from "../route.ts";
import { readShapes } from "./shapes.ts";
import type { Shapes } from "./shapes.ts";

/** Templates; nothing when there was no scan before, or when more than half has changed: then the usual order is as good. */
export function changedFirst(before: string | undefined, shapes: Shapes, routes: readonly Route[]): string[] {
  const old = readShapes(before);
  if (old === undefined) return [];
  const changed = routes.filter(({ routeId }) => old.get(routeId) !== shapes.get(routeId));
  return changed.length > routes.length / 2 ? [] : [...new Set(changed.map(({ template }) => template))];
}
