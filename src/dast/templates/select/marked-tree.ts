// HTML and XML as one kind of tree, for the paths of templates.
import { parseDocument } from "htmlparser2";
import { parse } from "parse5";
import { SelectError } from "./select-error.ts";

/** attributes: of an element. value: of a text or an attribute. parent: undefined for the root. order: place in the document. */
export interface MarkedNode { kind: "root" | "element" | "text" | "attribute"; name: string; value: string; attributes: readonly MarkedNode[]; children: readonly MarkedNode[]; parent: MarkedNode | undefined; order: number }

/** What parse5 and htmlparser2 have in common. */
interface Foreign { nodeName?: string; name?: string; tagName?: string; type?: string; value?: string; data?: string; attrs?: readonly { name: string; value: string }[]; attribs?: Readonly<Record<string, string>>; childNodes?: readonly Foreign[]; children?: readonly Foreign[] }

const mostNodes = 100_000;
const longest = 4 * 2 ** 20;

/** The tree of a body; one that begins with an XML declaration is read as XML. */
export function markedTree(text: string): MarkedNode {
  const cut = text.slice(0, longest);
  const foreign = /^\s*<\?xml/.test(cut) ? parseDocument(cut, { xmlMode: true }) as unknown as Foreign : parse(cut) as unknown as Foreign;
  return treeFrom(foreign);
}

type Growing = MarkedNode & { children: MarkedNode[] };
const nodeOf = (kind: MarkedNode["kind"], name: string, value: string, parent: MarkedNode | undefined): Growing => ({ kind, name, value, attributes: [], children: [], parent, order: 0 });

// A stack of its own: hostile documents nest deeper than calls can.
function treeFrom(foreign: Foreign): MarkedNode {
  const root = nodeOf("root", "", "", undefined);
  const open: { from: Foreign; into: Growing }[] = [{ from: foreign, into: root }];
  let [count, order] = [0, 0];
  for (let one = open.pop(); one; one = open.pop()) {
    number(one.into, ++order);
    const grown: typeof open = [];
    for (const child of one.from.childNodes ?? one.from.children ?? []) {
      if (++count > mostNodes) throw new SelectError(`the document has more than ${mostNodes} nodes`);
      const node = oneFrom(child, one.into);
      if (!node) continue;
      one.into.children.push(node);
      grown.push({ from: child, into: node });
    }
    open.push(...grown.toReversed());
  }
  return root;
}

/** A node is met again in the order of the document; its attributes stand with it. */
function number(node: MarkedNode, order: number): void {
  node.order = order;
  for (const attribute of node.attributes) attribute.order = order;
}

function oneFrom(from: Foreign, parent: MarkedNode): Growing | undefined {
  if (from.nodeName === "#text" || from.type === "text") return nodeOf("text", "", from.value ?? from.data ?? "", parent);
  const name = from.tagName ?? (from.attribs ? from.name : undefined);
  if (name === undefined) return undefined;
  const node = nodeOf("element", name, "", parent);
  const pairs = from.attrs?.map(({ name: key, value }) => [key, value] as const) ?? Object.entries(from.attribs ?? {});
  return Object.assign(node, { attributes: pairs.map(([key, value]) => nodeOf("attribute", key, value, node)) });
}

/** The text of a node and of all within it. */
export function textWithin(node: MarkedNode): string {
  if (node.kind === "text" || node.kind === "attribute") return node.value;
  const parts: string[] = [];
  const open: MarkedNode[] = [node];
  for (let one = open.pop(); one; one = open.pop()) {
    if (one.kind === "text") parts.push(one.value);
    for (let at = one.children.length - 1; at >= 0; at--) open.push(one.children[at] as MarkedNode);
  }
  return parts.join("");
}
