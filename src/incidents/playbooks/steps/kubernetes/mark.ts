// Labels and annotates: marks that people and policies read.
import { done, isObject } from "../../step-kind.ts";
import type { Raw } from "../../step-kind.ts";
import { givenRef, memberAt, nameOf, outcomeOfProblem, saidOfProblem, touchedBy } from "./action.ts";
import type { Action } from "./action.ts";

function marking(id: string, member: "labels" | "annotations"): Action {
  const noun = member === "labels" ? "label" : "annotation";
  return {
    id, destructive: false, idempotent: true, needs: [["deployment", "pod", "node"], ["key"]],
    async preview(values, port) {
      const ref = givenRef(values);
      const found = await port.read(ref);
      if (found.kind !== "ok") return { said: saidOfProblem(found), touches: [touchedBy(ref)] };
      const before = memberAt(found.value, "metadata", member, values.text("key"));
      return { said: `sets the ${noun} ${values.text("key")} of ${nameOf(ref)} to ${shown(values.optional("value"))}; it is ${shown(before)}`, touches: [touchedBy(ref)] };
    },
    async run(values, port) {
      const ref = givenRef(values);
      const found = await port.read(ref);
      if (found.kind !== "ok") return outcomeOfProblem(found, nameOf(ref));
      const before = memberAt(found.value, "metadata", member, values.text("key"));
      const patched = await port.patch(ref, { metadata: { [member]: { [values.text("key")]: values.optional("value") ?? null } } });
      if (patched.kind !== "ok") return outcomeOfProblem(patched, nameOf(ref));
      return done(`set the ${noun} ${values.text("key")} of ${nameOf(ref)} to ${shown(values.optional("value"))}`, { before: typeof before === "string" ? before : null });
    },
    async undo(values, output, port) {
      const ref = givenRef(values);
      const found = await port.read(ref);
      if (found.kind !== "ok") return outcomeOfProblem(found, nameOf(ref));
      const now = memberAt(found.value, "metadata", member, values.text("key")) ?? null;
      if (now !== (values.optional("value") ?? null)) return { kind: "failed", why: `the ${noun} ${values.text("key")} was changed since, to ${shown(now)}: it is left alone` };
      const patched = await port.patch(ref, { metadata: { [member]: { [values.text("key")]: beforeOf(output) } } });
      return patched.kind === "ok" ? done(`set the ${noun} ${values.text("key")} back to ${shown(beforeOf(output))}`) : outcomeOfProblem(patched, nameOf(ref));
    },
  };
}

const shown = (value: unknown): string => (typeof value === "string" ? `"${value}"` : "none");
const beforeOf = (output: Raw): Raw => (isObject(output) ? output["before"] ?? null : null);

export const label = marking("label", "labels");
export const annotate = marking("annotate", "annotations");
