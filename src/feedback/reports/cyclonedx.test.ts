// The disclosure report is CycloneDX 1.6 that our own reader and our own VEX reader take back.
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readSbom } from "../../inventory/sbom-reader.ts";
import { readVex } from "../../matching/vex-reader.ts";
import { frame, worldReport } from "../report.fixtures/world-report.ts";
import { cyclonedx } from "./cyclonedx.ts";

interface Vulnerability { "bom-ref": string; id: string; ratings?: { source: { name: string }; score?: number; severity: string; method: string; vector?: string }[]; affects: { ref: string; versions: { version: string; status: string }[] }[]; analysis?: { state: string; justification?: string; detail: string }; recommendation: string; properties: { name: string; value: string }[] }
interface Bom { bomFormat: string; specVersion: string; serialNumber: string; version: number; components: { "bom-ref": string; type: string; name: string }[]; vulnerabilities: Vulnerability[] }

const text = cyclonedx.render(worldReport(), frame);
const bom = JSON.parse(text) as Bom;
const of = (id: string) => bom.vulnerabilities.find((one) => one.id === id);

describe("src/feedback/reports/cyclonedx.ts", () => {
  it("has what ECMA-424 requires: format, version, serial, unique references that resolve", () => {
    expect(bom).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, serialNumber: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) });
    const refs = [...bom.components, ...bom.vulnerabilities].map((one) => one["bom-ref"]);
    expect(new Set(refs).size).toBe(refs.length);
    expect(bom.vulnerabilities.flatMap(({ affects }) => affects.map(({ ref }) => ref)).filter((ref) => !refs.includes(ref))).toEqual([]);
    expect(bom.components.filter(({ type, name }) => type === "" || name === "")).toEqual([]);
  });

  it("our reader gets the same components back", async () => {
    const { components, rejects, head } = await readSbom(Readable.from([Buffer.from(text)]));
    expect(components.map(({ purl }) => purl).filter((purl) => !purl.startsWith("pkg:oci/")).toSorted()).toEqual(worldReport().components.map(({ purl }) => purl).toSorted());
    expect([rejects, head.specVersion]).toEqual([[], "1.6"]);
  });

  it("ratings keep their source, method and vector", () => {
    expect(of("CVE-2026-1")?.ratings).toEqual([
      { source: { name: "CVE-2026-1" }, score: expect.any(Number), severity: "low", method: "CVSSv31", vector: expect.stringMatching(/^CVSS:3\.1/) },
      { source: { name: "GHSA-aaaa-aaaa-aaaa" }, score: 9.8, severity: "critical", method: "CVSSv31", vector: expect.stringMatching(/^CVSS:3\.1/) },
    ]);
  });

  it("an open finding claims no analysis; a covered and an undecided one do", () => {
    expect([of("CVE-2026-1")?.analysis, of("CVE-2026-4")?.analysis, of("CVE-2026-3")?.analysis?.state]).toEqual([undefined, { state: "not_affected", justification: "code_not_reachable", detail: "no TLS here (Team | Shop)" }, "in_triage"]);
    expect(of("CVE-2026-4")?.affects[0]?.versions).toEqual([{ version: "3.0.11-1", status: "unaffected" }]);
  });

  it("its analyses are statements again", () => {
    expect(readVex(text, "round").statements.map(({ ids: [id], status, products: [product] }) => [id, status, product?.purl])).toEqual([
      ["CVE-2026-3", "under_investigation", "pkg:npm/odd@1.0.0"], ["CVE-2026-4", "not_affected", "pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=ssl"],
    ]);
  });
});
