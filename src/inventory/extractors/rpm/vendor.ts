// Who built an rpm package, from its Vendor tag: the distribution itself, or somebody whose packages its advisories do not know.
import type { FileOwner } from "../../extractor.ts";

/** What each distribution's build system writes, by the namespace of its purls. Oracle, Rocky and Alma rebuild; EPEL says "Fedora Project", and is none of theirs. */
const vendors: Readonly<Record<string, RegExp>> = {
  almalinux: /^AlmaLinux/, amazon: /^Amazon/, amzn: /^Amazon/, azurelinux: /^Microsoft/, centos: /^(?:CentOS|Red Hat)/, fedora: /^Fedora/, mageia: /^Mageia/, mariner: /^Microsoft/, ol: /^Oracle/, openeuler: /openEuler/i,
  opensuse: /^(?:openSUSE|SUSE)/, oracle: /^Oracle/, photon: /^(?:VMware|Broadcom)/, redhat: /^Red Hat/, rocky: /^Rocky/, suse: /^(?:SUSE|openSUSE)/,
};

/** undefined without a Vendor (packages people build themselves), and on a distribution whose name for itself is not known. */
export function vendorOrigin(vendor: string | undefined, namespace: string | undefined): FileOwner["origin"] {
  const own = namespace !== undefined && Object.hasOwn(vendors, namespace) ? vendors[namespace] : undefined;
  if (vendor === undefined || vendor === "" || vendor === "(none)" || own === undefined) return undefined;
  return own.test(vendor) ? "distribution" : "vendor";
}
