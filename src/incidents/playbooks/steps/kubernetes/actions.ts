// Every action on a cluster.
import type { Values } from "../../step-kind.ts";
import type { Action } from "./action.ts";
import { cordon, uncordon } from "./cordon.ts";
import { deletePod } from "./delete-pod.ts";
import { annotate, label } from "./mark.ts";
import { quarantine } from "./quarantine.ts";
import { rollback } from "./rollback.ts";
import { scale } from "./scale.ts";

export const actions: readonly Action[] = [label, annotate, cordon, uncordon, scale, rollback, quarantine, deletePod];

export const actionOf = (values: Values): Action | undefined => actions.find(({ id }) => id === values.optional("action"));
