// Alertmanager's own configuration file, read as ours: routing, receivers, and a list of all that could not be taken over.
import { isFault } from "../kernel/fault.ts";
import type { FaultPlace } from "../kernel/fault.ts";
import { entryOf, kinds, wording, wordingWhy } from "./alertmanager-receivers.ts";
import type { ImportedReceiver } from "./alertmanager-receivers.ts";
import { importInhibition, importRoute, importTimes, partsOf } from "./alertmanager-routes.ts";
import { flagOf, itemsOf, note, textOf } from "./raw-reader.ts";
import type { Raw } from "./raw-reader.ts";
import { readRouting, routingInvalid } from "./routing-reader.ts";
import { readYaml } from "./yaml-document.ts";

export interface AlertmanagerImport {
  /** Our raw form, for readRouting or to be written as YAML. */
  routing: Readonly<Record<string, unknown>>;
  receivers: readonly ImportedReceiver[];
  /** What is not taken over, and why: nothing is dropped in silence. `at`: "line 12, /receivers/0/slack_configs/0/title". */
  left: readonly { at: string; why: string }[];
}

const topKeys = ["global", "route", "receivers", "inhibit_rules", "mute_time_intervals", "time_intervals", "templates"];

/** Throws routing.invalid, with line and place in the file, for what is no Alertmanager configuration. */
export function importAlertmanager(yamlText: string): AlertmanagerImport {
  const { value, lineOf } = readYaml(yamlText);
  const placed = (at: string): string => `line ${lineOf(at)}, ${at || "/"}`;
  const left: FaultPlace[] = [];
  const top = partsOf({ value, at: "", places: left }, topKeys);
  if (!top.has("route")) throw routingInvalid([{ at: placed(""), rule: "has no route: this is no configuration of Alertmanager" }]);
  const { receivers, idsOf } = importReceivers(top, left);
  const muteTimes = itemsOf(top.get("mute_time_intervals"));
  const routing = routingOf(top, (name) => idsOf.get(name) ?? [name], muteTimes);
  leaveRest(top, receivers);
  check(routing, receivers, (at) => placed(placeInFile(at, muteTimes.length)));
  return { routing, receivers, left: left.map(({ at, rule }) => ({ at: placed(at), why: rule })) };
}

function routingOf(top: ReadonlyMap<string, Raw>, receiversOf: (name: string) => readonly string[], muteTimes: readonly Raw[]): Record<string, unknown> {
  const root = top.get("route");
  const inhibitRules = itemsOf(top.get("inhibit_rules")).map(importInhibition);
  const timeIntervals = [...muteTimes, ...itemsOf(top.get("time_intervals"))].map(importTimes);
  return { ...(root ? { route: importRoute(root, receiversOf) } : {}), ...(inhibitRules.length > 0 ? { inhibitRules } : {}), ...(timeIntervals.length > 0 ? { timeIntervals } : {}) };
}

interface Imported { receivers: ImportedReceiver[]; idsOf: Map<string, string[]> }

function importReceivers(top: ReadonlyMap<string, Raw>, left: FaultPlace[]): Imported {
  const global = globalOf(top);
  const globals = new Set<string>();
  const imported: Imported = { receivers: [], idsOf: new Map() };
  for (const raw of itemsOf(top.get("receivers"))) importReceiver(raw, global, globals, imported);
  for (const [key, raw] of global) if (!globals.has(key) && !["resolve_timeout"].includes(key)) note(raw, "is not taken over: no receiver that is imported needs it");
  const timeout = global.get("resolve_timeout");
  if (timeout && textOf(timeout) !== "5m") left.push({ at: timeout.at, rule: "is not taken over: an alert without an end counts as resolved after 5m" });
  return imported;
}

const globalOf = (top: ReadonlyMap<string, Raw>): Map<string, Raw> => {
  const raw = top.get("global");
  return raw && typeof raw.value === "object" && raw.value !== null ? partsOf(raw, Object.keys(raw.value)) : new Map();
};

