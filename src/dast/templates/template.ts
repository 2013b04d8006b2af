// A template: one known weakness as requests and what their answers must look like, in Nuclei's language.
//
// template   a file of the language
// block      one entry of `http`: requests that share matchers and extractors
// matcher    a condition on an answer
// extractor  takes values out of an answer
// part       what of an answer is looked at: "body", "header", "location", "body_2"
import type { DastSeverity } from "../check.ts";
import type { Expression } from "./dsl/expression.ts";
import type { FlowProgram } from "./flow/program.ts";
import type { JsonFilter } from "./select/json-filter-shape.ts";
import type { PathExpression } from "./select/path-expression.ts";

/** Text with {{ }} in it. */
export type Mould = string;

interface MatcherWords {
  name: string | undefined;
  part: string;
  /** All of its words, patterns or expressions must fit; otherwise one. */
  every: boolean;
  negative: boolean;
  /** Steers what follows and is no sign by itself. */
  internal: boolean;
}
export type Matcher = MatcherWords & (
  | { type: "word"; words: readonly Mould[]; ignoresCase: boolean }
  | { type: "regex"; patterns: readonly Mould[] }
  | { type: "status" | "size"; numbers: readonly number[] }
  | { type: "binary"; bytes: readonly string[] }
  | { type: "dsl"; expressions: readonly DslSource[] }
  | { type: "xpath"; paths: readonly PathExpression[] }
);

/** An expression; tree is undefined when it holds {{ }} and is read when those are filled in. */
export interface DslSource { text: string; tree: Expression | undefined }

interface ExtractorWords { name: string | undefined; part: string; internal: boolean; ignoresCase: boolean }
export type Extractor = ExtractorWords & (
  | { type: "regex"; patterns: readonly Mould[]; group: number }
  | { type: "kval"; keys: readonly string[] }
  | { type: "json"; filters: readonly JsonFilter[] }
  | { type: "xpath"; paths: readonly PathExpression[]; attribute: string | undefined }
  | { type: "dsl"; expressions: readonly DslSource[] }
);

export type Attack = "batteringram" | "pitchfork" | "clusterbomb";
export interface Payload { name: string; values: readonly string[] }

export interface Block {
  id: string | undefined;
  /** Either paths with method, headers and body, or raw requests. */
  method: string;
  paths: readonly Mould[];
  headers: readonly (readonly [string, Mould])[];
  body: Mould;
  raw: readonly Mould[];
  /** Send raw requests byte by byte as they are written. */
  unsafe: boolean;
  follow: "no" | "all" | "same-host";
  mostRedirects: number;
  keepsCookies: boolean;
  stopsAtFirst: boolean;
  iteratesAll: boolean;
  /** Send requests in which names stay unresolved. */
  skipsVariableCheck: boolean;
  attack: Attack;
  payloads: readonly Payload[];
  matchEvery: boolean;
  matchers: readonly Matcher[];
  extractors: readonly Extractor[];
  /** All of them must hold for what is sent; undefined: nothing is asked. */
  precondition: { matchers: readonly Matcher[]; every: boolean } | undefined;
  fuzz: readonly FuzzRule[];
}

/** One way of changing a request that is known, of a template for all parameters. */
export interface FuzzRule {
  part: "query" | "path" | "header" | "body" | "cookie" | "request";
  type: "replace" | "prefix" | "postfix" | "infix" | "replace-regex";
  mode: "single" | "multiple";
  keys: readonly string[];
  keyPatterns: readonly string[];
  valuePatterns: readonly string[];
  values: readonly Mould[];
  replacePattern: string | undefined;
}

export interface TemplateInfo {
  name: string;
  severity: DastSeverity | "unknown";
  tags: readonly string[];
  description: string | undefined;
  remediation: string | undefined;
  references: readonly string[];
  cve: readonly string[];
  cwe: readonly number[];
  cpe: string | undefined;
}

export interface Template {
  id: string;
  /** Where it came from: the path in its folder or archive. */
  file: string;
  info: TemplateInfo;
  variables: readonly (readonly [string, Mould])[];
  blocks: readonly Block[];
  flow: FlowProgram | undefined;
  /** Asks addresses of its own, not the target's. */
  selfContained: boolean;
  /** Something has to call back. */
  needsOutOfBand: boolean;
  stopsAtFirst: boolean;
}

/** Why a template cannot be run as the language says: a class for the table, and the particular. */
export interface Unsupported { reason: string; detail: string; at: string }
