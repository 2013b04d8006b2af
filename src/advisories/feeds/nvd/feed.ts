// NVD, the National Vulnerability Database: severities, references and CPE configurations for every CVE.
import { dayMs, hourMs } from "../../../kernel/clock.ts";
import { defineFeed } from "../../feed.ts";
import { pullApi } from "./api.ts";
import { isFile, pullFile, pullFolder } from "./files.ts";

/**
 * The base URL says which way: a URL that ends in /cves/2.0 is the API, one that ends in .json or .json.gz a file, and
 * any other a folder of files (NVD's own https://nvd.nist.gov/feeds/json/cve/2.0, a mirror of it, or stored API pages).
 */
export const nvd = defineFeed({
  id: "nvd",
  about: "NIST's National Vulnerability Database: severities and affected products (CPE) of every CVE.",
  defaultBaseUrl: "https://services.nvd.nist.gov/rest/json/cves/2.0",
  licence: "Public domain. This product uses data from the NVD API but is not endorsed or certified by the NVD.",
  pollMs: 2 * hourMs, // "No more than once every two hours" (NVD developers, best practices).
  staleAfterMs: dayMs,
  pull: (context) => {
    if (/\/cves\/2\.0\/?$/.test(new URL(context.baseUrl).pathname)) return pullApi(context);
    return isFile(context.baseUrl) ? pullFile(context) : pullFolder(context);
  },
});
