// The names that stand for the target in a template: BaseURL, Hostname, Path and their like.
import { isIP } from "node:net";

/** base: an origin, with a path below which everything is asked ("https://shop.example/app"). */
export function targetNames(base: string): ReadonlyMap<string, string> {
  const url = new URL(base);
  const path = url.pathname.replace(/\/+$/, "");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const file = /\.[^/]+$/.test(path) ? path.slice(path.lastIndexOf("/") + 1) : "";
  return new Map([
    ["BaseURL", `${url.origin}${path}`], ["RootURL", url.origin], ["Input", base], ["Hostname", url.host], ["Host", host],
    ["Port", url.port || (url.protocol === "https:" ? "443" : "80")], ["Path", file === "" ? path : path.slice(0, -file.length - 1)], ["PathTrailingSlash", url.pathname], ["File", file], ["Scheme", url.protocol.slice(0, -1)], ["ip", isIP(host) ? host : ""], ...labelNames(host),
  ]);
}

/** FQDN is the whole name, RDN the registered domain, DN its own label, TLD its ending, SD what stands before. An address is only an FQDN. */
function labelNames(host: string): [string, string][] {
  const labels = isIP(host) ? [] : host.split(".");
  const ending = labels.length > 2 && /^(?:co|com|org|net|gov|edu|ac)$/.test(labels.at(-2) ?? "") && (labels.at(-1) ?? "").length === 2 ? 2 : 1;
  const own = labels.at(-ending - 1);
  if (labels.length < 2 || own === undefined) return [["FQDN", host], ["RDN", host], ["DN", host], ["SD", ""], ["TLD", ""]];
  return [["FQDN", host], ["RDN", labels.slice(-ending - 1).join(".")], ["DN", own], ["SD", labels.slice(0, -ending - 1).join(".")], ["TLD", labels.slice(-ending).join(".")]];
}
