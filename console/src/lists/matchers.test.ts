// Labels and matchers as text: what is written here must be read back as what was meant.
import { describe, expect, it } from "vitest";
import { joinedMatchers, labelsText, matchersFor, readLabels } from "./matchers.ts";

describe("console/src/lists/matchers", () => {
  const labels = { alertname: "Disk \"C:\\\" full", service: "checkout", "a.b": "x y", empty: "" };

  it("labels become matchers with what needs it escaped, odd names quoted", () => {
    expect(matchersFor(labels).split("\n")).toEqual(['alertname="Disk \\"C:\\\\\\" full"', 'service="checkout"', '"a.b"="x y"', 'empty=""']);
  });
  it("lines, commas at their ends and empty lines make one text", () => {
    expect(joinedMatchers('a="1",\n\n  b!="2"  \n')).toBe('a="1",b!="2"');
  });
  it("labels are read as they were written", () => {
    expect(readLabels(labelsText(labels))).toEqual({ labels, wrong: [] });
  });
  it("a word that is no pair is told, not dropped", () => {
    expect(readLabels("severity=critical, checkout")).toEqual({ labels: { severity: "critical" }, wrong: ["checkout"] });
  });
});
