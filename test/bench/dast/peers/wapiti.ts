// Wapiti, when it is installed: its default modules and those for what the range holds, its categories put into our checks.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Said } from "../judge.ts";
import type { Peer, PeerOrder, PeerRun } from "./peer.ts";

// Names of categories in its report, and the checks of ours that mean the same.
const meanings: Readonly<Record<string, readonly string[]>> = {
  "SQL Injection": ["sql-injection", "nosql-injection"], "Blind SQL Injection": ["sql-injection"], "Cross Site Scripting": ["xss-reflected", "client-template-injection"], "Reflected Cross Site Scripting": ["xss-reflected", "client-template-injection"], "Stored Cross Site Scripting": ["xss-stored"],
  "Path Traversal": ["path-traversal", "file-inclusion"], "File Handling": ["path-traversal", "file-inclusion"], "Command execution": ["command-injection", "code-injection", "template-injection"], "Commands execution": ["command-injection", "code-injection"],
  "CRLF Injection": ["crlf-injection"], "Open Redirect": ["open-redirect"], "Server Side Request Forgery": ["ssrf"], "XML External Entity": ["xxe"], XXE: ["xxe"], "Htaccess Bypass": ["access-bypass"], "Backup file": ["backup-files"], "Potentially dangerous file": ["exposed-files"],
  "Weak credentials": ["default-credentials"], Log4Shell: ["jndi-lookup"], Shellshock: ["shellshock"], "LDAP Injection": ["ldap-injection"], "XPath Injection": ["xpath-injection"], "Unrestricted File Upload": ["file-upload"],
};
const modules = "backup,buster,crlf,exec,file,htaccess,log4shell,methods,permanentxss,redirect,shellshock,sql,ssrf,timesql,xss,xxe";

export const wapiti: Peer = { name: "wapiti", run };

async function run({ url, capSeconds, work }: PeerOrder): Promise<PeerRun> {
  const begunAt = performance.now();
  const version = await wordsOf("wapiti", ["--version"], 20);
  if (version === undefined) return { version: "", said: undefined, seconds: 0, why: "it is not installed here (apt-get install wapiti)" };
  const report = join(work, "wapiti.json");
  // The cap is shared out: its own limits end a phase in good order, with a report.
  const share = Math.max(10, Math.floor(capSeconds * 0.7 / modules.split(",").length));
  await wordsOf("wapiti", ["-u", url, "--scope", "domain", "-m", modules, "--max-scan-time", String(Math.floor(capSeconds * 0.3)), "--max-attack-time", String(share), "--flush-session", "--no-bugreport", "-v", "0", "-f", "json", "-o", report, "--store-session", work, "--store-config", work], capSeconds * 2);
  const seconds = (performance.now() - begunAt) / 1000;
  if (!existsSync(report)) return { version: versionIn(version), said: undefined, seconds, why: "it gave no report in the time" };
  return { version: versionIn(version), said: readReport(readFileSync(report, "utf8"), url), seconds, why: undefined };
}

interface Report { vulnerabilities: Record<string, readonly { path: string; info: string; parameter?: string; method?: string }[]> }

/** One finding stands for each of the checks that its category may mean: the judge takes the one that fits. */
function readReport(text: string, url: string): Said[] {
  const { vulnerabilities } = JSON.parse(text) as Report;
  return Object.entries(vulnerabilities).flatMap(([category, found]) => (meanings[category] ?? []).flatMap((check) => found.map(({ path, info }): Said => ({ check, urls: [new URL(path, url).href], because: `${category}: ${info}` }))));
}

const versionIn = (text: string): string => /\d+(?:\.\d+)+/.exec(text)?.[0] ?? "";

/** What it printed; undefined when it cannot be started. Ended with its children when it takes longer. */
function wordsOf(command: string, words: readonly string[], seconds: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"] });
    const parts: string[] = [];
    const timer = setTimeout(() => { child.kill("SIGKILL"); }, seconds * 1000);
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => { parts.push(part.toString("utf8")); });
    child.once("error", () => { clearTimeout(timer); resolve(undefined); }).once("close", () => { clearTimeout(timer); resolve(parts.join("")); });
  });
}
