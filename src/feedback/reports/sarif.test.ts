// SARIF as code scanning reads it: valid references, lines, fingerprints that hold, suppressions and reviews marked.
import { describe, expect, it } from "vitest";
import { component } from "../../matching/scan.fixtures/world.ts";
import { frame, worldReport } from "../report.fixtures/world-report.ts";
import { sarif } from "./sarif.ts";

interface Result { ruleId: string; ruleIndex: number; kind: string; level: string; message: { text: string }; locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[]; partialFingerprints: Record<string, string>; suppressions?: { kind: string; status: string }[] }
interface Rule { id: string; shortDescription: { text: string }; defaultConfiguration: { level: string }; properties: { "security-severity"?: string; tags: string[] } }
interface Log { version: string; runs: [{ tool: { driver: { name: string; rules: Rule[] } }; results: Result[]; invocations: { executionSuccessful: boolean; toolExecutionNotifications: { message: { text: string } }[] }[] }] }

const runOf = (report = worldReport()) => (JSON.parse(sarif.render(report, frame)) as Log).runs[0];
const run = runOf();
const resultOf = (id: string, of = run) => of.results.find(({ ruleId }) => ruleId === id);

describe("src/feedback/reports/sarif.ts", () => {
  it("has what SARIF 2.1.0 requires: version, a named driver, unique rules, results with message and known rule", () => {
    expect(JSON.parse(sarif.render(worldReport(), frame))).toMatchObject({ version: "2.1.0", $schema: expect.stringContaining("sarif-schema-2.1.0.json") });
    const { rules, name } = run.tool.driver;
    expect([name, new Set(rules.map(({ id }) => id)).size]).toEqual(["Aftwatch", rules.length]);
    expect(run.results.filter(({ ruleId, ruleIndex, message }) => rules[ruleIndex]?.id !== ruleId || message.text === "")).toEqual([]);
    expect(run.results.flatMap(({ level, kind }) => (["none", "note", "warning", "error"].includes(level) && ["fail", "review"].includes(kind) ? [] : [level]))).toEqual([]);
    expect(run.results.filter(({ kind, level }) => kind !== "fail" && level !== "none")).toEqual([]);
  });

  it("a result stands at the line of the lock file", () => {
    expect(resultOf("CVE-2026-1")?.locations[0]?.physicalLocation).toEqual({ artifactLocation: { uri: "app/package-lock.json" }, region: { startLine: 12 } });
  });

  it("a place within the document that was scanned is that document", () => {
    const within = runOf(worldReport({ components: [component("pkg:npm/left@2.0.0", { location: "/components/3" })] }));
    expect(resultOf("CVE-2026-1", within)?.locations[0]).toEqual({ physicalLocation: { artifactLocation: { uri: "sbom.json" }, region: { startLine: 1 } }, logicalLocations: [{ fullyQualifiedName: "/components/3" }] });
  });

  it("an absolute path becomes an address of a file", () => {
    expect(resultOf("CVE-2026-4")?.locations[0]?.physicalLocation.artifactLocation.uri).toBe("file:///var/lib/dpkg/status");
  });

  it("a new version, a new line and a new score keep the fingerprint", () => {
    const moved = runOf(worldReport({ components: [component("pkg:npm/left@1.0.0", { location: "app/package-lock.json:99" })] }));
    expect(resultOf("CVE-2026-1", moved)?.partialFingerprints).toEqual(resultOf("CVE-2026-1")?.partialFingerprints);
    const elsewhere = runOf(worldReport({ components: [component("pkg:npm/left@2.0.0", { location: "web/package-lock.json:12" })] }));
    expect(resultOf("CVE-2026-1", elsewhere)?.partialFingerprints).not.toEqual(resultOf("CVE-2026-1")?.partialFingerprints);
  });

  it("security-severity is the score, and missing where nobody scored", () => {
    const of = (id: string) => run.tool.driver.rules.find((rule) => rule.id === id);
    expect([of("CVE-2026-1")?.properties["security-severity"], of("CVE-2026-2")?.properties["security-severity"], of("MAL-2026-9")?.properties["security-severity"]]).toEqual(["9.8", undefined, "10.0"]);
    expect(of("CVE-2026-1")?.properties.tags).toEqual(["security", "vulnerability", "kev"]);
  });

  it("what a statement covers is suppressed, what cannot be told is to be reviewed", () => {
    expect(resultOf("CVE-2026-4")?.suppressions).toMatchObject([{ kind: "external", status: "accepted" }]);
    expect(resultOf("CVE-2026-3")).toMatchObject({ kind: "review", level: "none" });
  });

  it("what is not covered is told with the run", () => {
    const told = run.invocations[0]?.toolExecutionNotifications.map(({ message }) => message.text).join("\n") ?? "";
    expect(told).toContain("pkg:generic/blob@1 is not covered");
    expect(told).toContain("nameless could not be read");
  });
});
