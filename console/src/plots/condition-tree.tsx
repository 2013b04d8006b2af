// The condition of a rule with the truth of each of its leaves: what held, what did not, which text matched.
import type { ConditionLeaf, ConditionNode, Hinge } from "../api/detection-proof.ts";
import { formatNoun } from "../app/format.ts";
import { Mark } from "../lists/badges.tsx";

const shownHinges = 3;
const truthText = (holds: boolean): string => (holds ? "holds" : "does not hold");

export function ConditionTree({ tree }: { tree: ConditionNode }) {
  return <ul className="condition" aria-label="The condition, each part with its truth"><Node node={tree} /></ul>;
}

function Node({ node, isNegated = false }: { node: ConditionNode; isNegated?: boolean }) {
  if (node.kind === "test") return <Leaf leaf={node} isNegated={isNegated} />;
  const inner = node.kind === "not" ? [node.node] : node.nodes;
  return (
    <li className={node.holds ? "condition-true" : "condition-false"}>
      <p className="condition-line"><Truth holds={node.holds} /><strong>{{ and: "all of", or: "one of", not: "not" }[node.kind]}</strong>{node.name !== undefined && node.name !== "" && <code>{node.name}</code>}</p>
      <ul>
        {inner.map((one, index) => <Node key={index} node={one} isNegated={isNegated !== (node.kind === "not")} />)}
        {node.kind !== "not" && node.leftOut !== undefined && <li className="muted small">and {formatNoun(node.leftOut, "further part")}, not kept with the detection</li>}
      </ul>
    </li>
  );
}

function Leaf({ leaf, isNegated }: { leaf: ConditionLeaf; isNegated: boolean }) {
  const { holds, field, name, said, line, found } = leaf;
  return (
    <li className={holds ? "condition-true" : "condition-false"}>
      <p className="condition-line"><Truth holds={holds} /><span className="break"><code>{field ?? "anywhere"}</code>{name !== undefined && field !== undefined && name !== field && <span className="muted"> (read from <code>{name}</code>)</span>}{name === undefined && field !== undefined && !holds && <span className="muted"> (the event has none)</span>} {said}</span>{line !== undefined && <span className="muted small nowrap">line {line}</span>}</p>
      {found && <p className={isNegated ? "condition-found" : "condition-found condition-match"}><Highlighted {...found} /></p>}
    </li>
  );
}

const Truth = ({ holds }: { holds: boolean }) => <span className="condition-truth"><Mark name={holds ? "check" : "ring"} /><span className="visually-hidden">{truthText(holds)}:</span></span>;

/** A long text is shown around what matched. */
export function Highlighted({ text, at, end, around = 120 }: { text: string; at: number; end: number; around?: number }) {
  const [from, to] = [Math.max(0, at - around), Math.min(text.length, end + around)];
  return <code className="break">{from > 0 && "…"}{text.slice(from, at)}<mark>{text.slice(at, end)}</mark>{text.slice(end, to)}{to < text.length && "…"}</code>;
}

/** How little it hangs on: what would have had to be otherwise for the rule to stay silent. */
export function NearestMiss({ hinges }: { hinges: readonly Hinge[] }) {
  if (hinges.length === 0) return null;
  return <p className="note"><strong>Nearest miss:</strong> the rule would have stayed silent {hinges.slice(0, shownHinges).map(({ leaf, wanted }, index) => <span key={index}>{index > 0 && " and "}{wanted ? "with" : "without"} <code className="break">{leaf.field ?? "the event"} {leaf.said}</code></span>)}{hinges.length > shownHinges && ` and ${formatNoun(hinges.length - shownHinges, "further test")}`}.</p>;
}
