// Events of real sensors and attacks, read from a shared data folder when there is one: every record is known by its decoder, timed, and none is lost.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { bufferReader, zipEntries } from "../kernel/zip.ts";
import { contextOf } from "./decoder.suite.ts";
import { decodeBody } from "./framing.ts";
import type { DecodedBytes } from "./framing.ts";

const folder = new URL("../../../shared/data/runtime/", import.meta.url);
const isThere = existsSync(new URL("README.md", folder));
const missing = isThere ? "" : " (skipped: the shared folder data/runtime is not beside this repository)";
const bytesOf = (path: string): Uint8Array => { const bytes = readFileSync(new URL(path, folder)); return path.endsWith(".gz") ? gunzipSync(bytes) : bytes; };
const filesOf = (path: string): string[] => (isThere ? readdirSync(new URL(path, folder)).map((name) => `${path}${name}`) : []);
const decodersOf = ({ events }: DecodedBytes): string[] => [...new Set(events.map(({ decoder }) => decoder))];
const auto = (bytes: Uint8Array): DecodedBytes => decodeBody("auto", bytes, contextOf());

describe(`runtime on events of real senders${missing}`, () => {
  it.skipIf(!isThere)("every line of Falco's and its forwarder's is an alert of Falco's", () => {
    const lines = Buffer.from(bytesOf("falco/events.jsonl")).toString().trim().split("\n");
    const read = auto(bytesOf("falco/events.jsonl"));
    expect([read.events.length, read.rejects, decodersOf(read)]).toEqual([lines.length, [], ["falco"]]);
    expect(read.events.filter(({ verdict, logsource }) => verdict === undefined && logsource.service !== "internal")).toEqual([]);
  });

  it.each(filesOf("tetragon/").filter((path) => !path.includes("host-namespace") && !path.includes("nginx-exec")))("%s is Tetragon's, timed, with its process", (path) => {
    const read = auto(bytesOf(path));
    expect([read.rejects, decodersOf(read)]).toEqual([[], ["tetragon"]]);
    expect(read.events.filter(({ isTimed, fields }) => !isTimed || fields["Image"] === undefined || fields["ProcessGuid"] === undefined)).toEqual([]);
  });

  it.each(filesOf("k8s-audit/falco-traces/").filter((path) => path.endsWith(".json") && !path.includes("fal_01_003")))("%s is an audit event with its id and its caller", (path) => {
    const read = auto(bytesOf(path));
    expect([read.rejects, decodersOf(read), read.events.every(({ id, isTimed, fields }) => id !== undefined && isTimed && fields["User"] !== undefined)]).toEqual([[], ["k8s-audit"], true]);
  });

  const zipped = (path: string) => (isThere ? zipEntries(bufferReader(bytesOf(path))) : []);

  it.each(zipped("cloudtrail/stratus-detonation-logs.zip").map((entry) => [entry.name, entry] as const))("%s is CloudTrail's, each record with its id", (_name, entry) => {
    const read = auto(entry.read());
    expect([read.rejects, decodersOf(read), read.events.length > 0 && read.events.every(({ id, isTimed }) => id !== undefined && isTimed)]).toEqual([[], ["cloudtrail"], true]);
  });

  const regression = zipped("sigma/regression.zip");
  it.each(regression.filter(({ name }) => name.endsWith(".json")).map((entry) => [entry.name, entry] as const))("%s is asked as its rule's log source", (name, entry) => {
    const rule = Buffer.from(regression.find((other) => other.name === `${name.slice(0, name.lastIndexOf("/"))}/rule.yml`)?.read() ?? []).toString();
    const category = /^ +category: (\w+)/m.exec(rule)?.[1];
    const read = auto(entry.read());
    expect([read.rejects, decodersOf(read)]).toEqual([[], ["windows-event"]]);
    expect(read.events.filter(({ logsource, alsoAsked = [] }) => ![logsource, ...alsoAsked].some((one) => one.category === category && one.product === "windows"))).toEqual([]);
  });

  it.skipIf(!isThere)("Windows and AWS events of the attack data sets are known and timed", () => {
    const reads = filesOf("otrf/").filter((path) => /(?:sysmon|securityauditing|ec2_proxy).*\.json\.gz$/.test(path)).map((path) => auto(bytesOf(path)));
    expect(reads.length).toBeGreaterThan(2);
    expect(reads.flatMap(({ rejects }) => rejects)).toEqual([]);
    expect(reads.flatMap(decodersOf).toSorted()).toEqual(["cloudtrail", "windows-event", "windows-event"]);
    expect(reads.flatMap(({ events }) => events).filter(({ isTimed }) => !isTimed)).toEqual([]);
  });
});
