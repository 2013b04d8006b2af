// Runs a flow: an interpreter of its own, with a limit on steps, that reaches nothing but the blocks and values of its template.
import type { AnyNode, Expression, Function as FunctionNode, Pattern as PatternNode } from "acorn";
import { binaryValue, memberOf, truthy } from "./flow-values.ts";
import type { Callable, FlowObject } from "./flow-values.ts";
import { FlowError } from "./flow-error.ts";
import type { FlowProgram } from "./program.ts";

/** What a flow may reach. */
export interface FlowHost {
  /** Runs blocks by number (from 1) or id, all without any; whether one matched. */
  http(blocks: readonly (string | number)[]): Promise<boolean>;
  get(name: string): unknown;
  set(name: string, value: unknown): void;
}

interface Scope { names: Map<string, unknown>; outer: Scope | undefined }
interface Run { host: FlowHost; steps: number; depth: number }
type Ended = { kind: "return"; value: unknown } | { kind: "break" } | { kind: "continue" } | undefined;

const mostSteps = 20_000;
const deepest = 60;

/** The value of the last expression as truth; throws FlowError when it goes on for too long or asks for what there is not. */
export async function runFlow({ tree }: FlowProgram, host: FlowHost): Promise<boolean> {
  const run: Run = { host, steps: 0, depth: 0 };
  const scope: Scope = { names: builtIns(host), outer: undefined };
  let last: unknown;
  for (const statement of tree.body) {
    if (statement.type === "ExpressionStatement") last = await valueOf(statement.expression, scope, run);
    else {
      const ended = await execute(statement, scope, run);
      if (ended?.kind === "return") return truthy(ended.value);
    }
  }
  return truthy(last);
}

function builtIns(host: FlowHost): Map<string, unknown> {
  const native = (call: Callable["call"]): Callable => ({ kind: "callable", call });
  const template: FlowObject = { kind: "object", get: (name) => (name === "hasOwnProperty" ? native(async ([key]) => host.get(String(key)) !== undefined) : host.get(name)), set: (name, value) => { host.set(name, value); } };
  return new Map<string, unknown>([
    ["template", template], ["undefined", undefined],
    ["http", native((args) => host.http(args.map((arg) => (typeof arg === "number" ? arg : String(arg)))))],
    ["set", native(async ([name, value]) => { host.set(String(name), value); return undefined; })],
    ["log", native(async () => undefined)],
    ["iterate", native(async (args) => args.flatMap((arg) => (Array.isArray(arg) ? arg as unknown[] : arg === undefined || arg === null ? [] : [arg])))],
    ["Dedupe", native(async () => dedupe())],
    ["parseInt", native(async ([text, base]) => Number.parseInt(String(text), typeof base === "number" ? base : 10))],
    ["parseFloat", native(async ([text]) => Number.parseFloat(String(text)))],
    ["isNaN", native(async ([value]) => Number.isNaN(Number(value)))],
    ["String", native(async ([value]) => String(value))], ["Number", native(async ([value]) => Number(value))],
    ["console", { kind: "object", get: () => native(async () => undefined), set: () => {} } satisfies FlowObject],
  ]);
}

function dedupe(): FlowObject {
  const seen = new Set<unknown>();
  return {
    kind: "object", set: () => {},
    get: (name) => ({ kind: "callable", call: async ([value]) => { if (name === "Values") return [...seen]; for (const one of Array.isArray(value) ? value as unknown[] : [value]) seen.add(one); return undefined; } } satisfies Callable),
  };
}

function count(run: Run): void {
  if (++run.steps > mostSteps) throw new FlowError(`takes more than ${mostSteps} steps`);
}

async function execute(node: AnyNode, scope: Scope, run: Run): Promise<Ended> {
  count(run);
  switch (node.type) {
    case "ExpressionStatement": await valueOf(node.expression, scope, run); return undefined;
    case "EmptyStatement": return undefined;
    case "BlockStatement": return executeAll(node.body, { names: new Map(), outer: scope }, run);
    case "VariableDeclaration": for (const one of node.declarations) declare(one.id, one.init ? await valueOf(one.init, scope, run) : undefined, scope); return undefined;
    case "FunctionDeclaration": scope.names.set(node.id?.name ?? "", functionOf(node, scope, run)); return undefined;
    case "IfStatement": return truthy(await valueOf(node.test, scope, run)) ? execute(node.consequent, scope, run) : node.alternate ? execute(node.alternate, scope, run) : undefined;
    case "ReturnStatement": return { kind: "return", value: node.argument ? await valueOf(node.argument, scope, run) : undefined };
    case "BreakStatement": return { kind: "break" };
    case "ContinueStatement": return { kind: "continue" };
    case "ThrowStatement": throw new FlowError(`throws ${String(await valueOf(node.argument, scope, run))}`);
    case "TryStatement": return executeTry(node, scope, run);
    case "ForStatement": case "WhileStatement": case "DoWhileStatement": return executeLoop(node, { names: new Map(), outer: scope }, run);
    case "ForOfStatement": case "ForInStatement": return executeEach(node, scope, run);
    default: throw new FlowError(`uses ${node.type}, which is not understood`);
  }
}

