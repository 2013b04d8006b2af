// Our OpenVEX: every statement has what its status needs, and a later scan that is given it covers the same.
import { describe, expect, it } from "vitest";
import { readVex } from "../../matching/vex-reader.ts";
import { frame, worldReport } from "../report.fixtures/world-report.ts";
import { openvex } from "./openvex.ts";

const text = openvex.render(worldReport(), frame);
const document = JSON.parse(text) as { "@context": string; "@id": string; author: string; timestamp: string; version: number; statements: Record<string, unknown>[] };

describe("src/feedback/reports/openvex.ts", () => {
  it("has what OpenVEX 0.2.0 requires", () => {
    expect(document).toMatchObject({ "@context": "https://openvex.dev/ns/v0.2.0", "@id": expect.stringMatching(/^urn:uuid:/), author: "Aftwatch", version: 1, timestamp: "2026-11-01T12:00:00Z" });
    expect(document.statements.filter((one) => one["status"] === "affected" && one["action_statement"] === undefined)).toEqual([]);
    expect(document.statements.filter((one) => one["status"] === "not_affected" && one["justification"] === undefined && one["impact_statement"] === undefined)).toEqual([]);
  });

  it("affected, not affected and under investigation stand for open, covered and undecided", () => {
    expect(document.statements.map((one) => [(one["vulnerability"] as { name: string }).name, one["status"]])).toEqual([
      ["MAL-2026-9", "affected"], ["CVE-2026-1", "affected"], ["CVE-2026-2", "affected"], ["CVE-2026-3", "under_investigation"], ["CVE-2026-4", "not_affected"],
    ]);
  });

  it("is read back without a reject, each statement within the target", () => {
    const { statements, rejects } = readVex(text, "ours");
    expect([rejects, statements.length, statements.at(-1)?.products]).toEqual([[], 5, [{ purl: "pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=ssl", name: "pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=ssl", within: [{ purl: "pkg:oci/shop@sha256%3Aabc" }] }]]);
  });
});
