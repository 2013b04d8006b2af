// Logs with known attackers against the rules for web and log-ins: who was found, and which quiet logs stayed quiet.
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync, inflateRawSync } from "node:zlib";
import { createEngine } from "../../src/app/runtime/engine.ts";
import { contentRules, readRuleFolder } from "../../src/app/runtime/rule-files.ts";
import { actorOf } from "../../src/runtime/actor.ts";
import { createStream } from "../../src/runtime/framing.ts";
import { joinFiles } from "../../src/runtime/sigma/join-files.ts";
import { enrichWeb } from "../../src/runtime/web/enrich.ts";
import type { Hit } from "../../src/runtime/hit.ts";
import type { SigmaFile } from "../../src/runtime/sigma/rule.ts";

const shared = new URL("../../../shared/data/runtime/", import.meta.url);
const logs = new URL("crowdsec/logs.zip", shared);
const benign = new URL("access-logs/apache_combined-elastic.log.gz", shared);

export const hasSharedLogs = (): boolean => existsSync(logs) && existsSync(benign);

export interface LogRow { log: string; expected: number; found: number; /** Titles of detections above informational where none is expected. */ alarms: readonly string[] }

export const webAndLoginRules = async (): Promise<SigmaFile> => joinFiles(await Promise.all(["web", "identity"].map((area) => readRuleFolder(`${contentRules()}/${area}`))));

/** Every hit above informational, by actor. */
export function hitsIn(rules: SigmaFile, bytes: Uint8Array): readonly Pick<Hit, "title" | "level" | "actor">[] {
  const engine = createEngine({ rules });
  const stream = createStream("auto", { receivedAt: Date.UTC(2026, 10, 22), host: undefined, settings: {} });
  const events = [...stream.push(bytes).events, ...stream.end().events];
  const hits = [...events.flatMap((event) => engine.observe(enrichWeb(event))), ...engine.end()];
  return hits.filter(({ level }) => level !== "informational").map((hit) => { const actor = hit.actor ?? actorOf(hit.event); return { title: hit.title, level: hit.level, ...(actor === undefined ? {} : { actor }) }; });
}

/** Logs of web servers and of sshd, by the scenarios their authors name. The test of an alarm itself ("generic-test") is no attack. */
const concerned = /^(?:nginx|apache2|litespeed|bunkerweb)$/;

interface Expectation { test: string; log: string; log_type: string; expected_alert_count: number | null; expected_alerts: readonly { sources: readonly string[] | null }[] | null }

export async function sharedLogs(): Promise<LogRow[]> {
  const rules = await webAndLoginRules();
  const archive = readFileSync(logs);
  const lines = readFileSync(new URL("crowdsec/expected.jsonl", shared), "utf8").split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => JSON.parse(line) as Expectation).filter(({ test, log_type }) => (concerned.test(log_type) || /^ssh(?:d|-)/.test(test)) && !test.includes("generic-test") && test !== "litespeed-admin-bf").map((one) => {
    const sources = [...new Set((one.expected_alerts ?? []).flatMap(({ sources: of }) => of ?? []))];
    const hits = hitsIn(rules, memberOf(archive, one.log));
    return { log: one.test, expected: sources.length, found: sources.filter((source) => hits.some(({ actor }) => actor === `ip:${source}`)).length, alarms: sources.length > 0 ? [] : [...new Set(hits.map(({ title }) => title))] };
  });
}

/** Detections by title on the benign log, with the number of requests. */
export async function benignLog(): Promise<{ requests: number; detections: ReadonlyMap<string, number> }> {
  const bytes = gunzipSync(readFileSync(benign));
  const detections = new Map<string, number>();
  for (const { title } of hitsIn(await webAndLoginRules(), bytes)) detections.set(title, (detections.get(title) ?? 0) + 1);
  return { requests: bytes.toString("latin1").split("\n").filter((line) => line !== "").length, detections };
}

/** A member of a zip archive, by its central directory. */
function memberOf(archive: Buffer, name: string): Uint8Array {
  const end = archive.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const length = archive.readUInt16LE(at + 28);
    if (archive.toString("utf8", at + 46, at + 46 + length) === name) {
      const local = archive.readUInt32LE(at + 42);
      const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      const bytes = archive.subarray(from, from + archive.readUInt32LE(at + 20));
      return archive.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes);
    }
    at += 46 + length + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  throw new Error(`${name} is not in the archive`);
}
