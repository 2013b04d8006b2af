// What a report of an alert changed, and the hook through which alerts become signals of incidents.
import type { Signal } from "../../incidents/signal.ts";
import type { Alert } from "../../notify/alert.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";

/** fired: it was not firing before. resolved: it was. seen: a report of what is known. */
export interface AlertNews { kind: "fired" | "resolved" | "seen"; alert: Alert; before: Alert | undefined }

/** Alerts as they came in, in the order of arrival; called in the transaction that keeps them. */
export type AlertsToSignals = (context: LoopContext, ports: Ports, org: string, news: readonly AlertNews[]) => Promise<readonly Signal[]>;