async function executeAll(nodes: readonly AnyNode[], scope: Scope, run: Run): Promise<Ended> {
  for (const node of nodes) {
    const ended = await execute(node, scope, run);
    if (ended) return ended;
  }
  return undefined;
}

async function executeTry(node: Extract<AnyNode, { type: "TryStatement" }>, scope: Scope, run: Run): Promise<Ended> {
  try {
    return await execute(node.block, scope, run);
  } catch (thrown) {
    if (!(thrown instanceof FlowError) || run.steps > mostSteps || !node.handler) throw thrown;
    const inner: Scope = { names: new Map(), outer: scope };
    if (node.handler.param) declare(node.handler.param, thrown.message, inner);
    return execute(node.handler.body, inner, run);
  }
}

async function executeLoop(node: Extract<AnyNode, { type: "ForStatement" | "WhileStatement" | "DoWhileStatement" }>, scope: Scope, run: Run): Promise<Ended> {
  if (node.type === "ForStatement" && node.init) await (node.init.type === "VariableDeclaration" ? execute(node.init, scope, run) : valueOf(node.init, scope, run));
  for (let first = true; ; first = false) {
    count(run);
    if (!(first && node.type === "DoWhileStatement") && node.test && !truthy(await valueOf(node.test, scope, run))) return undefined;
    const ended = await execute(node.body, scope, run);
    if (ended?.kind === "return") return ended;
    if (ended?.kind === "break") return undefined;
    if (node.type === "ForStatement" && node.update) await valueOf(node.update, scope, run);
  }
}

async function executeEach(node: Extract<AnyNode, { type: "ForOfStatement" | "ForInStatement" }>, scope: Scope, run: Run): Promise<Ended> {
  const over = await valueOf(node.right, scope, run);
  const items: unknown[] = node.type === "ForOfStatement" ? (typeof over === "string" ? Array.from(over) : Array.isArray(over) ? over : []) : Object.keys(Array.isArray(over) || typeof over === "string" ? over : {});
  for (const item of items) {
    count(run);
    const inner: Scope = { names: new Map(), outer: scope };
    if (node.left.type === "VariableDeclaration") declare(node.left.declarations[0]?.id as PatternNode, item, inner);
    else assign(node.left as Expression, item, scope);
    const ended = await execute(node.body, inner, run);
    if (ended?.kind === "return") return ended;
    if (ended?.kind === "break") return undefined;
  }
  return undefined;
}

function declare(target: PatternNode, value: unknown, scope: Scope): void {
  if (target.type !== "Identifier") throw new FlowError("takes a value apart, which is not understood");
  scope.names.set(target.name, value);
}

function assign(target: Expression | PatternNode, value: unknown, scope: Scope): void {
  if (target.type !== "Identifier") throw new FlowError("assigns to something that is no name");
  let at: Scope | undefined = scope;
  while (at && !at.names.has(target.name)) at = at.outer ?? undefined;
  (at ?? scope).names.set(target.name, value);
}

function functionOf(node: FunctionNode, scope: Scope, run: Run): Callable {
  return {
    kind: "callable",
    call: async (args) => {
      if (++run.depth > deepest) throw new FlowError(`calls deeper than ${deepest}`);
      const inner: Scope = { names: new Map(), outer: scope };
      for (const [at, param] of node.params.entries()) declare(param, args[at], inner);
      const value = node.body.type === "BlockStatement" ? await execute(node.body, inner, run) : { kind: "return" as const, value: await valueOf(node.body, inner, run) };
      run.depth -= 1;
      return value?.kind === "return" ? value.value : undefined;
    },
  };
}

async function valuesOf(nodes: readonly (AnyNode | null)[], scope: Scope, run: Run): Promise<unknown[]> {
  const values: unknown[] = [];
  for (const node of nodes) values.push(node ? await valueOf(node, scope, run) : undefined);
  return values;
}

