// The shapes of alerts, silences, routes, on-call and deliveries, as types only.
import type { Static } from "typebox";
import type { Alert, Holder as HolderSchema, Matcher as MatcherSchema, RouteHistory as RouteHistorySchema, RouteStep as RouteStepSchema, Silence } from "../../../src/contract/alerts.ts";
import type { Attempt as AttemptSchema } from "../../../src/contract/deliveries.ts";
import type { OwnersImport as OwnersImportSchema } from "../../../src/contract/oncall.ts";

export type { Alert, AlertGroup, Import, Routes, Silence, SilencePreview, Simulation, Suppression } from "../../../src/contract/alerts.ts";
export type { Delivery, DeliveryCounts, DeliveryDetail, Preview as ReceiverPreview, Receiver } from "../../../src/contract/deliveries.ts";
export type { Fairness, IncidentPage, Oncall, OncallCheck, OncallPlace, OnCallNow, Override, Ownership, PagePreview, Shift } from "../../../src/contract/oncall.ts";
export type Holder = Static<typeof HolderSchema>;
export type Matcher = Static<typeof MatcherSchema>;
export type RouteStep = Static<typeof RouteStepSchema>;
export type RouteHistory = Static<typeof RouteHistorySchema>;
export type Attempt = Static<typeof AttemptSchema>;
export type OwnersImport = Static<typeof OwnersImportSchema>;
export type AlertState = Alert["state"];
export type SilenceState = Silence["state"];
