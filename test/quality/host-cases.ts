// Recorded events with what a detector must say of them, from the shared data: Kubernetes audit, CloudTrail, Linux audit, Tetragon.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { bufferReader, zipEntries } from "../../src/kernel/zip.ts";
import { falcoRules, pantherRules, tetragonFiles } from "./host-meanings.ts";

/** A case: a text, its decoder, and the files of rules of which one must fire (attack) or none may (quiet). */
export interface HostCase { set: string; name: string; decoder: string; text: string; attack: boolean; /** Undefined: any rule above informational. */ rules: readonly string[] | undefined }

const folder = new URL("../../../shared/data/runtime/", import.meta.url);
export const isThere = existsSync(new URL("README.md", folder));

const bytesOf = (path: string): Buffer => { const bytes = readFileSync(new URL(path, folder)); return path.endsWith(".gz") ? gunzipSync(bytes) : bytes; };
const textOf = (path: string): string => bytesOf(path).toString();
const linesOf = <T>(path: string): T[] => textOf(path).trim().split("\n").map((line) => JSON.parse(line) as T);
const zipped = (path: string): { name: string; text: string }[] => zipEntries(bufferReader(bytesOf(path))).map((entry) => ({ name: entry.name, text: Buffer.from(entry.read()).toString() }));

export const hostCases = (): HostCase[] => (isThere ? [...falcoTraces(), ...pantherTests(), ...detonations(), ...linuxSamples(), ...tetragonAttacks()] : []);

interface FalcoExpected { file: string; tests: { detect: boolean; counts: Record<string, number>[] }[] }

/** Falco's own tests: the rule each trace must fire. Rules that only lists of a site decide (allowed users, images) have no counterpart. */
function falcoTraces(): HostCase[] {
  return linesOf<FalcoExpected>("k8s-audit/falco-traces/expected.jsonl").flatMap(({ file, tests }) => {
    const named = [...new Set(tests.flatMap(({ counts }) => counts.flatMap((count) => Object.keys(count))))];
    const rules = named.flatMap((name) => falcoRules[name] ?? []);
    const attack = tests.some(({ detect }) => detect);
    if (attack && rules.length === 0) return [];
    return [{ set: "Falco Kubernetes audit traces", name: file, decoder: "k8s-audit", text: textOf(`k8s-audit/falco-traces/${file}`), attack, rules: attack ? rules : undefined }];
  });
}

interface PantherTest { rule_id: string; test: string; expected: boolean; log: Record<string, unknown> & { properties?: { log?: unknown }; protoPayload?: unknown } }

function pantherTests(): HostCase[] {
  return linesOf<PantherTest>("k8s-audit/panther-rule-tests.jsonl.gz").flatMap(({ rule_id: id, test, expected, log }) => {
    const rules = pantherRules[id];
    if (rules === undefined) return [];
    const inner = log.properties?.log;
    const decoder = id.startsWith("AWS") ? "cloudtrail" : log.protoPayload === undefined ? "k8s-audit" : "ndjson";
    return [{ set: id.startsWith("AWS") ? "CloudTrail rule tests" : "Kubernetes rule tests", name: `${id}: ${test}`, decoder, text: typeof inner === "string" ? inner : JSON.stringify(log), attack: expected, rules }];
  });
}

const detonations = (): HostCase[] => zipped("cloudtrail/stratus-detonation-logs.zip").map(({ name, text }) => ({ set: "CloudTrail of detonated techniques", name, decoder: "cloudtrail", text, attack: true, rules: undefined }));

function linuxSamples(): HostCase[] {
  const otrf = readdirSync(new URL("otrf/", folder)).filter((name) => /^sh_.*\.log\.gz$|auoms/.test(name)).map((name) => ({ name, text: textOf(`otrf/${name}`), attack: true }));
  const crowdsec = zipped("crowdsec/logs.zip").filter(({ name }) => /(?:auditd|laurel|CVE-2021-4034)[^/]*\.log$/.test(name)).map(({ name, text }) => ({ name, text, attack: !/auditd-logs|laurel-logs/.test(name) }));
  return [...otrf, ...crowdsec].filter(({ name }) => !name.includes("laurel-logs")).map((one) => ({ set: "Linux audit and syslog", decoder: "auto", rules: undefined, ...one }));
}

const tetragonAttacks = (): HostCase[] => Object.entries(tetragonFiles).map(([name, attack]) => ({ set: "Tetragon events", name, decoder: "tetragon", text: textOf(`tetragon/${name}.json`), attack, rules: undefined }));
