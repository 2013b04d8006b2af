// OSV.dev: exact affected ranges for every ecosystem, from its public bucket or a mirror of it.
import { hourMs, minuteMs } from "../../../kernel/clock.ts";
import { defineFeed } from "../../feed.ts";
import { pullOsv } from "./pull.ts";

/**
 * First pull: `<ecosystem>/all.zip`, one after the other, with a checkpoint every 500 records and after each ecosystem.
 * Later: one conditional GET of `modified_id.csv`; what changed is fetched record by record, or from the archive when
 * a mirror has no single files or much changed. Once a day the whole listing is compared, and a record absent twice is gone.
 * The file names of the bucket are the contract; any base URL with the same layout serves, file: included.
 */
export const osv = defineFeed({
  id: "osv",
  about: "Open Source Vulnerabilities: exact affected ranges per ecosystem.",
  defaultBaseUrl: "https://storage.googleapis.com/osv-vulnerabilities",
  licence: "Per source: GHSA, PyPA, Go CC-BY-4.0; RustSec CC0-1.0; Ubuntu CC-BY-SA-4.0; malicious-packages Apache-2.0; AlmaLinux MIT. See https://google.github.io/osv.dev/data/.",
  pollMs: minuteMs,
  staleAfterMs: 6 * hourMs,
  pull: pullOsv,
});
