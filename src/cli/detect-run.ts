// One run of detect: files and rules in, a table and a summary out.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { createGunzip } from "node:zlib";
import { detectInFiles } from "../app/runtime/detect-files.ts";
import type { DetectFile, DetectResult, FoundDetection } from "../app/runtime/detect-files.ts";
import { createEngine } from "../app/runtime/engine.ts";
import { createRuleBook } from "../app/runtime/rule-book.ts";
import { toIso } from "../kernel/clock.ts";
import { Fault, messageOf } from "../kernel/fault.ts";
import type { Decoder } from "../runtime/decoder.ts";
import { decoders } from "../runtime/decoders/index.ts";
import { levels } from "../runtime/event.ts";
import type { Level } from "../runtime/event.ts";
import type { CommandCall, ExitCode } from "./command.ts";
import type { Column } from "./output.ts";

export async function runDetect(call: CommandCall): Promise<ExitCode> {
  const decoder = decoderOf(call.text("decoder"));
  const settings = settingsOf(call.texts("setting"), decoder);
  const files = await Promise.all(call.arguments.map((name) => fileOf(call, name)));
  const rules = await createRuleBook(call.texts("rules").map((dir) => resolve(call.io.cwd, dir))).loaded();
  for (const { file, line, rule } of rules.rejects.slice(0, 10)) call.say(`rule left out: ${file}:${line}: ${rule}`);
  if (rules.rejects.length > 10) call.say(`and ${rules.rejects.length - 10} more; aftwatch rules check names them all`);
  const bar = call.progress.start("read", files.every(({ size }) => size !== undefined) ? files.reduce((sum, { size = 0 }) => sum + size, 0) : undefined, "bytes");
  let done = 0;
  const engine = createEngine({ rules });
  for (const file of files) file.onRead = (bytes) => { done += bytes; bar.at(done); };
  try {
    const result = await detectInFiles(files, { engine, decoder, settings, host: call.text("host"), minLevel: (call.text("minLevel") ?? "low") as Level, signal: call.io.signal });
    bar.end();
    tell(call, result, rules.rules.length + rules.correlations.length, files.length);
    return codeOf(call, result);
  } finally { bar.end(); }
}

function decoderOf(id: string | undefined): Decoder | "auto" {
  if (id === undefined || id === "auto") return "auto";
  const found = decoders.find(id);
  if (found === undefined) throw new Fault("cli.usage", { detail: `--decoder ${id} is none; there are ${decoders.all.map((one) => one.id).join(", ")}, and auto.` });
  return found;
}

function settingsOf(given: readonly string[], decoder: Decoder | "auto"): Record<string, string> {
  const known = decoder === "auto" ? decoders.all.flatMap(({ settings }) => Object.keys(settings)) : Object.keys(decoder.settings);
  return Object.fromEntries(given.map((text) => {
    const [name, value] = [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)];
    // "map." of "map.Image": settings that stand for many are listed by how they begin.
    if (!text.includes("=") || !known.some((one) => one === name || (/[.<*]/.test(one) && name.startsWith(one.replace(/[<*].*$/, ""))))) throw new Fault("cli.usage", { detail: `--setting ${text} is none; there are ${[...new Set(known)].join(", ")}.` });
    return [name, value];
  }));
}

interface OpenFile extends DetectFile { size: number | undefined; onRead?: (bytes: number) => void }

async function fileOf(call: CommandCall, name: string): Promise<OpenFile> {
  const { io } = call;
  if (name === "-") return { name: "standard input", modifiedAt: io.clock.now(), product: undefined, size: undefined, chunks: () => unpacked(io.input) };
  const path = resolve(io.cwd, name);
  try {
    const info = await stat(path);
    if (!info.isFile()) throw new Error("it is no file");
    const file: OpenFile = { name, modifiedAt: Math.min(info.mtimeMs, io.clock.now()), product: productIn(path), size: info.size, chunks: () => unpacked(counted(path, (bytes) => file.onRead?.(bytes))) };
    return file;
  } catch (cause) { throw new Fault("cli.usage", { detail: `${name} cannot be read: ${messageOf(cause)}.` }, cause); }
}

