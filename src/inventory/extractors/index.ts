// What is asked for the packages installed on a host.
import { register } from "../../kernel/plugin.ts";
import { alpm } from "./alpm.ts";
import { apk } from "./apk.ts";
import { composer } from "./composer.ts";
import { conda } from "./conda.ts";
import { dpkg } from "./dpkg.ts";
import { gems } from "./gems.ts";
import { goBinaries } from "./go-binaries.ts";
import { jars } from "./jars/jars.ts";
import { nodeModules } from "./node-modules.ts";
import { portage } from "./portage.ts";
import { python } from "./python.ts";
import { rPackages } from "./r-packages.ts";
import { rpm } from "./rpm/rpm.ts";
import { rustBinaries } from "./rust-binaries.ts";

export const extractors = register("extractor", [dpkg, apk, rpm, alpm, portage, python, nodeModules, jars, goBinaries, rustBinaries, gems, composer, conda, rPackages]);
