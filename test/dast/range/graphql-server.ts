// A GraphQL server of a few lines around the real library, for cases: what it lets in is what the case decides.
import { GraphQLError, NoSchemaIntrospectionCustomRule, Kind, buildSchema, execute, getOperationAST, parse, specifiedRules, validate } from "graphql";
import type { ASTVisitor, DocumentNode, ValidationContext, ValidationRule } from "graphql";
import type { RangeAnswer, RangeNames, RangeRequest } from "./case.ts";
import { jsonAnswer } from "./case.ts";

export interface GraphqlSettings {
  /** Default: POST with JSON only. */
  takes?: readonly ("post" | "get" | "get-mutations" | "form" | "text")[];
  batches?: number;
  aliases?: number;
  depth?: number;
  introspection?: boolean;
  suggests?: boolean;
  /** Only these origins, when a request names one. */
  origins?: readonly string[];
  /** Looks at the text before it is parsed, as a firewall does. */
  refuses?: RegExp;
  schema?: string;
  /** Leave directives of what is left out unlooked: cut the query down first. */
  masks?: boolean;
}

export interface GraphqlMade { path: string; handle(request: RangeRequest): RangeAnswer | undefined }

const word = (names: RangeNames, label: string): string => names.word(label);

/** People who have friends, and things that belong to people: a circle with and one without lists. */
export const circledSchema = (names: RangeNames): string => `type Query { ${word(names, "one")}: Person ${word(names, "many")}: [Person] } type Person { ${word(names, "name")}: String ${word(names, "friend")}: Person ${word(names, "things")}: [Thing] } type Thing { label: String owner: Person } type Mutation { ${word(names, "set")}(name: String): Boolean }`;
export const listSchema = (names: RangeNames): string => `type Query { ${word(names, "many")}: [Person] } type Person { ${word(names, "name")}: String ${word(names, "friends")}: [Person] } type Mutation { ${word(names, "set")}(name: String): Boolean }`;
export const flatSchema = (names: RangeNames): string => `type Query { ${word(names, "title")}: String ${word(names, "shop")}: Shop } type Shop { name: String city: City } type City { name: String } type Mutation { ${word(names, "set")}(name: String): Boolean }`;

export function graphqlServer(names: RangeNames, settings: GraphqlSettings = {}): GraphqlMade {
  const schema = buildSchema(settings.schema ?? circledSchema(names));
  const path = `/${names.word("place")}/graphql`;
  const person = (depth: number): Record<string, unknown> => ({ [names.word("name")]: names.word("anna"), [names.word("friend")]: () => (depth > 60 ? null : person(depth + 1)), [names.word("things")]: [] });
  const root = { [names.word("one")]: () => person(0), [names.word("many")]: [], [names.word("title")]: names.word("text") };
  const rules = [...specifiedRules, ...settings.introspection === false ? [NoSchemaIntrospectionCustomRule] : [], ...settings.depth === undefined ? [] : [atMostDeep(settings.depth)], ...settings.aliases === undefined ? [] : [atMostAliases(settings.aliases)]];
  const answerTo = (query: unknown, isGet: boolean): Record<string, unknown> => {
    if (typeof query !== "string" || settings.refuses?.test(query) === true) return { errors: [{ message: "Must provide a query that is allowed." }] };
    const document = parsed(query);
    if (document === undefined) return { errors: [{ message: "Syntax Error" }] };
    const errors = validate(schema, document, rules, { maxErrors: 100, hideSuggestions: settings.suggests === false });
    if (errors.length > 0) return { errors: errors.map(({ message }) => ({ message: settings.masks === true ? "This query is not allowed." : message })) };
    if (isGet && getOperationAST(document)?.operation === "mutation" && settings.takes?.includes("get-mutations") !== true) return { errors: [{ message: "Can only perform a mutation operation from a POST request." }] };
    return JSON.parse(JSON.stringify(execute({ schema, document, rootValue: root }))) as Record<string, unknown>;
  };
  return { path, handle: (request) => (request.path === path ? served(request, settings, answerTo) : undefined) };
}

const parsed = (query: string): DocumentNode | undefined => { try { return parse(query); } catch { return undefined; } };

function served(request: RangeRequest, { takes = ["post"], batches = 1, origins }: GraphqlSettings, answerTo: (query: unknown, isGet: boolean) => Record<string, unknown>): RangeAnswer {
  const type = (request.headers["content-type"] ?? "").split(";")[0];
  const from = request.headers["origin"];
  if (origins !== undefined && from !== undefined && !origins.includes(from)) return { status: 403, body: "Not from there." };
  if (request.method === "GET") return takes.some((one) => one.startsWith("get")) ? told(answerTo(request.query.get("query"), true)) : jsonAnswer({ errors: [{ message: "GET is not supported." }] }, { status: 405 });
  if (type === "application/x-www-form-urlencoded") return takes.includes("form") ? told(answerTo(request.form().get("query"), false)) : unsupported;
  if (type !== "application/json" && !(type === "text/plain" && takes.includes("text"))) return unsupported;
  const body = request.json();
  if (!Array.isArray(body)) return told(answerTo((body as { query?: unknown } | undefined)?.query, false));
  if (body.length > batches) return jsonAnswer({ errors: [{ message: "Too many operations." }] }, { status: 400 });
  return jsonAnswer(body.map((one: { query?: unknown }) => answerTo(one.query, false)));
}

const unsupported: RangeAnswer = { status: 415, body: "Unsupported content type" };
const told = (answer: Record<string, unknown>): RangeAnswer => jsonAnswer(answer, { status: "data" in answer ? 200 : 400 });

const atMostDeep = (most: number): ValidationRule => (context: ValidationContext): ASTVisitor => {
  let depth = 0;
  return { Field: { enter: (node) => { depth += 1; if (depth > most && !node.name.value.startsWith("__")) context.reportError(new GraphQLError(`exceeds the maximum depth of ${most}`)); }, leave: () => { depth -= 1; } } };
};
const atMostAliases = (most: number): ValidationRule => (context: ValidationContext): ASTVisitor => {
  let count = 0;
  return { enter: (node) => { if (node.kind === Kind.FIELD && node.alias !== undefined) { count += 1; if (count === most + 1) context.reportError(new GraphQLError("too many aliases")); } } };
};
