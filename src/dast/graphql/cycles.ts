// Circles in a schema: fields through which a query can be made as deep as one likes.
import { getNamedType, isInterfaceType, isListType, isNonNullType, isObjectType, isRequiredArgument } from "graphql";
import type { GraphQLField, GraphQLOutputType, GraphQLSchema } from "graphql";

/** start: the fields from the query type into the circle; round: the fields once around it. hasLists: an answer could grow with each round. */
export interface Circle { start: readonly string[]; round: readonly string[]; hasLists: boolean }

interface Way { type: string; fields: readonly string[]; types: readonly string[]; lists: readonly boolean[] }
const mostWays = 4_000;

/** The shortest circle, one without lists first; fields that need arguments are left out. Undefined: no query can be deeper than the schema is. */
export function circleIn(schema: GraphQLSchema): Circle | undefined {
  const query = schema.getQueryType();
  if (!query) return undefined;
  const found: Circle[] = [];
  const queue: Way[] = [{ type: query.name, fields: [], types: [query.name], lists: [] }];
  for (let at = 0; at < queue.length && at < mostWays && !found.some(({ hasLists }) => !hasLists); at += 1) {
    const way = queue[at];
    if (way === undefined) break;
    for (const { name, type, isList } of stepsFrom(schema, way.type)) {
      const back = way.types.indexOf(type);
      const [fields, lists] = [[...way.fields, name], [...way.lists, isList]];
      if (back >= 0) found.push({ start: fields.slice(0, back), round: fields.slice(back), hasLists: lists.includes(true) });
      else queue.push({ type, fields, types: [...way.types, type], lists });
    }
  }
  return found.toSorted((one, other) => Number(one.hasLists) - Number(other.hasLists))[0];
}

function stepsFrom(schema: GraphQLSchema, name: string): { name: string; type: string; isList: boolean }[] {
  const type = schema.getType(name);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields() as Record<string, GraphQLField<unknown, unknown>>).flatMap((field) => {
    const inner = getNamedType(field.type);
    return field.args.some(isRequiredArgument) || !(isObjectType(inner) || isInterfaceType(inner)) ? [] : [{ name: field.name, type: inner.name, isList: holdsList(field.type) }];
  });
}

const holdsList = (type: GraphQLOutputType): boolean => isListType(type) || (isNonNullType(type) && holdsList(type.ofType));

/** A query of at least this depth. first: written behind the first field, as a directive. leaf: what is asked at the bottom. */
export function deepQuery({ start, round }: Circle, depth: number, { first = "", leaf = "__typename" }: { first?: string; leaf?: string } = {}): string {
  const fields = [...start];
  while (fields.length < depth) fields.push(...round);
  return `{__typename ${fields.map((field, at) => `${field}${at === 0 ? first : ""}{`).join("")}${leaf}${"}".repeat(fields.length)}}`;
}
