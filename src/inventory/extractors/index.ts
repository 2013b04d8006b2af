// What is asked for the packages installed on a host.
import { register } from "../../kernel/plugin.ts";
import { dpkg } from "./dpkg.ts";
import { nodeModules } from "./node-modules.ts";
import { python } from "./python.ts";

export const extractors = register("extractor", [dpkg, nodeModules, python]);
