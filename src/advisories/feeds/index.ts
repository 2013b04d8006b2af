// The feeds there are.
import { register } from "../../kernel/plugin.ts";
import { epss } from "./epss.ts";
import { kev } from "./kev.ts";
import { nvd } from "./nvd/feed.ts";
import { osv } from "./osv/feed.ts";
import { partsOf } from "./osv/job.ts";
import { starterFrom } from "./starter.ts";

const starter = starterFrom((text, label) => partsOf(text, { source: "starter", label }));

export const feeds = register("feed", [epss, kev, nvd, osv, starter]);
