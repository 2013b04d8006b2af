// A step's condition and values with what is known now: ready, left out, or wrong.
import { isTrue, evaluateText } from "../../incidents/playbooks/expression.ts";
import type { Scope } from "../../incidents/playbooks/expression.ts";
import type { PlaybookStep, RawObject } from "../../incidents/playbooks/playbook.ts";
import { valuesOf, wrongFields } from "../../incidents/playbooks/step-fields.ts";
import type { StepKind } from "../../incidents/playbooks/step-kind.ts";
import { renderObject } from "../../incidents/playbooks/template.ts";
import { isFault, messageOf } from "../../kernel/fault.ts";

export type Ready = { kind: "ready"; with: RawObject } | { kind: "skip" } | { kind: "wrong"; why: string };

export function readied(kind: StepKind, step: PlaybookStep, scope: Scope): Ready {
  try {
    if (step.when !== undefined && !isTrue(evaluateText(step.when, scope))) return { kind: "skip" };
    const raw = kind.id === "branch" ? branched(step.with, scope) : renderObject(step.with, scope);
    const { taken: _taken, ...asked } = raw;
    const wrong = [...wrongFields(kind.fields, asked), ...(kind.check?.(valuesOf(asked)) ?? [])];
    return wrong.length > 0 ? { kind: "wrong", why: `its values cannot be used: ${wrong.map(({ at, rule }) => `${at} ${rule}`).join("; ")}` } : { kind: "ready", with: raw };
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    return { kind: "wrong", why: cause.detail ?? messageOf(cause) };
  }
}

function branched(raw: RawObject, scope: Scope): RawObject {
  const taken = valuesOf(raw).items("cases").find((one) => isTrue(evaluateText(String(one["when"]), scope)))?.["next"] ?? raw["otherwise"];
  return taken === undefined ? raw : { ...raw, taken };
}
