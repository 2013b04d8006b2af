// The site of medium size in a process of its own; ends with its parent.
import { openMediumSite } from "../../dast/range/medium-site.ts";
import type { MediumSite } from "../../dast/range/medium-site.ts";

export type MediumOpened = Omit<MediumSite, "close">;

const { close: _close, ...opened } = await openMediumSite();
process.once("disconnect", () => { process.exit(0); });
process.send?.(opened satisfies MediumOpened);