// /var/log/nginx/access.log says what its lines do not.
const productIn = (path: string): string | undefined => { const [, found] = /[/\\.\-_](nginx|apache|httpd|caddy|traefik|haproxy|envoy)\d?[/\\.\-_]/i.exec(path) ?? []; return found?.toLowerCase().replace("httpd", "apache"); };

async function* counted(path: string, onRead: (bytes: number) => void): AsyncIterable<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) { onRead((chunk as Uint8Array).length); yield chunk as Uint8Array; }
}

/** gzip is told from its first bytes (RFC 1952 section 2.3.1), whatever the file is called; several members after one another are one. */
async function* unpacked(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  const rest = (async function* all() { yield first.value; for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value; })();
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) { yield* rest; return; }
  const { Readable } = await import("node:stream");
  yield* Readable.from(rest).compose(createGunzip()) as AsyncIterable<Uint8Array>;
}

function tell(call: CommandCall, { detections, events, rejects, rejected, replaced }: DetectResult, rules: number, files: number): void {
  const counts = Object.entries(events).map(([decoder, count]) => `${count} ${decoder}`);
  const total = Object.values(events).reduce((sum, count) => sum + count, 0);
  call.output.rows("detections", columns, detections.map(shown), { events, rejected, rules });
  const grouped = groupedRejects(rejects);
  for (const line of grouped.slice(0, 20)) call.say(`not read: ${line}`);
  if (grouped.length > 20) call.say("and more for other reasons; -v names each");
  for (const { file, at, rule } of rejects) call.detail(`not read: ${file}: ${at} ${rule}`);
  if (replaced > 0) call.say(`${replaced} characters were no UTF-8 and are shown as U+FFFD`);
  call.say(`${detections.length} ${detections.length === 1 ? "detection" : "detections"} in ${total} events (${counts.join(", ") || "none"}) of ${files} ${files === 1 ? "file" : "files"} by ${rules} rules; ${rejected} records not read`);
}

/** Lines of one file that share a reason are one message: the first place, and how many more. */
function groupedRejects(rejects: DetectResult["rejects"]): string[] {
  const groups = Map.groupBy(rejects, ({ file, rule }) => `${file}\0${rule}`);
  return [...groups.values()].map((all) => `${all[0]?.file}: ${all[0]?.at}${all.length > 1 ? ` and ${all.length - 1} more` : ""}: ${all[0]?.rule}`);
}

type Shown = Omit<FoundDetection, "firstAt" | "lastAt" | "event"> & { firstAt: string; lastAt: string; event: unknown };
const shown = ({ firstAt, lastAt, event, ...rest }: FoundDetection): Shown => ({ ...rest, firstAt: toIso(firstAt), lastAt: toIso(lastAt), event: { at: toIso(event.at), decoder: event.decoder, logsource: event.logsource, origin: event.origin, fields: event.fields, raw: event.raw } });

const columns: readonly Column<Shown>[] = [
  { head: "LEVEL", of: (row) => row.level }, { head: "COUNT", of: (row) => row.count }, { head: "ACTOR", of: (row) => row.actor }, { head: "WORKLOAD", of: (row) => row.workload },
  { head: "DETECTION", of: (row) => row.title }, { head: "FIRST", of: (row) => row.firstAt }, { head: "LAST", of: (row) => row.lastAt }, { head: "WHY", of: (row) => row.why[0]?.slice(0, 120) },
  { head: "RULE", isWide: true, of: (row) => row.ruleId }, { head: "TAGS", isWide: true, of: (row) => row.tags.join(" ") },
];

function codeOf(call: CommandCall, { detections, events, rejected }: DetectResult): ExitCode {
  const failOn = call.text("failOn") as Level | undefined;
  if (failOn !== undefined && detections.some(({ level }) => levels.indexOf(level) >= levels.indexOf(failOn))) return 1;
  return Object.keys(events).length === 0 && rejected > 0 ? 4 : 0;
}
