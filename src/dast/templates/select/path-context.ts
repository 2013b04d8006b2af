// Where a path expression is evaluated: a node, its place among those considered, and their number (XPath 1.0, section 1).
import type { MarkedNode } from "./marked-tree.ts";

export interface PathContext { node: MarkedNode; place: number; size: number }
