// A vector seen from an endpoint: what is set, what is left alone, and why.
import { describe, expect, it } from "vitest";
import { environmental } from "./index.ts";
import type { DeploymentContext } from "./index.ts";

const three = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
const four = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";

describe("advisories/cvss/environment", () => {
  it.each<[claim: string, vector: string, context: DeploymentContext, added: string, overall: number]>([
    ["nothing known, nothing changed", three, { exposure: "unknown", criticality: "unknown" }, "", 9.8],
    ["the internet changes nothing: the vector is the worst case", three, { exposure: "internet", criticality: "unknown" }, "", 9.8],
    ["inside, the network is adjacent", three, { exposure: "internal", criticality: "unknown" }, "/MAV:A", 8.8],
    ["a local attack stays local inside", three.replace("AV:N", "AV:L"), { exposure: "internal", criticality: "unknown" }, "", 8.4],
    ["low criticality lowers what is required", three, { exposure: "unknown", criticality: "low" }, "/CR:L/IR:L/AR:L", 8],
    ["medium is what CVSS 3 assumes", three, { exposure: "unknown", criticality: "medium" }, "/CR:M/IR:M/AR:M", 9.8],
    ["critical and high are one level in CVSS", three, { exposure: "unknown", criticality: "critical" }, "/CR:H/IR:H/AR:H", 9.8],
    ["CVSS 4 assumes the worst, so medium lowers", four, { exposure: "unknown", criticality: "medium" }, "/CR:M/IR:M/AR:M", 9],
    ["both at once", four, { exposure: "internal", criticality: "low" }, "/CR:L/IR:L/AR:L/MAV:A", 7.3],
    ["CVSS 2 has requirements but no modified metrics", "AV:N/AC:L/Au:N/C:P/I:P/A:P", { exposure: "internal", criticality: "high" }, "/CR:H/IR:H/AR:H", 8.8],
  ])("%s", (_claim, vector, context, added, overall) => {
    expect(environmental(vector, context)).toMatchObject({ vector: vector + added, score: { overall } });
  });

  it("what the publisher set is left alone", () => {
    expect(environmental(`${three}/CR:L/MAV:L`, { exposure: "internal", criticality: "high" })?.vector).toBe(`${three}/CR:L/IR:H/AR:H/MAV:L`);
  });

  it("each metric has its sentence", () => {
    expect(environmental(three, { exposure: "internal", criticality: "unknown" })?.because).toEqual(["MAV:A because the endpoint is reached only from inside"]);
  });

  it("no vector, no score", () => { expect(environmental("important", { exposure: "internal", criticality: "high" })).toBeUndefined(); });
});
