// A condition with the truth of each of its parts for one event.

/** at, end: where in the text, in UTF-16 units. */
export interface Found { text: string; at: number; end: number }

export interface TrueLeaf {
  kind: "test";
  holds: boolean;
  /** Undefined: keywords. */
  field: string | undefined;
  /** The names under which the field was looked for, and the one that the event has. */
  names: readonly string[];
  name: string | undefined;
  /** What the rule writes, and what the test is, in words: "contains /etc/shadow". */
  text: string;
  said: string;
  line: number;
  /** When it holds by a text. */
  found: Found | undefined;
  /** What the event has, at most 200 characters; undefined when it has no such field. */
  actual: string | undefined;
}
export type TrueNode = { kind: "and" | "or"; holds: boolean; name: string; nodes: readonly TrueNode[] } | { kind: "not"; holds: boolean; name: string; node: TrueNode } | TrueLeaf;