function importReceiver(raw: Raw, global: ReadonlyMap<string, Raw>, globals: Set<string>, { receivers, idsOf }: Imported): void {
  const parts = partsOf(raw, typeof raw.value === "object" && raw.value !== null ? Object.keys(raw.value) : []);
  const name = textOf(parts.get("name")) ?? "";
  const found: Omit<ImportedReceiver, "id">[] = [];
  for (const [key, part] of parts) {
    if (key === "name") continue;
    const kind = kinds[key];
    if (!kind) note(part, key.endsWith("_configs") ? `has no channel here, so ${itemsOf(part).length} of the receiver ${name} are not taken over` : "is not known and not taken over");
    else for (const entry of itemsOf(part)) found.push(importEntry(entry, name, kind, global, globals));
  }
  if (found.length === 0 && parts.size > 1) note(raw, `leaves the receiver ${name} without anybody: what its routes take reaches nobody`);
  const taken = new Set(receivers.map(({ id }) => id));
  const ids = found.map((one) => freeId(found.length > 1 ? `${name}-${one.channel}` : name, taken));
  receivers.push(...found.map((one, index) => ({ id: ids[index] ?? "", ...one })));
  if (idsOf.has(name)) note(raw, `is a second receiver called ${name}; routes reach both`);
  idsOf.set(name, [...(idsOf.get(name) ?? []), ...ids]);
}

function importEntry(raw: Raw, receiver: string, kind: (typeof kinds)[string], global: ReadonlyMap<string, Raw>, globals: Set<string>): Omit<ImportedReceiver, "id"> {
  const asked = new Set(["send_resolved"]);
  const entry = entryOf(raw, receiver, global, asked, globals);
  const settings = kind.settings(entry);
  const sendResolved = flagOf(entry.part("send_resolved")) ?? kind.sendResolved;
  for (const [key, part] of partsOf(raw, typeof raw.value === "object" && raw.value !== null ? Object.keys(raw.value) : [])) {
    if (!asked.has(key)) note(part, wording.has(key) ? `is not taken over: ${wordingWhy}` : "is not taken over: it has no setting here");
  }
  return { channel: kind.channel, settings, common: { sendResolved } };
}

/** Ids are small letters, digits and hyphens, at most 63. */
function freeId(name: string, taken: Set<string>): string {
  const plain = name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 56) || "receiver";
  let id = plain;
  for (let number = 2; taken.has(id); number++) id = `${plain}-${number}`;
  taken.add(id);
  return id;
}

function leaveRest(top: ReadonlyMap<string, Raw>, receivers: readonly ImportedReceiver[]): void {
  const templates = top.get("templates");
  if (templates && itemsOf(templates).length > 0) note(templates, `are not taken over: they are Go templates; ${wordingWhy}`);
  const list = top.get("receivers");
  if (list && receivers.length === 0) note(list, "holds nobody who can be told: every receiver here has no channel");
}

/** Our own reader says what is wrong; the places are put back into the file's names. */
function check(routing: Readonly<Record<string, unknown>>, receivers: readonly ImportedReceiver[], placed: (at: string) => string): void {
  try {
    readRouting(routing, receivers.map(({ id }) => id));
  } catch (thrown) {
    if (!isFault(thrown, "routing.invalid")) throw thrown;
    throw routingInvalid(thrown.places.map(({ at, rule }) => ({ at: placed(at), rule })));
  }
}

function placeInFile(at: string, muteTimes: number): string {
  const [, first = "", number = "", ...rest] = at.split("/").map((part) => part.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/^receivers$/, "receiver"));
  const isMute = first === "time_intervals" && Number(number) < muteTimes;
  const list = isMute ? "mute_time_intervals" : first;
  const index = first === "time_intervals" && !isMute ? String(Number(number) - muteTimes) : number;
  return ["", list, index, ...rest].filter((part, position) => position === 0 || part !== "").join("/");
}
