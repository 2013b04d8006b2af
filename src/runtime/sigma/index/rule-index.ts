// Which rules of a set an event has to be asked of: one look at each of its fields, and only the rules whose witness it holds.
import type { FieldValue, Fields } from "../../event.ts";
import { valueOf } from "../../field.ts";
import { askRules } from "./asked.ts";
import type { Asked } from "./asked.ts";
import type { Commonness } from "./commonness.ts";
import { createLiteralSearch, scan, sizeOf } from "./literal-search.ts";
import type { Literal, LiteralSearch } from "./literal-search.ts";
import type { Witness } from "./witness.ts";

/** rule: its number. witnesses: field names as events have them; undefined: the rule is always asked. */
export interface IndexedRule { rule: number; witnesses: readonly Witness[] | undefined }

export interface RuleIndex {
  /** Asks every rule that may hold of the event, and perhaps more. */
  ask(fields: Fields, asked: Asked): void;
  /** Of its tables. */
  readonly sizeBytes: number;
}

/** What is known of a field by its name: whose witness is its presence, and whose are literals in it. */
interface Slot { present: Int32Array; literals: LiteralSearch | undefined; /** Names with dots that may lead through a field of this name. */ below: readonly Below[] }

interface Below { name: string; slot: Slot; turn: number }

export function createRuleIndex(rules: readonly IndexedRule[], commonness: Commonness): RuleIndex {
  const always = Int32Array.from(rules.filter(({ witnesses }) => witnesses === undefined).map(({ rule }) => rule));
  const gathered = gather(rules);
  const keywords = searchOf(gathered.keywords, commonness);
  const slots = slotsOf(gathered.fields, commonness);
  return {
    ask(fields, asked) {
      askRules(asked, always);
      for (const name in fields) {
        const value = fields[name];
        if (value === undefined) continue;
        const slot = slots.get(name);
        if (slot !== undefined) askSlot(slot, value, fields, asked);
        if (keywords !== undefined) scanTexts(keywords, value, asked);
      }
    },
    sizeBytes: [keywords, ...[...slots.values()].map(({ literals }) => literals)].reduce((sum, search) => sum + (search ? sizeOf(search) : 0), 0),
  };
}

function askSlot(slot: Slot, value: FieldValue, fields: Fields, asked: Asked): void {
  askRules(asked, slot.present);
  if (slot.literals !== undefined) scanField(slot.literals, value, asked);
  for (let at = 0; at < slot.below.length; at++) {
    const below = slot.below[at];
    if (below === undefined || below.turn === asked.turn) continue;
    below.turn = asked.turn;
    const found = valueOf(fields, below.name);
    if (found !== undefined) askSlot(below.slot, found, fields, asked);
  }
}

// As tests read a field (subject.ts): a list is its members, a mapping its JSON, null has no text.
function scanField(search: LiteralSearch, value: FieldValue, asked: Asked): void {
  if (typeof value === "string") scan(search, value, asked);
  else if (typeof value !== "object") scan(search, String(value), asked);
  else if (Array.isArray(value)) for (const member of value as readonly FieldValue[]) scanField(search, member, asked);
  else if (value !== null) scan(search, JSON.stringify(value), asked);
}

// As keywords read an event (field.ts): every text wherever it stands.
function scanTexts(search: LiteralSearch, value: FieldValue, asked: Asked): void {
  if (typeof value === "string") scan(search, value, asked);
  else if (typeof value !== "object") scan(search, String(value), asked);
  else if (Array.isArray(value)) for (const member of value as readonly FieldValue[]) scanTexts(search, member, asked);
  else for (const name in value) scanMember(search, (value as Fields)[name], asked);
}

function scanMember(search: LiteralSearch, value: FieldValue | undefined, asked: Asked): void {
  if (value !== undefined) scanTexts(search, value, asked);
}

/** By field: rules asked when it is there, and by literal the rules asked when it is in it. */
interface Gathered { present: number[]; literals: Map<string, Literal & { rules: number[] }> }

function gather(rules: readonly IndexedRule[]): { keywords: Gathered; fields: Map<string, Gathered> } {
  const keywords = empty();
  const fields = new Map<string, Gathered>();
  for (const { rule, witnesses } of rules) {
    for (const witness of witnesses ?? []) {
      const gathered = witness.field === undefined ? keywords : fields.get(witness.field) ?? empty();
      if (witness.field !== undefined) fields.set(witness.field, gathered);
      add(gathered, witness, rule);
    }
  }
  return { keywords, fields };
}

const empty = (): Gathered => ({ present: [], literals: new Map() });

function add({ present, literals }: Gathered, witness: Witness, rule: number): void {
  if (witness.kind === "present") { if (present.at(-1) !== rule) present.push(rule); return; }
  const { text, start, end } = witness;
  const key = `${start ? "^" : " "}${end ? "$" : " "}${text}`;
  const known = literals.get(key);
  if (known === undefined) literals.set(key, { text, start, end, rules: [rule] });
  else if (known.rules.at(-1) !== rule) known.rules.push(rule);
}

const searchOf = ({ literals }: Gathered, { rarestGram }: Commonness): LiteralSearch | undefined => (literals.size === 0 ? undefined : createLiteralSearch([...literals.values()], rarestGram));

function slotsOf(fields: ReadonlyMap<string, Gathered>, commonness: Commonness): Map<string, Slot> {
  const slots = new Map<string, Slot & { below: Below[] }>();
  const slotAt = (name: string): Slot & { below: Below[] } => {
    const slot = slots.get(name) ?? { present: new Int32Array(0), literals: undefined, below: [] };
    slots.set(name, slot);
    return slot;
  };
  for (const [name, gathered] of fields) {
    const own: Slot = { present: Int32Array.from(gathered.present), literals: searchOf(gathered, commonness), below: [] };
    Object.assign(slotAt(name), { present: own.present, literals: own.literals });
    const below: Below = { name, slot: own, turn: 0 };
    for (const prefix of prefixesOf(name)) slotAt(prefix).below.push(below);
  }
  return slots;
}

// "a.b.c" may be found through a field "a" or a field "a.b".
const prefixesOf = (name: string): string[] => name.split(".").slice(0, -1).map((_, at, parts) => parts.slice(0, at + 1).join("."));
