// Takes the named parts out of a JSON document of any size as it streams by, and holds nothing else.
import { Fault } from "../kernel/fault.ts";
import type { JsonSink } from "./json-tokens.ts";
import { JsonTokens } from "./json-tokens.ts";
import type { OverlongText } from "./json-tokens.ts";

/**
 * What to take. A picked scalar is kept; of a picked object its picked members, of a picked array its picked items.
 * emit: the value is given out under this name as soon as it ends, and not kept in what holds it.
 * onlyIf: a text is decoded and kept only when this holds of what its object has kept so far.
 *
 * @example { members: new Map([["components", { items: { emit: "component", members: new Map([["purl", {}]]) } }]]) }
 */
export interface JsonPick {
  emit?: string;
  onlyIf?(held: Readonly<Record<string, unknown>>): boolean;
  members?: ReadonlyMap<string, JsonPick>;
  items?: JsonPick;
}

/** at: JSON pointer (RFC 6901). What lies inside another emitted value comes before it. */
export interface JsonEvent { name: string; at: string; value: unknown }

/** maxHeldBytes: the most text one value may keep, so that memory stays flat. */
export interface JsonPickLimits { maxBrackets: number; maxTextBytes: number; maxHeldBytes: number }

interface Frame {
  pick: JsonPick | undefined;
  value: Record<string, unknown> | unknown[] | undefined;
  kind: "object" | "array";
  key: string;
  index: number;
  heldBytes: number;
}

/** The picked parts of a document. Throws sbom.malformed, sbom.truncated, sbom.too-deep and sbom.too-large. */
export async function* pickJson(chunks: AsyncIterable<Uint8Array>, root: JsonPick, limits: JsonPickLimits): AsyncGenerator<JsonEvent> {
  const picker = new Picker(root, limits.maxHeldBytes);
  const tokens = new JsonTokens(picker, limits);
  for await (const chunk of chunks) {
    tokens.write(chunk);
    yield* picker.takeEvents();
  }
  tokens.end();
  yield* picker.takeEvents();
}

class Picker implements JsonSink {
  readonly #root: JsonPick;
  readonly #maxHeldBytes: number;
  readonly #frames: Frame[] = [];
  #events: JsonEvent[] = [];

  constructor(root: JsonPick, maxHeldBytes: number) {
    this.#root = root;
    this.#maxHeldBytes = maxHeldBytes;
  }

  takeEvents(): JsonEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  open(kind: "object" | "array"): void {
    const pick = this.#nextPick();
    this.#frames.push({ pick, kind, value: pick && (kind === "array" ? [] : {}), key: "", index: 0, heldBytes: 0 });
  }

  close(): void {
    const frame = this.#frames.pop()!;
    this.#valueEnded(frame.pick, frame.value, frame.heldBytes + 64);
  }

  wantsKey(): boolean { return this.#frames.at(-1)?.pick?.members !== undefined; }
  key(text: string | OverlongText | undefined): void { this.#frames.at(-1)!.key = typeof text === "string" ? text : ""; }
  wantsText(): boolean { return this.#nextPick() !== undefined; }
  text(value: string | OverlongText | undefined): void { this.#valueEnded(this.#nextPick(), value, typeof value === "string" ? value.length + 16 : 16); }
  scalar(value: number | boolean | null): void { this.#valueEnded(this.#nextPick(), value, 16); }

  #nextPick(): JsonPick | undefined {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return this.#root;
    if (frame.kind === "array") return frame.pick?.items;
    const pick = frame.pick?.members?.get(frame.key);
    return pick?.onlyIf === undefined || pick.onlyIf(frame.value as Record<string, unknown>) ? pick : undefined;
  }

  #valueEnded(pick: JsonPick | undefined, value: unknown, heldBytes: number): void {
    const parent = this.#frames.at(-1);
    if (pick?.emit !== undefined) this.#events.push({ name: pick.emit, at: this.#pointer(), value });
    else if (pick !== undefined && parent !== undefined) this.#hold(parent, value, heldBytes);
    if (parent !== undefined) parent.index++;
  }

  #hold(parent: Frame, value: unknown, heldBytes: number): void {
    parent.heldBytes += heldBytes;
    if (parent.heldBytes > this.#maxHeldBytes) throw new Fault("sbom.too-large", { detail: `What is read of one entry is larger than ${this.#maxHeldBytes} bytes.`, places: [{ at: this.#pointer(), rule: `at most ${this.#maxHeldBytes} bytes` }] });
    if (Array.isArray(parent.value)) parent.value.push(value);
    else if (parent.value !== undefined) parent.value[parent.key] = value;
  }

  // Every frame above a picked value is picked itself, so its key is known; picked names need no escapes of RFC 6901.
  #pointer(): string { return this.#frames.map((frame) => `/${frame.kind === "array" ? frame.index : frame.key}`).join(""); }
}

export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** The members of an object; of anything else none. */
export const membersOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

/** The items of an array; of anything else none. */
export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

// Every format looks at the same first characters, one after the other.
let seen: { start: string; keys: readonly string[] } = { start: "", keys: [] };

/** The keys of the outermost object as far as a document's first characters show them. */
export function topLevelKeys(start: string): readonly string[] {
  if (seen.start !== start) seen = { start, keys: keysIn(start) };
  return seen.keys;
}

function keysIn(start: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  let text: string | undefined;
  for (const [token] of start.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (token === ":" && depth === 1 && text !== undefined) keys.push(text.slice(1, -1));
    text = token.startsWith('"') ? token : undefined;
  }
  return keys;
}
