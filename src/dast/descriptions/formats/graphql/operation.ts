// One GraphQL operation: a variable for each argument of its field, and a selection that shows what it gives.
import { getNamedType, isCompositeType, isEnumType, isInputObjectType, isInterfaceType, isLeafType, isListType, isNonNullType, isObjectType, isRequiredArgument, isUnionType } from "graphql";
import type { GraphQLField, GraphQLInputType, GraphQLOutputType } from "graphql";
import { plausibleValue } from "../../../page/field-value.ts";
import type { RouteParameter } from "../../../route.ts";

export interface GraphqlOperation { text: string; variables: Readonly<Record<string, unknown>>; parameters: readonly RouteParameter[] }

const deepestSelection = 3;
const deepestInput = 4;
const widest = 40;
const mostNames = 300;

/** All arguments are given, also those that need not be: each is a place to test. */
export function operationOf(kind: "query" | "mutation", field: GraphQLField<unknown, unknown>): GraphqlOperation {
  const args = field.args.slice(0, widest);
  const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(", ");
  const passed = args.map(({ name }) => `${name}: $${name}`).join(", ");
  const selection = selectionOf(field.type, 0, [], { left: mostNames });
  return {
    text: `${kind} ${field.name}${declared === "" ? "" : `(${declared})`} { ${field.name}${passed === "" ? "" : `(${passed})`}${selection} }`,
    variables: Object.fromEntries(args.map(({ name, type }) => [name, valueFor(type, name, 0, { left: mostNames })])),
    parameters: args.flatMap(({ name, type }): RouteParameter[] => { const inner = getNamedType(type); return isLeafType(inner) ? [{ in: "body", name: `/variables/${name}`, type: inner.name, allowed: isEnumType(inner) ? inner.getValues().map((one) => one.name) : [] }] : []; }),
  };
}

/** Leaves, and what is below as far as three levels; fields that need arguments are left out. */
function selectionOf(type: GraphQLOutputType, depth: number, above: readonly string[], budget: { left: number }): string {
  const inner = getNamedType(type);
  if (!isCompositeType(inner)) return "";
  if (isUnionType(inner)) return ` { __typename ${inner.getTypes().slice(0, 5).map((one) => `... on ${one.name}${selectionOf(one, depth + 1, above, budget)}`).join(" ")} }`;
  if (!isObjectType(inner) && !isInterfaceType(inner)) return " { __typename }";
  const fields = Object.values(inner.getFields()).filter(({ args }) => !args.some(isRequiredArgument)).slice(0, Math.max(0, Math.min(widest, budget.left)));
  budget.left -= fields.length;
  const below = [...above, inner.name];
  const parts = fields.flatMap((field) => {
    const named = getNamedType(field.type);
    if (isLeafType(named)) return [field.name];
    return depth + 1 < deepestSelection && !below.includes(named.name) ? [`${field.name}${selectionOf(field.type, depth + 1, below, budget)}`] : [];
  });
  return ` { ${parts.length === 0 ? "__typename" : parts.join(" ")} }`;
}

const scalars: Readonly<Record<string, unknown>> = { Int: 1, Float: 1.5, Boolean: true, ID: "1", Long: 1, BigInt: 1, Decimal: "1.5", Date: "2024-06-15", DateTime: "2024-06-15T10:30:00Z", Time: "10:30:00", UUID: "3f2504e0-4f89-41d3-9a0c-0305e82c3301", URL: "https://example.com/", URI: "https://example.com/", Email: "visitor@example.com", EmailAddress: "visitor@example.com", JSON: {}, JSONObject: {}, Upload: null };

function valueFor(type: GraphQLInputType, name: string, depth: number, budget: { left: number }): unknown {
  budget.left -= 1;
  if (isNonNullType(type)) return valueFor(type.ofType, name, depth, budget);
  if (isListType(type)) return depth > deepestInput ? [] : [valueFor(type.ofType, name, depth + 1, budget)];
  if (isEnumType(type)) return type.getValues()[0]?.name ?? null;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || (depth < deepestInput && budget.left > 0)).slice(0, widest);
    return depth > deepestInput * 2 || budget.left < -mostNames ? null : Object.fromEntries(fields.map((field) => [field.name, field.defaultValue ?? valueFor(field.type, field.name, depth + 1, budget)]));
  }
  if (Object.hasOwn(scalars, type.name)) return scalars[type.name];
  return plausibleValue({ name, type: "text", value: "", options: [], checked: false, words: "", attributes: {}, offset: 0 });
}
