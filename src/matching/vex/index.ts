// The formats of exploitability statements that are read.
import { register } from "../../kernel/plugin.ts";
import { csaf } from "./csaf.ts";
import { cyclonedx } from "./cyclonedx.ts";
import { openvex } from "./openvex.ts";

export const vexFormats = register("vex-format", [openvex, csaf, cyclonedx]);
