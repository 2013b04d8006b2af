// The SBOM formats that are read.
import { register } from "../../kernel/plugin.ts";
import { cyclonedxJson } from "./cyclonedx-json.ts";
import { cyclonedxXml } from "./cyclonedx-xml.ts";
import { spdxJson } from "./spdx-json.ts";
import { spdxTagValue } from "./spdx-tag-value.ts";

export const sbomFormats = register("sbom-format", [cyclonedxJson, cyclonedxXml, spdxJson, spdxTagValue]);
