// Sigma 2.1 as values: a rule read, its places resolved, its condition one tree. What the engine, the index, explanations and docs share.
//
// rule        one detection: log source, searches, condition
// search      a named part of the detection ("selection", "filter_main_x", "keywords")
// test        one field (or, without one, the whole event) against one value
// correlation a rule over the hits of rules
// filter      conditions added to rules by name: an exception
import type { Level, LogSource } from "../event.ts";

/** Where something stands: line counts from 1. */
export interface Place { file: string; line: number }

/** A part of a rules file that was not taken, and why. The other rules load. */
export interface RuleReject extends Place { /** Of the rule, where it is known. */ title: string | undefined; /** "selection.Image|contian: is no modifier of Sigma 2.1; did you mean contains?" */ rule: string }

/** Text with wildcards (specification, "Escaping" and "Wildcards"): "any" = *, "one" = ?. Adjacent texts are joined; lower case unless cased. */
export type Pattern = readonly (string | { wildcard: "any" | "one" })[];

export type Comparison = "lt" | "lte" | "gt" | "gte";
export type TimePart = "minute" | "hour" | "day" | "week" | "month" | "year";

/** What a value must be. Every string comparison ignores case unless cased is true; numbers compare as their text. */
export type Test =
  | { kind: "pattern"; pattern: Pattern; cased: boolean }
  /** Searched anywhere in the text; flags of Sigma's |re|i|m|s. Case counts unless i. */
  | { kind: "regex"; source: string; flags: { i: boolean; m: boolean; s: boolean } }
  | { kind: "cidr"; network: string }
  | { kind: "compare"; by: Comparison; number: number }
  | { kind: "time"; part: TimePart; number: number }
  /** true: the field is there (whatever it holds); false: it is not. */
  | { kind: "exists"; wanted: boolean }
  /** Absent or null. */
  | { kind: "null" }
  /** Equals (contains, ...) the value of another field. */
  | { kind: "fieldref"; field: string; how: "equals" | "contains" | "startswith" | "endswith"; cased: boolean };

/** The tree a detection is. `name` is what people see of a branch: the search's name, or the words of the condition. */
export type Node =
  | { kind: "and" | "or"; nodes: readonly Node[]; name: string }
  | { kind: "not"; node: Node; name: string }
  /** field undefined: a keyword, searched in every value of the event. text: as the rule writes the value. */
  | { kind: "test"; field: string | undefined; test: Test; text: string; line: number };

export interface RuleHead {
  id: string;
  title: string;
  /** The short name correlations and filters may use. */
  name: string | undefined;
  status: string | undefined;
  description: string;
  author: string | undefined;
  references: readonly string[];
  falsePositives: readonly string[];
  /** Lower case, as written: "attack.t1190", "cve.2021-44228". */
  tags: readonly string[];
  level: Level;
  place: Place;
}

export interface SigmaRule extends RuleHead {
  kind: "rule";
  logsource: LogSource;
  condition: Node;
  /** Fields the rule's author wants shown. */
  fields: readonly string[];
  /** The document as written, for people. */
  text: string;
}

export type CorrelationType = "event_count" | "value_count" | "temporal" | "temporal_ordered" | "value_sum" | "value_avg" | "value_percentile" | "value_median";

/** {gte: 5, lt: 10} is a range: all must hold. */
export type Bounds = Readonly<Partial<Record<"gt" | "gte" | "lt" | "lte" | "eq" | "neq", number>>>;

/** What a window holds: all of these rules, none of those; as the correlation lists them. */
export interface RuleTerm { seen: readonly string[]; unseen: readonly string[] }

export interface SigmaCorrelation extends RuleHead {
  kind: "correlation";
  type: CorrelationType;
  /** Ids or names, as written; resolved against rules and other correlations when all are read. */
  rules: readonly string[];
  groupBy: readonly string[];
  timespanMs: number;
  bounds: Bounds;
  /** temporal and temporal_ordered with a condition over the names of rules, "a and not b": any of the terms. The bounds are then {gte: 1}. */
  expression?: { text: string; terms: readonly RuleTerm[] };
  /** Fields of value_*: several are one tuple. */
  valueFields: readonly string[];
  /** value_percentile: 0-100. */
  percentile: number | undefined;
  /** alias -> rule id or name -> field. */
  aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The base rules' own hits are detections too. */
  generate: boolean;
  text: string;
}

export interface SigmaFilter {
  kind: "filter";
  id: string;
  title: string;
  description: string;
  logsource: LogSource;
  /** Ids or names; undefined: every rule of the log source ("any"). */
  rules: readonly string[] | undefined;
  /** True when the event is to be kept; the polarity is settled in filters.ts. */
  keeps: Node;
  /** What the condition as written says: docs/rules.md, "Filters". */
  says?: "kept" | "left out";
  place: Place;
  text: string;
}

export interface SigmaFile { rules: readonly SigmaRule[]; correlations: readonly SigmaCorrelation[]; filters: readonly SigmaFilter[]; rejects: readonly RuleReject[] }
