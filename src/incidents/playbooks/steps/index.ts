// Every kind of step, in the order of the documentation.
import { register } from "../../../kernel/plugin.ts";
import type { StepKind } from "../step-kind.ts";
import { approval } from "./approval.ts";
import { branch } from "./branch.ts";
import { decide } from "./decide.ts";
import { fixPlan } from "./fix-plan.ts";
import { http } from "./http.ts";
import { kubernetes } from "./kubernetes/step.ts";
import { note } from "./note.ts";
import { notify } from "./notify.ts";
import { phase } from "./phase.ts";
import { replay } from "./replay.ts";
import { setNext } from "./set-next.ts";
import { snapshot } from "./snapshot.ts";
import { ticket } from "./ticket.ts";
import { wait } from "./wait.ts";

export const stepKinds = register<StepKind>("step", [notify, approval, http, ticket, kubernetes, replay, snapshot, decide, fixPlan, wait, branch, phase, note, setNext]);
