// The filter of detections: open ones of the range unless something else is asked, and what each token becomes.
import { describe, expect, it } from "vitest";
import { techniquesOf, vulnerabilitiesOf } from "./detection-tags.ts";
import { detectionWords, queryOf } from "./detection-tokens.ts";
import { readWords } from "./query-tokens.ts";

const range = { from: "2026-11-21T08:00:00.000Z", to: undefined };
const ask = (text: string) => { const { query, problems } = readWords(text, detectionWords.names, detectionWords); return { ...queryOf(query, range), problems: problems.length }; };

describe("console/src/lists/detection-tokens", () => {
  it.each([
    ["", { state: "open", since: range.from }], ["is:all", { state: undefined, since: range.from }], ["is:dismissed level:high", { state: "dismissed", level: "high" }], ["is:baseline", { kind: "baseline", state: "open" }], ["is:lowered", { evidence: "lowered" }],
    ['workload:"a b" svc:shop tag:attack.t1190 curl', { workload: "a b", service: "shop", tag: "attack.t1190", q: "curl" }], ["since:2026-11-01T00:00:00Z", { since: "2026-11-01T00:00:00Z" }], ["rule:\"sensor:falco:Terminal shell\"", { rule: "sensor:falco:Terminal shell" }],
  ])("%j", (text, expected) => { expect(ask(text)).toMatchObject({ ...expected, problems: 0 }); });

  it.each(["is:kev", "severity:high", "kind:canary", "level:urgent"])("%s is said to be none", (text) => { expect(ask(text).problems).toBe(1); });

  it("tags name techniques and vulnerabilities in their own spelling", () => {
    const tags = ["attack.t1059.004", "attack.execution", "cve.2021-44228", "cve-2024-3094", "detection.threat"];
    expect([techniquesOf(tags), vulnerabilitiesOf(tags)]).toEqual([["T1059.004"], ["CVE-2021-44228", "CVE-2024-3094"]]);
  });
});
