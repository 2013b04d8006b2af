// Kubernetes audit: whose address is to be trusted, what a pod asks for, and one id for one stage of one request.
import { describe, expect, it } from "vitest";
import { auditEvent } from "../decoder-seeds.sample.ts";
import { contextOf } from "../decoder.suite.ts";
import { k8sAudit } from "./k8s-audit.ts";

const decode = (record: unknown) => k8sAudit.open(contextOf()).push(record, "/");
const fieldsOf = (record: unknown) => decode(record).events[0]?.fields;

describe("runtime/decoders/k8s-audit", () => {
  it("an event keeps the API's names and gets the taxonomy's", () => {
    const [event] = decode(auditEvent).events;
    expect(event).toMatchObject({ id: `${auditEvent.auditID}/ResponseComplete`, at: Date.parse("2026-11-22T11:59:59.100Z"), logsource: { category: "application", product: "kubernetes", service: "audit" } });
    expect(event?.fields).toMatchObject({ verb: "create", objectRef: { resource: "pods" }, User: "dev@example.com", hostPath: ["/"], capabilities: ["SYS_ADMIN"], privileged: "true", hostPID: "true", outcome: "success" });
    expect(event?.origin).toEqual({ host: "door", namespace: "prod", pod: "tool", image: "alpine", imageDigest: `sha256:${"0a".repeat(32)}` });
  });

  it("only the last of sourceIPs is trusted; the others are kept as claims", () => {
    expect(fieldsOf(auditEvent)).toMatchObject({ SourceIp: "10.0.0.5", claimedSourceIps: ["203.0.113.9"] });
  });

  it("a list gives its items with their places, and a bad one costs only itself", () => {
    const { events, rejects } = decode({ kind: "EventList", apiVersion: "audit.k8s.io/v1", items: [auditEvent, 7, { kind: "Event" }, { ...auditEvent, stage: "RequestReceived" }] });
    expect(events.map(({ id }) => id?.split("/")[1])).toEqual(["ResponseComplete", "RequestReceived"]);
    expect(rejects.map(({ at }) => at)).toEqual(["/items/1", "/items/2"]);
  });

  it.each([
    ["a Deployment's template", { spec: { template: { spec: { containers: [{ image: "nginx:1" }] } } } }, "nginx:1"],
    ["a CronJob's", { spec: { jobTemplate: { spec: { template: { spec: { containers: [{ image: "job:1" }] } } } } } }, "job:1"],
  ])("the images of %s", (_case, requestObject, image) => { expect(fieldsOf({ ...auditEvent, requestObject })?.["ContainerImage"]).toEqual([image]); });

  it("a workload is its own name, an exec its command, a forbidden request a failure", () => {
    expect(decode({ ...auditEvent, objectRef: { resource: "deployments", namespace: "prod", name: "shop" } }).events[0]?.origin).toMatchObject({ workload: "shop", workloadKind: "Deployment" });
    expect(fieldsOf({ ...auditEvent, requestURI: "/api/v1/namespaces/a/pods/b/exec?command=sh&command=-c&command=id%20-a&stdin=true" })?.["CommandLine"]).toBe("sh -c id -a");
    expect(fieldsOf({ ...auditEvent, annotations: { "authorization.k8s.io/decision": "forbid" }, responseStatus: {} })?.["outcome"]).toBe("failure");
  });

  it("events that a pipeline stripped are still known, and the API's own Event objects are not taken for them", () => {
    expect(k8sAudit.recognises({ kind: "Event", verb: "create", objectRef: { resource: "pods" } })).toBe(true);
    expect(k8sAudit.recognises({ kind: "Event", apiVersion: "v1", reason: "BackOff", involvedObject: {} })).toBe(false);
  });
});
