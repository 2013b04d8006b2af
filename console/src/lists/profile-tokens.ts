// The tokens of the list of profiles: "workload:prod/checkout service:checkout state:learning".
import { profileStates } from "../api/runtime-shapes.ts";
import type { Vocabulary } from "./query-tokens.ts";

const names = ["workload", "service", "state"] as const;

export const profileWords: Vocabulary<(typeof names)[number]> = { names, short: { svc: "service" }, is: ["state"], sets: { state: profileStates } };
export const profileFacets = [{ name: "State", tokens: profileStates.map((state) => `is:${state}`) }] as const;
