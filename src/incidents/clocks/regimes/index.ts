// The regimes whose clocks incidents can have.
import { register } from "../../../kernel/plugin.ts";
import { bod2604 } from "./bod-26-04.ts";
import { craIncident } from "./cra-incident.ts";
import { craVulnerability } from "./cra-vulnerability.ts";
import { fedramp } from "./fedramp.ts";

export const regimes = register("regime", [bod2604, craVulnerability, craIncident, fedramp]);
