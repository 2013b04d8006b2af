// Whether a test holds for a field: the one code path of matching and of explaining.
import { compileRe2Search } from "../../kernel/re2/re2-search.ts";
import type { Re2Search } from "../../kernel/re2/re2-search.ts";
import type { FieldValue } from "../event.ts";
import { compileGlob } from "./glob.ts";
import { isWithin, parseAddress, parseNetwork } from "./network.ts";
import type { Address } from "./network.ts";
import type { Comparison, Pattern, Test } from "./rule.ts";
import { between, subjectOfValue } from "./subject.ts";
import type { Subject } from "./subject.ts";
import { timePartOf } from "./time-part.ts";

/** other: the field a fieldref names. */
export type Holds = (subject: Subject, other: Subject | undefined) => boolean;

export function compileTest(test: Test): Holds {
  switch (test.kind) {
    case "pattern": return patternTest(test);
    case "regex": { const { finds } = searchOf(test); return ({ texts }) => texts.some(finds); }
    case "cidr": return cidrTest(test.network);
    case "compare": { const holds = comparisons[test.by]; return ({ texts }) => texts.some((text) => { const number = numberOf(text); return number !== undefined && holds(number, test.number); }); }
    case "time": return ({ texts }) => texts.some((text) => timePartOf(text, test.part) === test.number);
    case "exists": return ({ value }) => (value !== undefined) === test.wanted;
    case "null": return ({ value }) => isNull(value);
    case "fieldref": return fieldrefTest(test.how, test.cased);
  }
  return test satisfies never;
}

function patternTest({ pattern, cased }: Extract<Test, { kind: "pattern" }>): Holds {
  const matches = compileGlob(pattern);
  if (cased) return ({ texts }) => { for (const text of texts) if (matches(text)) return true; return false; };
  const inner = containedText(pattern);
  return ({ lower, whole }) => {
    if (whole !== undefined && inner !== undefined) return lower.length > 0 && whole.includes(inner);
    for (const text of lower) if (matches(text)) return true;
    return false;
  };
}

/** The text of "*text*". */
function containedText(pattern: Pattern): string | undefined {
  const [first, text, last] = pattern;
  return pattern.length === 3 && typeof first === "object" && first.wildcard === "any" && typeof text === "string" && !text.includes(between) && typeof last === "object" && last.wildcard === "any" ? text : undefined;
}

const searches = new Map<string, Re2Search>();

/** Rules repeat themselves: one engine for each expression. */
export function searchOf({ source, flags }: Extract<Test, { kind: "regex" }>): Re2Search {
  const key = `${flags.i ? "i" : ""}${flags.m ? "m" : ""}${flags.s ? "s" : ""} ${source}`;
  let search = searches.get(key);
  if (!search) {
    if (searches.size >= 5000) searches.clear();
    searches.set(key, (search = compileRe2Search(source, flags)));
  }
  return search;
}

function cidrTest(text: string): Holds {
  const network = parseNetwork(text);
  return ({ texts }) => network !== undefined && texts.some((one) => { const address = addressOf(one); return address !== undefined && isWithin(address, network); });
}

let [lastText, lastAddress] = ["", undefined as Address | undefined];

// A rule names a dozen networks, and each is asked about the same address.
function addressOf(text: string): Address | undefined {
  if (text !== lastText) [lastText, lastAddress] = [text, parseAddress(text)];
  return lastAddress;
}

const comparisons: Readonly<Record<Comparison, (one: number, other: number) => boolean>> = { lt: (one, other) => one < other, lte: (one, other) => one <= other, gt: (one, other) => one > other, gte: (one, other) => one >= other };

/** Decimal numbers, as senders write them; not the empty text, which JavaScript takes for 0. */
const numberOf = (text: string): number | undefined => (/^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(text) ? Number(text) : undefined);

const isNull = (value: FieldValue | undefined): boolean => value === undefined || value === null || (Array.isArray(value) && (value.length === 0 || (value as readonly FieldValue[]).includes(null)));

const relations = { equals: (one: string, other: string) => one === other, contains: (one: string, other: string) => one.includes(other), startswith: (one: string, other: string) => one.startsWith(other), endswith: (one: string, other: string) => one.endsWith(other) } as const;

function fieldrefTest(how: keyof typeof relations, cased: boolean): Holds {
  const relation = relations[how];
  return (subject, other) => {
    const [ours, theirs] = cased ? [subject.texts, other?.texts ?? []] : [subject.lower, other?.lower ?? []];
    return ours.some((one) => theirs.some((two) => relation(one, two)));
  };
}

/** Whether a test holds for a value; other: the value of the field that a fieldref names. */
export const holds = (test: Test, value: FieldValue | undefined, other?: FieldValue): boolean => compileTest(test)(subjectOfValue(value), other === undefined ? undefined : subjectOfValue(other));
