// One CVE of NVD as an advisory: every member we use, and what a broken one costs.
import { describe, expect, it } from "vitest";
import { chooseSeverity } from "../../severity.ts";
import { readCve } from "./read.ts";

const widget = { vulnerable: true, criteria: "cpe:2.3:a:acme:widget:*:*:*:*:*:*:*:*", versionEndExcluding: "2.0", matchCriteriaId: "0" };
const cve = {
  id: "CVE-2026-12345", sourceIdentifier: "cna@acme.example", vulnStatus: "Analyzed", published: "2026-01-02T03:04:05.678", lastModified: "2026-02-03T04:05:06.789",
  descriptions: [{ lang: "es", value: "Un estante cae." }, { lang: "en", value: "A shelf falls. Whoever\nstands below is hurt." }],
  metrics: {
    cvssMetricV31: [
      { source: "nvd@nist.gov", type: "Primary", cvssData: { version: "3.1", vectorString: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", baseScore: 9.8 } },
      { source: "cna@acme.example", type: "Secondary", cvssData: { version: "3.1", vectorString: "CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N", baseScore: 2.2 } },
    ],
    cvssMetricV2: [{ source: "nvd@nist.gov", type: "Primary", cvssData: { version: "2.0", vectorString: "AV:N/AC:L/Au:N/C:P/I:P/A:P" } }],
    ssvcV203: [{ source: "cisa" }],
  },
  configurations: [{ nodes: [{ operator: "OR", negate: false, cpeMatch: [widget] }] }],
  references: [{ url: "https://acme.example/1", source: "a" }, { url: "https://acme.example/1", source: "b", tags: ["Patch", "Vendor Advisory"] }, { url: "https://acme.example/2", tags: ["Exploit"] }],
};

const read = (changed: object = {}) => readCve(JSON.stringify({ cve: { ...cve, ...changed } }), "/vulnerabilities/7");
const advisory = (changed: object = {}) => { const reading = read(changed); if (reading.kind !== "advisory") throw new Error(reading.reason); return reading.advisory; };
const leftOf = (changed: object) => { const reading = read(changed); return reading.kind === "advisory" ? reading.left.map(({ at }) => at) : reading.reason; };

describe("advisories/feeds/nvd/read", () => {
  it("has an id of its own that joins the CVE's cluster", () => {
    expect(advisory()).toMatchObject({ id: "NVD-CVE-2026-12345", source: "nvd", aliases: ["CVE-2026-12345"], upstream: [], related: [] });
  });

  it("its times are UTC without saying so", () => {
    expect(advisory()).toMatchObject({ modifiedAt: Date.UTC(2026, 1, 3, 4, 5, 6, 789), publishedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678), withdrawnAt: undefined });
    expect(advisory({ lastModified: "2026-02-03T04:05:06.789+01:00" }).modifiedAt).toBe(Date.UTC(2026, 1, 3, 3, 5, 6, 789));
  });

  it("the summary is the first English sentence, the details are all of it", () => {
    expect(advisory()).toMatchObject({ summary: "A shelf falls.", details: "A shelf falls. Whoever\nstands below is hurt." });
    expect(advisory({ descriptions: [{ lang: "en", value: "Version 1.2 of the shelf falls" }] }).summary).toBe("Version 1.2 of the shelf falls");
  });

  it("NVD's rating and the CNA's are kept apart", () => {
    const { severities } = advisory();
    expect(severities.map(({ type, source }) => [type, source])).toEqual([["CVSS_V2", "nvd@nist.gov"], ["CVSS_V3", "nvd@nist.gov"], ["CVSS_V3", "cna@acme.example"]]);
    expect(chooseSeverity(severities)).toMatchObject({ level: "critical", from: "nvd@nist.gov, CVSS 3", others: [{ source: "cna@acme.example", level: "low" }, { version: "2.0" }] });
  });

  it("each vulnerable product is a part, with its configurations", () => {
    expect(advisory().affected).toEqual([{
      ecosystem: "CPE", name: "a:acme:widget", ranges: [], versions: [], severities: [], fixState: undefined,
      configurations: [{ operator: "OR", nodes: [{ operator: "OR", matches: [{ vulnerable: true, criteria: widget.criteria, versionEndExcluding: "2.0" }] }] }],
    }]);
  });

  it("a link is told once, as what somebody says it is", () => {
    expect(advisory().references).toEqual([{ type: "FIX", url: "https://acme.example/1" }, { type: "EVIDENCE", url: "https://acme.example/2" }]);
  });

  it.each(["Rejected", "rejected"])("%s is withdrawn, at the latest when it last changed", (vulnStatus) => { expect(advisory({ vulnStatus }).withdrawnAt).toBe(Date.UTC(2026, 1, 3, 4, 5, 6, 789)); });

  it.each(["Awaiting Analysis", "Deferred", "Received", "Undergoing Analysis"])("%s without configurations is no opinion, and not withdrawn", (vulnStatus) => {
    expect(advisory({ vulnStatus, configurations: undefined, metrics: {} })).toMatchObject({ withdrawnAt: undefined, affected: [], severities: [] });
  });

  it("the CVE may stand without its wrapper", () => { expect(readCve(JSON.stringify(cve), "").kind).toBe("advisory"); });

  it.each([
    ["another id", { id: "GHSA-1" }, "/id"], ["no id", { id: undefined }, "/id"], ["no time", { lastModified: undefined }, "/lastModified"], ["a month that is none", { lastModified: "2026-14-11T00:00:00.000" }, "/lastModified"],
  ])("%s is a reject", (_why, changed, reason) => { expect(read(changed)).toMatchObject({ kind: "reject", reason: expect.stringContaining(reason) }); });

  it.each([["no JSON", "{"], ["no object", "[]"], ["nothing", "null"]])("%s is a reject with its place", (_why, text) => { expect(readCve(text, "/vulnerabilities/7")).toMatchObject({ kind: "reject", record: "/vulnerabilities/7" }); });

  it.each([
    ["a metric without a vector", { metrics: { cvssMetricV31: [{ source: "x", cvssData: {} }] } }, ["/metrics/cvssMetricV31/0/cvssData/vectorString"]],
    ["a reference without a link", { references: [{}] }, ["/references/0"]], ["descriptions that are no list", { descriptions: "text" }, ["/descriptions"]],
    ["criteria that are no name", { configurations: [{ nodes: [{ operator: "OR", cpeMatch: [{ vulnerable: true, criteria: "cpe:2.3:a:b::c" }, widget] }] }] }, ["/configurations/0/nodes/0/cpeMatch/0/criteria"]],
    ["an operator nobody knows", { configurations: [{ operator: "XOR", nodes: [{ operator: "OR", cpeMatch: [widget] }] }] }, ["/configurations/0/operator"]],
    ["a product that no component could be", { configurations: [{ nodes: [{ operator: "OR", cpeMatch: [{ ...widget, criteria: "cpe:2.3:a:acme:*:*:*:*:*:*:*:*:*" }] }] }] }, ["/configurations"]],
  ])("%s costs that part and is told", (_why, changed, left) => { expect(leftOf(changed)).toEqual(left); });

  it("a configuration with an unreadable part is left out whole, and the others stay", () => {
    const broken = { operator: "AND", nodes: [{ operator: "OR", cpeMatch: [widget] }, { operator: "OR", negate: "no", cpeMatch: [widget] }] };
    expect(advisory({ configurations: [broken, ...cve.configurations] }).affected[0]?.configurations).toHaveLength(1);
  });

  it("a configuration without its level of nodes is one node", () => {
    expect(advisory({ configurations: [{ operator: "OR", negate: false, cpeMatch: [widget] }] }).affected).toHaveLength(1);
  });
});
