// The axes along which a path steps.

export type Axis = "child" | "attribute" | "self" | "parent" | "within" | "descendant" | "ancestor" | "following-sibling" | "preceding-sibling";

const axes: Readonly<Record<string, Axis>> = { child: "child", attribute: "attribute", self: "self", parent: "parent", "descendant-or-self": "within", descendant: "descendant", ancestor: "ancestor", "following-sibling": "following-sibling", "preceding-sibling": "preceding-sibling" };

export const stepFrom = (name: string): Axis | undefined => axes[name];
