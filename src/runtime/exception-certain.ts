// Names an exception may ask for besides an event's own fields, and what of a filter holds wherever an event happens.
import type { Node } from "./sigma/rule.ts";

/** Where an event was put and who did it: the part of the name after "aftwatch." is the member. */
export const placeFields = [["aftwatch.workload", "workload"], ["aftwatch.service", "service"], ["aftwatch.actor", "actor"], ["aftwatch.subject", "subject"]] as const;

// A sample of an attack happened nowhere: where it would happen is open. Who did it is what its event says.
const open: ReadonlySet<string> = new Set(["aftwatch.workload", "aftwatch.service"]);

const never: Node = { kind: "or", nodes: [], name: "never" };
const always: Node = { kind: "and", nodes: [], name: "always" };

/**
 * The condition that holds only where the given one holds at every place (Kleene's strong logic, unknown taken as false): what asks for
 * the place is taken for the answer that is worse.
 */
export function certainly(node: Node, isWanted = true): Node {
  switch (node.kind) {
    case "not": return { ...node, node: certainly(node.node, !isWanted) };
    case "test": return asksForPlace(node) ? (isWanted ? never : always) : node;
    default: return { ...node, nodes: node.nodes.map((one) => certainly(one, isWanted)) };
  }
}

const asksForPlace = ({ field, test }: Extract<Node, { kind: "test" }>): boolean => open.has(field ?? "") || (test.kind === "fieldref" && open.has(test.field));
