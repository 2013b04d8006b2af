// The facts of behaviour that an event tells, from the fields of the taxonomy. Pure, and on the path of every event.
import type { FieldValue, RuntimeEvent } from "../event.ts";
import { verbFacts } from "./audit-verbs.ts";
import { destinationOf, listenOf } from "./destinations.ts";
import { boundedValue } from "./fact.ts";
import type { Fact } from "./fact.ts";
import { fileClassOf } from "./file-classes.ts";
import { imageShape } from "./programs.ts";
import { routeFacts } from "./routes.ts";

const none: readonly Fact[] = [];
const starts = new Set(["process_creation"]);
const connects = new Set(["network_connection"]);
const listens = new Set(["network_listen"]);
const writes = new Set(["file_event", "file_change", "file_rename"]);

/** In the order of factKinds: what an event says of its process stands before what the process did. */
export function factsOf(event: RuntimeEvent): readonly Fact[] {
  const { fields } = event;
  if (fields["cs-method"] !== undefined) return routeFacts(event);
  const image = textOf(fields["Image"]);
  if (image === undefined && fields["TargetFilename"] === undefined && fields["DestinationPort"] === undefined && fields["SourcePort"] === undefined) return verbFacts(event);
  const facts: Fact[] = [];
  const isStart = isOf(event, starts);
  if (image !== undefined && (isStart || isOf(event, connects) || isOf(event, listens))) facts.push({ kind: "process", value: boundedValue(imageShape(image)) });
  if (isStart) addStart(facts, event, image);
  if (isWrite(event)) addWrites(facts, fields["TargetFilename"]);
  const network = isOf(event, connects) ? destinationOf(event) : isOf(event, listens) ? listenOf(event) : undefined;
  if (network !== undefined) facts.push(network);
  return facts.length === 0 ? none : facts;
}

function addStart(facts: Fact[], { fields }: RuntimeEvent, image: string | undefined): void {
  const parent = textOf(fields["ParentImage"]);
  if (parent !== undefined && image !== undefined) facts.push({ kind: "parent", value: boundedValue(`${imageShape(parent)}>${imageShape(image)}`) });
  const user = textOf(fields["User"]);
  if (user !== undefined) facts.push({ kind: "user", value: boundedValue(user) });
}

function addWrites(facts: Fact[], target: FieldValue | undefined): void {
  const seen = new Set<string>();
  for (const path of Array.isArray(target) ? target as readonly FieldValue[] : [target]) {
    const text = textOf(path);
    if (text === undefined) continue;
    const { id } = fileClassOf(text);
    if (seen.has(id)) continue;
    seen.add(id);
    facts.push({ kind: "file-write", value: boundedValue(id) });
  }
}

/** Whether a file was made or changed; where a sensor tells of opening, its flags say whether it was for reading. */
export function isWrite(event: RuntimeEvent): boolean {
  const { fields } = event;
  if (fields["TargetFilename"] === undefined || !isOf(event, writes)) return false;
  // Falco's rules about reading open files as those about writing do, and its alerts need not say how.
  if (event.verdict !== undefined && /\bread\b/i.test(event.verdict.rule)) return false;
  const flags = fields["evt.arg.flags"] ?? fields["flags"];
  if (typeof flags === "string" && flags.includes("O_")) return /O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE|F_CREATED)/.test(flags);
  if (fields["evt.is_open_read"] === true || fields["evt.is_open_read"] === "true") return fields["evt.is_open_write"] === true || fields["evt.is_open_write"] === "true";
  return !readsOnly(event);
}

// linux/fs.h: MAY_EXEC 1, MAY_WRITE 2, MAY_READ 4; security_file_permission and its like are asked with one of them.
function readsOnly({ fields }: RuntimeEvent): boolean {
  const name = fields["function"];
  if (typeof name !== "string" || !/^(?:security_file_(?:permission|open)|file_(?:permission|open)|read|vfs_read)$/.test(name)) return false;
  const probe = (fields["process_kprobe"] ?? fields["process_lsm"]) as { args?: readonly { int_arg?: number }[] } | undefined;
  const mask = Array.isArray(probe?.args) ? probe.args.find((arg) => typeof arg?.int_arg === "number")?.int_arg : undefined;
  return mask === undefined ? name.endsWith("read") : (mask & 2) === 0;
}

export function isOf({ logsource, alsoAsked }: RuntimeEvent, categories: ReadonlySet<string>): boolean {
  if (categories.has(logsource.category ?? "")) return true;
  return alsoAsked !== undefined && alsoAsked.some(({ category }) => categories.has(category ?? ""));
}

const textOf = (value: FieldValue | undefined): string | undefined => (typeof value === "string" && value !== "" && value !== "-" ? value : undefined);
