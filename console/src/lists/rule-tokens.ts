// The tokens of the list of rules: "kind:correlation logsource:linux fired:true".
import type { Vocabulary } from "./query-tokens.ts";

const names = ["kind", "logsource", "fired"] as const;

export const ruleWords: Vocabulary<(typeof names)[number]> = { names, short: { product: "logsource", category: "logsource", service: "logsource" }, is: ["kind"], sets: { kind: ["rule", "correlation"], fired: ["true", "false"] } };

export const ruleFacets = [
  { name: "Kind", tokens: ["kind:rule", "kind:correlation"] }, { name: "Fired in 30 days", tokens: ["fired:true", "fired:false"] },
  { name: "Log source", tokens: ["linux", "webserver", "kubernetes", "aws", "process_creation"].map((name) => `logsource:${name}`) },
] as const;
