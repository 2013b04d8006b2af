// The measures there are, in the order people read them.
import { register } from "../../kernel/plugin.ts";
import { exposureHours } from "./exposure-hours.ts";
import { mtta } from "./mtta.ts";
import { mttdFromDisclosure } from "./mttd-from-disclosure.ts";
import { mttdFromIngestion } from "./mttd-from-ingestion.ts";
import { mttr } from "./mttr.ts";
import { openAge } from "./open-age.ts";
import { slaAttainment } from "./sla-attainment.ts";

export const measures = register("measure", [mttdFromDisclosure, mttdFromIngestion, mtta, mttr, openAge, slaAttainment, exposureHours]);
