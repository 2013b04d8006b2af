// aftwatch dast: running systems tested from outside, here or on the server; every finding can be repeated.
import { defineCommand } from "../command.ts";
import type { CommandCall, CommandSpec, ExitCode } from "../command.ts";
import { dastRunOptions } from "../dast-run-options.ts";

// Loaded on the call only: the help of every command reads this file.
type Later = (call: CommandCall) => Promise<ExitCode>;
const onServer = { flags: "--server", about: "on the server, not this machine" } as const;
const outDir = { flags: "--out <dir>", about: "where scans of this machine are kept" } as const;
const command = (spec: Omit<CommandSpec, "run">, run: Later): CommandSpec => defineCommand({ ...spec, run });

export const commands: readonly CommandSpec[] = [
  command({
    path: "dast run", about: "tests a running system; reads only, unless a profile or class allows more",
    examples: ["aftwatch dast run http://127.0.0.1:8080 --profile staging --fail-on high -o sarif=dast.sarif"],
    arguments: [{ name: "[url]", about: "where it starts; on this machine, or with its owner's word (dast authorise)" }], options: dastRunOptions,
    exits: { 1: "found", 3: "not reachable or not allowed", 4: "incomplete" },
  }, async (call) => (await import("../dast-run.ts")).runDast(call)),
  command({
    path: "dast replay", about: "tests one finding again: still there, fixed, or not retested",
    examples: ["aftwatch dast replay dfn_2f81c0a9b7", "aftwatch dast replay dfn_2f81c0a9b7 --auth-file users.yaml", "aftwatch dast replay dfn_2f81c0a9b7 --server"],
    arguments: [{ name: "<finding>", about: "its id or fingerprint" }],
    options: [{ flags: "--profile <profile>", about: "what it may do; that of the scan which found it by default" }, { flags: "--auth-file <file>", about: "identities, YAML or JSON" }, { flags: "--templates <dir>", about: "templates, for what a template found" }, outDir, onServer],
    exits: { 0: "fixed", 1: "still there", 4: "not retested" },
  }, async (call) => (await import("../dast-replay.ts")).replayFinding(call)),
  command({
    path: "dast findings", about: "lists findings, the worst first",
    examples: ["aftwatch dast findings", "aftwatch dast findings --severity high --state open -o wide", "aftwatch dast findings --server --outcome not-retested --json"],
    options: [
      { flags: "--target <target>", about: "of this target: id, name or URL" }, { flags: "--state <state>", about: "open, fixed, dismissed", choices: ["open", "fixed", "dismissed"] }, { flags: "--severity <severity>", about: "of this severity", choices: ["critical", "high", "medium", "low", "info"] },
      { flags: "--check <check>", about: "of this check" }, { flags: "--outcome <outcome>", about: "of the last scan", choices: ["new", "same", "regressed", "fixed", "not-retested"] }, { flags: "--limit <count>", about: "the first so many; all by default" }, outDir, onServer,
    ],
  }, async (call) => (await import("../dast-findings.ts")).listFindings(call)),
  command({
    path: "dast show", about: "one finding with its proof, and the command that repeats each request",
    examples: ["aftwatch dast show dfn_2f81c0a9b7", "aftwatch dast show dfn_2f81c0a9b7 --json"], arguments: [{ name: "<finding>", about: "its id or fingerprint" }], options: [outDir, onServer],
  }, async (call) => (await import("../dast-findings.ts")).showFinding(call)),
  command({
    path: "dast diff", about: "two scans of one target: new, same, regressed, fixed, not retested",
    examples: ["aftwatch dast diff scn_01J8ZC4Q", "aftwatch dast diff scn_01J8ZC4Q scn_01J8YA7M --server"], arguments: [{ name: "<scan>", about: "the later one" }, { name: "[before]", about: "the earlier one; the scan before by default" }], options: [outDir, onServer],
    exits: { 1: "something is new or regressed" },
  }, async (call) => (await import("../dast-scans.ts")).diffScans(call)),
  command({
    path: "dast scans", about: "lists scans, the newest first",
    examples: ["aftwatch dast scans", "aftwatch dast scans --server --target shop --limit 10"], options: [{ flags: "--target <target>", about: "of this target: id, name or URL" }, { flags: "--limit <count>", about: "the first so many; all by default" }, outDir, onServer],
  }, async (call) => (await import("../dast-scans.ts")).listScans(call)),
  command({ path: "dast stop", about: "stops a scan on the server within two seconds", examples: ["aftwatch dast stop scn_01J8ZC4Q"], arguments: [{ name: "<scan>", about: "its id" }] }, async (call) => (await import("../dast-scans.ts")).stopScan(call)),
  command({ path: "dast targets", about: "what the server may test: served by what, last scan, what stands open", examples: ["aftwatch dast targets", "aftwatch dast targets -o wide"] }, async (call) => (await import("../dast-targets.ts")).listTargets(call)),
  command({
    path: "dast target", about: "adds, changes or removes a target on the server",
    examples: ["aftwatch dast target add shop https://shop.example --service shop-web --testable --every 24h --after-deployment", "aftwatch dast target edit shop --profile staging", "aftwatch dast target remove shop"],
    arguments: [{ name: "<act>", about: "add, edit or remove" }, { name: "<name>", about: "its name or id" }, { name: "[url]", about: "where scans start" }],
    options: [
      { flags: "--endpoint <place>", about: "where it runs" }, { flags: "--service <name>", about: "which service it is", beside: true }, { flags: "--testable", about: "you say that it may be tested, and are named in every scan; or take the word back" }, { flags: "--no-testable", about: "take the word back", beside: true },
      { flags: "--every <time>", about: "scan so often: 24h, 7d; off" }, { flags: "--after-deployment", about: "scan after each deployment, what changed first; or not" }, { flags: "--no-after-deployment", about: "not after deployments", beside: true },
      { flags: "--profile <profile>", about: "how its scans start out", choices: ["passive", "production", "staging", "full", "api"] }, { flags: "--opt-in <class>", about: "a class beyond the profile", repeats: true }, { flags: "--rename <name>", about: "its new name" },
    ],
  }, async (call) => (await import("../dast-targets.ts")).changeTarget(call)),
  command({ path: "dast checks", about: "what scans look for, what each may do, and which profiles allow it", examples: ["aftwatch dast checks", "aftwatch dast checks --profile production -o wide"], options: [{ flags: "--profile <profile>", about: "those that it allows", choices: ["passive", "production", "staging", "full", "api"] }] }, async (call) => (await import("../dast-lists.ts")).listChecks(call)),
  command({ path: "dast profiles", about: "what each profile may do, how much and how fast", examples: ["aftwatch dast profiles", "aftwatch dast profiles --json"] }, async (call) => (await import("../dast-lists.ts")).listProfiles(call)),
  command({ path: "dast templates", about: "how many test templates of a folder or zip can be run, and why others cannot", examples: ["aftwatch dast templates ./templates", "aftwatch dast templates templates.zip --at-least 93 --json"], arguments: [{ name: "<dir>", about: "a folder or .zip of YAML templates" }], options: [{ flags: "--at-least <percent>", about: "fail below this share" }], exits: { 1: "below --at-least" } }, async (call) => (await import("../dast-lists.ts")).listTemplates(call)),
  command({ path: "dast import", about: "takes over findings of a ZAP, Nuclei or Wapiti report, or SARIF, for a target on the server", examples: ["aftwatch dast import shop zap.json", "nuclei -u https://shop.example -jsonl | aftwatch dast import shop -"], arguments: [{ name: "<target>", about: "its id or name" }, { name: "<file>", about: "the report, or - for standard input" }], exits: { 4: "some entries were not taken over" } }, async (call) => (await import("../dast-targets.ts")).importInto(call)),
  command({ path: "dast authorise", about: "how a target itself can say that it may be tested: a file on it, or a TXT record", examples: ["aftwatch dast authorise https://shop.example", "aftwatch dast authorise shop --server"], arguments: [{ name: "<url>", about: "of the target; with --server its id or name" }], options: [outDir, onServer] }, async (call) => (await import("../dast-targets.ts")).authoriseTarget(call)),
  command({ path: "dast drill", about: "tests a target and asks whether the runtime saw it", examples: ["aftwatch dast drill shop"], arguments: [{ name: "<target>", about: "its id or name" }], options: [{ flags: "--watch <seconds>", about: "how long the runtime may take to see them; 300" }], exits: { 1: "an attack was not seen", 4: "nothing was sent" } }, async (call) => (await import("../dast-drill.ts")).drillTarget(call)),
  command({
    path: "dast score", about: "a scan beside what a suite expects of it, by category, or which URLs it found",
    examples: ["aftwatch dast score --expected expected.csv", "aftwatch dast score --expected expected.json --report scan.json --at-least 80", "aftwatch dast score --expected urls.json --scan scn_01J8ZC4Q --json"],
    options: [
      { flags: "--expected <file>", about: "CSV or JSON: pages with category, CWE or check and whether they are vulnerable; or URLs", required: true }, { flags: "--report <file>", about: "of `dast run -o json=FILE`; the last scan of this machine by default" }, { flags: "--scan <id>", about: "a scan of this machine", beside: true },
      { flags: "--category <word>", about: "only these cases", repeats: true }, { flags: "--wrong", about: "list what was missed and what was a false alarm" }, { flags: "--at-least <percent>", about: "fail when the score (TPR - FPR), or the share found, is below" }, outDir, onServer,
    ],
    exits: { 1: "below --at-least" },
  }, async (call) => (await import("../dast-score.ts")).scoreScan(call)),
];
