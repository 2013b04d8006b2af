// What a project needs its packages for, followed from its own lists through what the packages need themselves.
import type { Component } from "./component.ts";

type Scope = NonNullable<Component["scope"]>;

/** One package the project names itself. */
export interface Root { key: string; scope: Scope }

/**
 * The widest use of each key that can be reached: what runs needs a package more than what is optional, and that more
 * than development. A key that cannot be reached is not in the map: nothing told what it is for.
 */
export function scopesOf(roots: readonly Root[], needs: (key: string) => readonly string[], optionalNeeds: (key: string) => readonly string[] = () => []): Map<string, Scope> {
  const scopes = new Map<string, Scope>();
  for (const scope of ["runtime", "optional", "development"] as const) {
    const todo = roots.filter((root) => root.scope === scope).map(({ key }) => key);
    if (scope === "optional") for (const key of scopes.keys()) todo.push(...optionalNeeds(key));
    for (let key = todo.pop(); key !== undefined; key = todo.pop()) {
      if (scopes.has(key)) continue;
      scopes.set(key, scope);
      todo.push(...needs(key));
      if (scope !== "runtime") todo.push(...optionalNeeds(key));
    }
  }
  return scopes;
}
