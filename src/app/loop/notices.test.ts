// Which messages changes deserve: per fix and owner, or one for an arrival.
import { describe, expect, it } from "vitest";
import type { FindingChange } from "../../findings/change.ts";
import type { Finding } from "../../findings/finding.ts";
import type { Service } from "../../inventory/inventory.ts";
import { noticesFor } from "./notices.ts";
import type { Refreshed } from "./refresh.ts";

const finding = (changed: Partial<Finding> = {}): Finding => ({
  findingId: "fnd_1", vulnerabilityId: "CVE-2099-1", packageKey: "npm:left", serviceId: "svc_pay", state: "open", closeReason: undefined, detectedAt: 0, exposedSince: 0, closedAt: undefined,
  acknowledgedAt: undefined, acknowledgedBy: undefined, labels: [], severity: "high", cvss: 8.1, epss: undefined, priority: { outcome: "attend", inputs: [] },
  clock: { policy: "BOD 26-04", clause: "14D: in KEV", startedAt: 0, dueAt: 86_400_000, stoppedAt: undefined }, fixVersion: "1.2.3", live: { affected: 3, unconfirmed: 0, fixed: 0, total: 3 }, periods: [], decisionId: undefined, updatedAt: 0, ...changed,
});
const services = new Map<string, Service>([["svc_pay", "payments"], ["svc_web", "web"]].map(([id, owner]) => [id!, { serviceId: id!, name: id!.slice(4), owner, createdAt: 0 }]));
const refreshed = (...changes: FindingChange[]): Refreshed => ({ changes, services, environments: new Map([["fnd_1", ["prod"]]]) });
const opened = (changed: Partial<Finding> = {}): FindingChange => ({ kind: "opened", finding: finding(changed), before: undefined });

describe("src/app/loop/notices.ts", () => {
  it("tells an owner once about one fix, however many findings it clears", () => {
    const [notice, ...others] = noticesFor([refreshed(opened(), opened({ findingId: "fnd_2", vulnerabilityId: "CVE-2099-2" }))], "http://aft", 0);
    expect(others).toEqual([]);
    expect(notice).toMatchObject({ kind: "finding.opened", groupKey: "payments|npm:left@1.2.3", severity: "high", title: "Affected: left in pay (CVE-2099-1, CVE-2099-2)", labels: { owner: "payments", services: ["pay"] } });
    expect(notice?.items).toHaveLength(2);
  });

  it("keeps owners apart", () => {
    expect(noticesFor([refreshed(opened(), opened({ findingId: "fnd_2", serviceId: "svc_web" }))], "", 0).map(({ labels }) => labels.owner)).toEqual(["payments", "web"]);
  });

  it("makes one message of an arrival, with every finding in it", () => {
    const many = Array.from({ length: 12 }, (_, index) => opened({ findingId: `fnd_${index}`, packageKey: `npm:p${index}` }));
    const [notice, ...others] = noticesFor([refreshed(...many)], "", 0);
    expect(others).toEqual([]);
    expect(notice?.items).toHaveLength(12);
    expect(notice?.title).toBe("12 findings opened in pay, 12 fixes");
  });

  it("tells each malicious package by itself, however much arrives with it", () => {
    const bad = Array.from({ length: 7 }, (_, index) => opened({ findingId: `fnd_m${index}`, packageKey: `npm:m${index}`, labels: ["malicious"] }));
    const many = Array.from({ length: 12 }, (_, index) => opened({ findingId: `fnd_${index}`, packageKey: `npm:p${index}` }));
    const notices = noticesFor([refreshed(...many, ...bad)], "", 0);
    expect(notices.map(({ kind }) => kind).toSorted()).toEqual(["finding.opened", ...bad.map(() => "malicious.opened")]);
    expect(notices.find(({ kind }) => kind === "malicious.opened")).toMatchObject({ title: "Malicious package running: m0 in pay (CVE-2099-1)", action: { label: "Remove m0, and replace every secret it could read" } });
  });

  it.each<[claim: string, change: FindingChange, title: string | undefined]>([
    ["a report of a malicious package that was taken back", { kind: "closed", finding: finding({ state: "closed", closeReason: "withdrawn", labels: ["malicious"] }), before: finding() }, "Report of a malicious package withdrawn: left in pay (CVE-2099-1)"],
    ["a malicious package that is gone", { kind: "closed", finding: finding({ state: "closed", closeReason: "component-removed", labels: ["malicious"] }), before: finding() }, "Malicious package gone: left in pay (CVE-2099-1)"],
    ["a fix that was seen running", { kind: "closed", finding: finding({ state: "closed", closeReason: "fixed" }), before: finding() }, "Fixed and verified: left in pay (CVE-2099-1)"],
    ["three of four", { kind: "partly-fixed", finding: finding({ live: { affected: 1, unconfirmed: 0, fixed: 3, total: 4 } }), before: finding() }, "Partly fixed, 3 of 4: left in pay (CVE-2099-1)"],
    ["a regression", { kind: "regressed", finding: finding(), before: finding() }, "Affected again after a fix: left in pay (CVE-2099-1)"],
    ["an advisory withdrawn", { kind: "closed", finding: finding({ state: "closed", closeReason: "withdrawn" }), before: finding() }, "Advisory withdrawn: left in pay (CVE-2099-1)"],
    ["a service that went away is no news", { kind: "closed", finding: finding({ state: "closed", closeReason: "retired" }), before: finding() }, undefined],
    ["a decision is known to who made it", { kind: "decided", finding: finding({ state: "accepted" }), before: finding() }, undefined],
  ])("%s", (_claim, change, title) => { expect(noticesFor([refreshed(change)], "", 0)[0]?.title).toBe(title); });

  it("asks nothing of anyone once it is fixed", () => {
    const closed = finding({ state: "closed", closeReason: "fixed", live: { affected: 0, unconfirmed: 0, fixed: 3, total: 3 }, clock: { ...finding().clock, stoppedAt: 3_600_000 } });
    expect(noticesFor([refreshed({ kind: "closed", finding: closed, before: finding() })], "http://aft", 0)[0]).toMatchObject({
      where: "pay: no live deployment is affected any more.", due: "nothing: the clock stopped at 1970-01-01T01:00:00Z, due was 1970-01-02T00:00:00Z", action: { label: "Nothing is left to do; see the evidence" },
    });
  });

  it("says what, where, why, by when and what to do", () => {
    expect(noticesFor([refreshed(opened())], "http://aft", 0)[0]).toMatchObject({
      what: "CVE-2099-1 affects left; fixed in 1.2.3.", where: "pay: 3 live deployments in prod.", why: "attend (SSVC); high, CVSS 8.1", due: "1970-01-02T00:00:00Z by BOD 26-04 14D: in KEV",
      action: { label: "Upgrade left to 1.2.3", url: "http://aft/findings/fnd_1" },
    });
  });
});