async function valueOf(node: AnyNode, scope: Scope, run: Run): Promise<unknown> {
  count(run);
  switch (node.type) {
    case "Literal": return node.regex ? { kind: "pattern", ...node.regex } : node.value;
    case "Identifier": return nameValue(node.name, scope);
    case "TemplateLiteral": { const parts = await valuesOf(node.expressions, scope, run); return node.quasis.map((quasi, at) => (quasi.value.cooked ?? "") + (at < parts.length ? String(parts[at]) : "")).join(""); }
    case "ArrayExpression": return valuesOf(node.elements, scope, run);
    case "ParenthesizedExpression": return valueOf(node.expression, scope, run);
    case "ChainExpression": return valueOf(node.expression, scope, run);
    case "SequenceExpression": return (await valuesOf(node.expressions, scope, run)).at(-1);
    case "UnaryExpression": return unary(node.operator, await valueOf(node.argument, scope, run));
    case "LogicalExpression": return logical(node, scope, run);
    case "BinaryExpression": return binaryValue(node.operator, await valueOf(node.left, scope, run), await valueOf(node.right as AnyNode, scope, run));
    case "ConditionalExpression": return valueOf(truthy(await valueOf(node.test, scope, run)) ? node.consequent : node.alternate, scope, run);
    case "ArrowFunctionExpression": case "FunctionExpression": return functionOf(node, scope, run);
    case "AssignmentExpression": return assignment(node, scope, run);
    case "UpdateExpression": { const before = Number(await valueOf(node.argument, scope, run)); const after = node.operator === "++" ? before + 1 : before - 1; assign(node.argument, after, scope); return node.prefix ? after : before; }
    case "MemberExpression": return member(node, scope, run);
    case "CallExpression": return call(node, scope, run);
    default: throw new FlowError(`uses ${node.type}, which is not understood`);
  }
}

function nameValue(name: string, scope: Scope): unknown {
  for (let at: Scope | undefined = scope; at; at = at.outer) if (at.names.has(name)) return at.names.get(name);
  throw new FlowError(`asks for ${name}, which there is not`);
}

function unary(sign: string, value: unknown): unknown {
  if (sign === "!") return !truthy(value);
  if (sign === "-") return -Number(value);
  if (sign === "typeof") return Array.isArray(value) ? "object" : typeof value;
  return sign === "+" ? Number(value) : undefined;
}

async function logical({ operator, left, right }: Extract<AnyNode, { type: "LogicalExpression" }>, scope: Scope, run: Run): Promise<unknown> {
  const first = await valueOf(left, scope, run);
  const goesOn = operator === "&&" ? truthy(first) : operator === "||" ? !truthy(first) : first === undefined || first === null;
  return goesOn ? valueOf(right, scope, run) : first;
}

async function assignment(node: Extract<AnyNode, { type: "AssignmentExpression" }>, scope: Scope, run: Run): Promise<unknown> {
  const given = await valueOf(node.right, scope, run);
  const value = node.operator === "=" ? given : binaryValue(node.operator.slice(0, -1), await valueOf(node.left as AnyNode, scope, run), given);
  if (node.left.type !== "MemberExpression") { assign(node.left, value, scope); return value; }
  const of = await valueOf(node.left.object, scope, run) as Partial<FlowObject> | unknown[] | null | undefined;
  const key = node.left.computed ? String(await valueOf(node.left.property, scope, run)) : (node.left.property as { name: string }).name;
  if (Array.isArray(of) && /^\d{1,4}$/.test(key)) of[Number(key)] = value;
  else if (!Array.isArray(of) && of?.kind === "object") of.set?.(key, value);
  else throw new FlowError("assigns to a member of something that has none");
  return value;
}

async function member(node: Extract<AnyNode, { type: "MemberExpression" }>, scope: Scope, run: Run): Promise<unknown> {
  const of = await valueOf(node.object, scope, run);
  if ((of === undefined || of === null) && node.optional) return undefined;
  const key = node.computed ? await valueOf(node.property, scope, run) : (node.property as { name: string }).name;
  return memberOf(of, String(key));
}

async function call(node: Extract<AnyNode, { type: "CallExpression" }>, scope: Scope, run: Run): Promise<unknown> {
  const callee = await valueOf(node.callee, scope, run) as Partial<Callable> | undefined;
  if (callee === undefined && node.optional) return undefined;
  if (callee?.kind !== "callable" || !callee.call) throw new FlowError("calls something that is no function");
  return callee.call(await valuesOf(node.arguments, scope, run));
}
