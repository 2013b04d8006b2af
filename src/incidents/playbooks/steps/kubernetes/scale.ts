// Sets how many pods a Deployment has; to 0 takes it off the net and keeps its definition.
import { done, isObject } from "../../step-kind.ts";
import { deploymentRef, memberAt, nameOf, outcomeOfProblem, podsOf, saidOfProblem, touchedBy } from "./action.ts";
import type { Action } from "./action.ts";

export const scale: Action = {
  id: "scale", destructive: true, idempotent: true, needs: [["deployment"], ["replicas"]],
  async preview(values, port) {
    const ref = deploymentRef(values);
    const found = await port.read(ref);
    if (found.kind !== "ok") return { said: saidOfProblem(found), touches: [touchedBy(ref)] };
    const [from, to] = [replicasOf(found.value), values.number("replicas") ?? 0];
    const pods = await podsOf(port, found.value);
    return { said: `scales ${nameOf(ref)} from ${from} to ${to}${to < from ? `: ${from - to} of its pods end` : ""}`, touches: [touchedBy(ref), ...(to < from ? pods : [])] };
  },
  async run(values, port) {
    const ref = deploymentRef(values);
    const found = await port.read(ref);
    if (found.kind !== "ok") return outcomeOfProblem(found, nameOf(ref));
    const [from, to] = [replicasOf(found.value), values.number("replicas") ?? 0];
    if (from === to) return done(`${nameOf(ref)} has ${to} already`, { from, to });
    const patched = await port.patch(ref, { spec: { replicas: to } });
    return patched.kind === "ok" ? done(`scaled ${nameOf(ref)} from ${from} to ${to}`, { from, to }) : outcomeOfProblem(patched, nameOf(ref));
  },
  async undo(values, output, port) {
    const ref = deploymentRef(values);
    const from = isObject(output) && typeof output["from"] === "number" ? output["from"] : undefined;
    if (from === undefined) return { kind: "failed", why: `how many ${nameOf(ref)} had before is not on record` };
    const found = await port.read(ref);
    if (found.kind !== "ok") return outcomeOfProblem(found, nameOf(ref));
    const now = replicasOf(found.value);
    if (now === from) return done(`${nameOf(ref)} has ${from} again already`);
    if (now !== values.number("replicas")) return { kind: "failed", why: `${nameOf(ref)} was scaled to ${now} since: it is left alone` };
    const patched = await port.patch(ref, { spec: { replicas: from } });
    return patched.kind === "ok" ? done(`scaled ${nameOf(ref)} back to ${from}`) : outcomeOfProblem(patched, nameOf(ref));
  },
};

// spec.replicas defaults to 1.
const replicasOf = (deployment: unknown): number => { const count = memberAt(deployment, "spec", "replicas"); return typeof count === "number" ? count : 1; };
