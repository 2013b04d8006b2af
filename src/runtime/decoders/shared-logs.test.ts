// Logs of real programs, read from a shared data folder when there is one: which share of their lines becomes events.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { bufferReader, zipEntries } from "../../kernel/zip.ts";
import { accessLog } from "./access-log.ts";
import { auditd } from "./auditd.ts";
import { syslog } from "./syslog.ts";

const folder = fileURLToPath(new URL("../../../../shared/data/runtime/", import.meta.url));
const isThere = existsSync(`${folder}crowdsec/logs.zip`);
const receivedAt = Date.UTC(2026, 10, 22);

const expected = isThere ? readFileSync(`${folder}crowdsec/expected.jsonl`, "utf8").trim().split("\n").map((line) => JSON.parse(line) as { log: string; log_type: string }) : [];
const texts = new Map(isThere ? zipEntries(bufferReader(readFileSync(`${folder}crowdsec/logs.zip`))).map((entry): [string, string] => [entry.name, Buffer.from(entry.read()).toString("utf8")]) : []);
const linesOf = (types: RegExp): string[] => [...new Set(expected.filter(({ log_type: type }) => types.test(type)).map(({ log }) => log))].flatMap((log) => (texts.get(log) ?? "").split("\n").filter((line) => line.trim() !== ""));

function shareRead(decoder: typeof accessLog, lines: readonly string[]): number {
  const session = decoder.open({ receivedAt, host: undefined, settings: {} });
  const rejected = lines.filter((line, place) => session.push(line, `line ${place + 1}`).rejects.length > 0).length;
  session.end();
  return lines.length === 0 ? 0 : 1 - rejected / lines.length;
}

describe(`runtime/decoders on logs of real programs${isThere ? "" : " (skipped: the shared folder data/runtime is not beside this repository)"}`, () => {
  it.skipIf(!isThere)("10,000 lines of Apache's combined format are read, all of them with client, method and status", () => {
    const lines = gunzipSync(readFileSync(`${folder}access-logs/apache_combined-elastic.log.gz`)).toString("utf8").trim().split("\n");
    const session = accessLog.open({ receivedAt, host: undefined, settings: {} });
    const events = lines.flatMap((line, place) => session.push(line, `line ${place + 1}`).events);
    expect(events.filter(({ fields, isTimed }) => isTimed && fields["c-ip"] !== undefined && fields["cs-method"] !== undefined && typeof fields["sc-status"] === "number")).toHaveLength(10_000);
  });

  it.skipIf(!isThere)("logs of nginx, Apache and LiteSpeed are read", () => {
    expect(shareRead(accessLog, linesOf(/^(?:nginx|apache2|litespeed)$/))).toBeGreaterThan(0.95);
  });

  it.skipIf(!isThere)("what is syslog is told to be syslog, and carries a time", () => {
    const lines = linesOf(/^syslog$/).filter((line) => /^[A-Z][a-z]{2} [ \d]\d \d\d:/.test(line));
    expect(lines.filter((line) => syslog.recognises(line)).length / lines.length).toBeGreaterThan(0.99);
  });

  it.skipIf(!isThere)("audit records of auditd and LAUREL are read", () => {
    expect(shareRead(auditd, linesOf(/^(?:auditd|laurel)$/))).toBe(1);
  });

  it.skipIf(!isThere)("an audit trail of other hands is joined into processes", () => {
    const lines = ["sh_arp_cache_2020-11-10074812", "sh_binary_padding_dd_2020-11-10081941"].flatMap((name) => gunzipSync(readFileSync(`${folder}otrf/${name}.log.gz`)).toString("utf8").trim().split("\n"));
    const session = auditd.open({ receivedAt, host: undefined, settings: {} });
    const events = [...lines.flatMap((line) => session.push(line, "line").events), ...session.end().events];
    expect(events.map(({ fields }) => fields["CommandLine"])).toEqual(expect.arrayContaining(["arp -a", "dd if=/dev/zero bs=1 count=1"]));
  });
});
