// A scan as people start it: a new process, an SBOM of so many components, an index on disk; by stage, with the median and the best of several.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const launcher = fileURLToPath(new URL("../../scripts/aftwatch.mjs", import.meta.url));
const { values } = parseArgs({ options: { db: { type: "string" }, components: { type: "string", default: "500" }, runs: { type: "string", default: "15" } } });
if (values.db === undefined) throw new Error("Name an index: --db DIR, made by `aftwatch db build`; test/bench/grown-advisories.ts makes records for a large one.");

/** Names that the grown advisories speak of and names that nobody does, over the ecosystems most SBOMs hold. */
function sbomOf(count: number): string {
  const forms = [
    (n: number) => `pkg:npm/grown-${n * 7}@${n % 9}.${n % 30}.1`, (n: number) => `pkg:pypi/grown-${n * 5}@${n % 9}.${n % 30}`, (n: number) => `pkg:golang/example.org/grown-${n}@v1.${n % 40}.0`,
    (n: number) => `pkg:maven/org.example/grown-${n}@${n % 9}.1.0`, (n: number) => `pkg:deb/debian/grown-${n * 3}@${n % 9}.${n % 30}.1-1?distro=debian-12`, (n: number) => `pkg:npm/quiet-${n}@1.0.0`,
  ];
  const components = Array.from({ length: count }, (_none, n) => ({ type: "library", "bom-ref": `c${n}`, name: `c${n}`, purl: forms[n % forms.length]!(n), licenses: [{ license: { id: "MIT" } }], properties: [{ name: "found", value: `layer ${n % 7}` }] }));
  return JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components });
}

interface Run { wallMs: number; cpuMs: number; peakMb: number; stages: Record<string, number>; findings: string }

function runOnce(sbom: string, db: string): Run {
  const from = performance.now();
  const watched = 'process.on("exit", () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); process.stderr.write(`usage ${(userCPUTime + systemCPUTime) / 1000} ${maxRSS / 1024}\\n`); });';
  const { status, stderr, stdout } = spawnSync(process.execPath, ["--import", `data:text/javascript,${encodeURIComponent(watched)}`, launcher, "scan", sbom, "--db", db, "-o", "table", "-v"], { encoding: "utf8", maxBuffer: 1e9 });
  const wallMs = performance.now() - from;
  if (status !== 0) throw new Error(stderr);
  const stages = Object.fromEntries([...stderr.matchAll(/^(\d+) ms: (\w+)/gm)].map(([, ms, stage]) => [stage!, Number(ms)]));
  const [, cpu, peak] = /usage ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  return { wallMs, cpuMs: Number(cpu), peakMb: Number(peak), stages, findings: /^(?:No|\d+) findings?.*$/m.exec(stdout)?.[0] ?? "" };
}

const median = (all: readonly number[]): number => Math.round(all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN);
const directory = mkdtempSync(join(tmpdir(), "aftwatch-scan-cold-"));
try {
  const sbom = join(directory, "sbom.json");
  writeFileSync(sbom, sbomOf(Number(values.components)));
  const emptyMs = Array.from({ length: 5 }, () => { const from = performance.now(); spawnSync(process.execPath, ["-e", "0"]); return performance.now() - from; });
  runOnce(sbom, values.db);
  const runs = Array.from({ length: Number(values.runs) }, () => runOnce(sbom, values.db!));
  const best = runs.toSorted((a, b) => a.wallMs - b.wallMs)[0]!;
  console.log(JSON.stringify({
    components: Number(values.components), findings: best.findings, emptyProcessMs: median(emptyMs), wallMs: { best: Math.round(best.wallMs), median: median(runs.map(({ wallMs }) => wallMs)) },
    cpuMs: { best: Math.round(Math.min(...runs.map(({ cpuMs }) => cpuMs))), median: median(runs.map(({ cpuMs }) => cpuMs)) }, peakMb: median(runs.map(({ peakMb }) => peakMb)), stagesOfBestMs: best.stages,
  }, null, 2));
} finally { rmSync(directory, { recursive: true }); }
