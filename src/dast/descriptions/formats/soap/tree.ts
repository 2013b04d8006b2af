// XML elements as a tree: children by their parent, and the namespaces of prefixes.
import type { PageElement } from "../../../page/elements.ts";

export interface XmlTree {
  all: readonly PageElement[];
  children(of: PageElement): readonly PageElement[];
  /** Of the element's own prefix; "" without one. */
  namespaceOf(element: PageElement): string;
  /** What a prefix means at this element. */
  namespaceBy(element: PageElement, prefix: string): string;
}

export const localName = ({ name }: PageElement): string => name.replace(/^.*:/, "");
export const childrenOf = (tree: XmlTree, of: PageElement, name: string): readonly PageElement[] => tree.children(of).filter((one) => localName(one) === name);

export function treeOf(all: readonly PageElement[]): XmlTree {
  const byParent = Map.groupBy(all, ({ parent }) => parent);
  const namespaceBy = (element: PageElement, prefix: string): string => {
    for (let one: PageElement | undefined = element; one !== undefined; one = one.parent) {
      const value = one.attributes[prefix === "" ? "xmlns" : `xmlns:${prefix}`];
      if (value !== undefined) return value;
    }
    return "";
  };
  return { all, children: (of) => byParent.get(of) ?? [], namespaceBy, namespaceOf: (element) => namespaceBy(element, element.name.includes(":") ? element.name.replace(/:.*$/, "") : "") };
}
