// The measures of incidents there are, in the order people read them.
import { register } from "../../kernel/plugin.ts";
import { alertsHeld } from "./alerts-held.ts";
import { clocksMet } from "./clocks-met.ts";
import { deliveriesDead } from "./deliveries-dead.ts";
import { deliveryTime } from "./delivery-time.ts";
import { firstStepShare } from "./first-step-share.ts";
import { ownerShare } from "./owner-share.ts";
import { pagesAtNight } from "./pages-at-night.ts";
import { pagesPerPerson } from "./pages-per-person.ts";
import { reopenedShare } from "./reopened-share.ts";
import { signalScore } from "./signal-score.ts";
import { timeEventToDetection } from "./time-event-to-detection.ts";
import { timeToAcknowledge } from "./time-to-acknowledge.ts";
import { timeToClose } from "./time-to-close.ts";
import { timeToContain } from "./time-to-contain.ts";
import { timeToDetect } from "./time-to-detect.ts";
import { timeToEradicate } from "./time-to-eradicate.ts";
import { timeToRecover } from "./time-to-recover.ts";
import { timeToTriage } from "./time-to-triage.ts";

export const incidentMeasures = register("incident measure", [
  timeEventToDetection, timeToDetect, timeToAcknowledge, timeToTriage, timeToContain, timeToEradicate, timeToRecover, timeToClose, reopenedShare, ownerShare,
  firstStepShare, pagesPerPerson, pagesAtNight, clocksMet, deliveryTime, deliveriesDead, signalScore, alertsHeld,
]);
