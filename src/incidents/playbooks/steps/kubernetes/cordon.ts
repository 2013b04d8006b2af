// Keeps new pods off a node, and lets them on again: evidence on it stays, nothing that runs is touched.
import { done, isObject } from "../../step-kind.ts";
import { memberAt, nameOf, nodeRef, outcomeOfProblem, saidOfProblem, touchedBy } from "./action.ts";
import type { Action } from "./action.ts";

function cordoning(id: string, unschedulable: boolean): Action {
  const verb = unschedulable ? "keeps new pods off" : "lets new pods on";
  return {
    id, destructive: unschedulable, idempotent: true, needs: [["node"]],
    async preview(values, port) {
      const ref = nodeRef(values);
      const found = await port.read(ref);
      if (found.kind !== "ok") return { said: saidOfProblem(found), touches: [touchedBy(ref)] };
      const isSo = isUnschedulable(found.value) === unschedulable;
      return { said: isSo ? `${nameOf(ref)} is so already` : `${verb} ${nameOf(ref)}`, touches: [touchedBy(ref)] };
    },
    async run(values, port) {
      const ref = nodeRef(values);
      const found = await port.read(ref);
      if (found.kind !== "ok") return outcomeOfProblem(found, nameOf(ref));
      const before = isUnschedulable(found.value);
      if (before === unschedulable) return done(`${nameOf(ref)} was so already`, { before });
      const patched = await port.patch(ref, { spec: { unschedulable } });
      return patched.kind === "ok" ? done(`${verb} ${nameOf(ref)}`, { before }) : outcomeOfProblem(patched, nameOf(ref));
    },
    async undo(values, output, port) {
      const ref = nodeRef(values);
      const before = isObject(output) && output["before"] === true;
      if (before === unschedulable) return done(`${nameOf(ref)} was so before the run; it is left alone`);
      const patched = await port.patch(ref, { spec: { unschedulable: before } });
      return patched.kind === "ok" ? done(`${before ? "keeps new pods off" : "lets new pods on"} ${nameOf(ref)} again`) : outcomeOfProblem(patched, nameOf(ref));
    },
  };
}

const isUnschedulable = (node: unknown): boolean => memberAt(node, "spec", "unschedulable") === true;

export const cordon = cordoning("cordon", true);
export const uncordon = cordoning("uncordon", false);
