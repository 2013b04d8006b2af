// Reads the flow of a template: a program in JavaScript that says which blocks run, and of which only a harmless part is understood.
import { parse } from "acorn";
import type { Program } from "acorn";
import { FlowError } from "./flow-error.ts";

export interface FlowProgram { tree: Program; text: string }

const longest = 20_000;
const understood = new Set(["Program", "ExpressionStatement", "BlockStatement", "EmptyStatement", "IfStatement", "ForStatement", "ForOfStatement", "ForInStatement", "WhileStatement", "DoWhileStatement", "ReturnStatement", "BreakStatement", "ContinueStatement", "VariableDeclaration", "VariableDeclarator", "FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression", "Identifier", "Literal", "TemplateLiteral", "TemplateElement", "ArrayExpression", "ObjectExpression", "Property", "UnaryExpression", "BinaryExpression", "LogicalExpression", "ConditionalExpression", "AssignmentExpression", "UpdateExpression", "MemberExpression", "ChainExpression", "CallExpression", "SequenceExpression", "ParenthesizedExpression", "TryStatement", "CatchClause", "ThrowStatement"]);

/** Throws FlowError when it is no program or uses what is not understood. */
export function readFlow(text: string): FlowProgram {
  if (text.length > longest) throw new FlowError(`is longer than ${longest} characters`);
  const tree = parsed(text);
  const strange = strangeIn(tree);
  if (strange !== undefined) throw new FlowError(`uses ${strange}, which is not understood`);
  return { tree, text };
}

function parsed(text: string): Program {
  try {
    return parse(text, { ecmaVersion: 2023, sourceType: "script", allowReturnOutsideFunction: true, allowAwaitOutsideFunction: false });
  } catch (cause) {
    throw new FlowError(`is no program: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function strangeIn(tree: unknown): string | undefined {
  const open: unknown[] = [tree];
  for (let one = open.pop(); open.length > 0 || one !== undefined; one = open.pop()) {
    if (typeof one !== "object" || one === null) continue;
    const { type } = one as { type?: unknown };
    if (typeof type === "string" && !understood.has(type)) return type;
    open.push(...Object.values(one).filter((part) => typeof part === "object" && part !== null));
  }
  return undefined;
}
