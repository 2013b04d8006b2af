// Deletes a pod: its controller starts a clean one; what was in its memory is gone.
import { done } from "../../step-kind.ts";
import { memberAt, nameOf, outcomeOfProblem, podRef, saidOfProblem, touchedBy } from "./action.ts";
import type { Action } from "./action.ts";

export const deletePod: Action = {
  id: "delete-pod", destructive: true, idempotent: true, needs: [["pod"]],
  async preview(values, port) {
    const ref = podRef(values);
    const found = await port.read(ref);
    if (found.kind !== "ok") return { said: saidOfProblem(found), touches: [touchedBy(ref)] };
    const node = memberAt(found.value, "spec", "nodeName");
    const isOwned = (found.value.metadata.ownerReferences ?? []).length > 0;
    return { said: `deletes ${nameOf(ref)}${typeof node === "string" ? ` on ${node}` : ""}; ${isOwned ? "its controller starts another" : "nothing starts it again"}`, touches: [touchedBy(ref)] };
  },
  async run(values, port) {
    const ref = podRef(values);
    const removed = await port.remove(ref);
    if (removed.kind === "ok") return done(`deleted ${nameOf(ref)}`, { pod: ref.name, namespace: ref.namespace ?? "" });
    return removed.status === 404 ? done(`${nameOf(ref)} is gone already`, { pod: ref.name, namespace: ref.namespace ?? "" }) : outcomeOfProblem(removed, nameOf(ref));
  },
  undo: async (values) => ({ kind: "failed", why: `${nameOf(podRef(values))} cannot be brought back; its controller starts another` }),
};
