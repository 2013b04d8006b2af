// A detection and its samples, for tests.
import type { Detection, Sample } from "./detection.ts";
import type { Fields } from "./event.ts";

const at = Date.UTC(2026, 10, 22, 17);

export const sampleDetection = (more: Partial<Detection> = {}): Detection => ({
  detectionId: "det_1", key: "dkey_1", kind: "rule", ruleId: "0c2f8a54-6d4e-4a07-9a51-7b1f6c3d0e01", title: "Curl to somewhere", ruleLevel: "medium", level: "high", tags: ["attack.t1105", "attack.command-and-control", "attack.t1059.004", "cve.2021-44228"], decoder: "tetragon", source: "prod-eu", actor: "user:root", subject: "",
  placement: { workload: "prod/shop", joinedBy: "digest", because: "the digest is that of shop 2.4.1", serviceId: "svc_1", service: "shop", owner: "payments", releaseId: "rel_1", version: "2.4.1", endpointId: "end_1", endpoint: "eks-eu", environment: "production", exposure: "internet", deploymentId: "dep_1", deployedAt: at - 1000 },
  evidence: { state: "confirmed", vulnerability: "CVE-2021-44228", component: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1", because: "shop 2.4.1 has log4j-core 2.14.1, and it is loaded" },
  why: { sentences: ["Image ends with /curl: /usr/bin/curl"], proof: {} }, firstAt: at, lastAt: at + 5000, detectedAt: at + 200, count: 3, state: "open", exceptionId: undefined, verdict: undefined, note: undefined, judgedBy: undefined, ...more,
});

export const sampleOfFields = (fields: Fields, slot = 0): Sample => ({ detectionId: "det_1", slot, eventKey: "", event: { id: undefined, at, isTimed: true, decoder: "tetragon", logsource: { category: "process_creation", product: "linux" }, origin: { host: "node-1" }, fields, raw: JSON.stringify(fields) } });
