// Where an answer sends the visitor's browser by itself: status and Location, Refresh, meta refresh, and scripts that set the location.
import { parse } from "acorn";
import { headerOf } from "../exchange.ts";
import type { Exchange, Reply } from "../exchange.ts";
import { attributeOf, isElement, nodesOf, parseMarkup, scriptKindOf, textOf } from "../html-context/markup.ts";
import { rendersAs } from "../html-context/renders-as.ts";

export interface Destination { by: "location" | "refresh" | "meta-refresh" | "script"; value: string; url: URL }

/** Each destination as a browser resolves it (WHATWG URL); values that are no URL lead nowhere. */
export function destinationsOf({ request, reply }: Exchange): Destination[] {
  if (reply === undefined) return [];
  const found = [...inHeaders(reply), ...(rendersAs(reply) === "html" ? inPage(reply.text) : [])];
  return found.flatMap(({ by, value }) => (URL.canParse(value, request.url) ? [{ by, value, url: new URL(value, request.url) }] : []));
}

type Found = Omit<Destination, "url">;

function inHeaders(reply: Reply): Found[] {
  const location = headerOf(reply.headers, "location");
  const refresh = refreshUrl(headerOf(reply.headers, "refresh"));
  return [
    ...(location !== undefined && reply.status >= 300 && reply.status < 400 && reply.status !== 304 ? [{ by: "location" as const, value: location }] : []),
    ...(refresh !== undefined ? [{ by: "refresh" as const, value: refresh }] : []),
  ];
}

/** "0; url='x'" (HTML, 4.2.5.3, shared declarative refresh steps). */
export function refreshUrl(value: string | undefined): string | undefined {
  const [, rest] = /^\s*[\d.]*\s*[;,\s]\s*(?:url\s*=\s*)?(.+)$/is.exec(value ?? "") ?? [];
  if (rest === undefined) return undefined;
  const quote = rest[0] === '"' || rest[0] === "'" ? rest[0] : "";
  return quote === "" ? rest.trim() : rest.slice(1).split(quote, 1)[0];
}

function inPage(html: string): Found[] {
  const found: Found[] = [];
  if (!/http-equiv|location|open\s*\(/i.test(html)) return found;
  for (const { node, inert } of nodesOf(parseMarkup(html))) {
    if (inert || !isElement(node)) continue;
    if (node.tagName === "meta" && attributeOf(node, "http-equiv")?.trim().toLowerCase() === "refresh") {
      const value = refreshUrl(attributeOf(node, "content"));
      if (value !== undefined) found.push({ by: "meta-refresh", value });
    }
    if (node.tagName === "script" && scriptKindOf(node) === "script") found.push(...setBy(textOf(node)).map((value) => ({ by: "script" as const, value })));
    const onload = node.tagName === "body" ? attributeOf(node, "onload") : undefined;
    if (onload !== undefined) found.push(...setBy(onload).map((value) => ({ by: "script" as const, value })));
  }
  return found;
}

interface Syntax { type: string; [key: string]: unknown }
const isSyntax = (value: unknown): value is Syntax => typeof value === "object" && value !== null && "type" in value;

/** Texts that a script gives to the location as it runs: literals, and variables that were set to one. Functions that wait for a call are not entered. */
export function setBy(code: string): string[] {
  if (!/location/.test(code)) return [];
  const known = new Map<string, string>();
  const found: string[] = [];
  const visit = (node: Syntax): void => {
    if (/^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return;
    if (node.type === "VariableDeclarator" || node.type === "AssignmentExpression") {
      const [to, from] = node.type === "VariableDeclarator" ? [node["id"], node["init"]] : [node["left"], node["right"]];
      const text = textOfSyntax(from, known);
      if (text !== undefined && isLocation(to)) found.push(text);
      if (text !== undefined && isSyntax(to) && to.type === "Identifier" && typeof to["name"] === "string") known.set(to["name"], text);
    }
    if (node.type === "CallExpression" && isLocationCall(node["callee"])) {
      const text = textOfSyntax((node["arguments"] as unknown[])[0], known);
      if (text !== undefined) found.push(text);
    }
    for (const child of Object.values(node)) for (const one of Array.isArray(child) ? child as unknown[] : [child]) if (isSyntax(one)) visit(one);
  };
  try { visit(parse(code, { ecmaVersion: "latest", sourceType: "script", allowReturnOutsideFunction: true }) as unknown as Syntax); } catch { return []; }
  return found;
}

function textOfSyntax(node: unknown, known: ReadonlyMap<string, string>): string | undefined {
  if (!isSyntax(node)) return undefined;
  if (node.type === "Literal") return typeof node["value"] === "string" ? node["value"] : undefined;
  if (node.type === "Identifier") return known.get(String(node["name"]));
  if (node.type !== "BinaryExpression" || node["operator"] !== "+") return undefined;
  const [left, right] = [textOfSyntax(node["left"], known), textOfSyntax(node["right"], known)];
  return left === undefined || right === undefined ? undefined : left + right;
}

const path = (node: unknown): string => (!isSyntax(node) ? "" : node.type === "Identifier" ? String(node["name"]) : node.type === "MemberExpression" && node["computed"] !== true ? `${path(node["object"])}.${path(node["property"])}` : "");
const isLocation = (node: unknown): boolean => /^(?:(?:window|document|self|top|parent)\.)?location(?:\.href)?$/.test(path(node));
const isLocationCall = (node: unknown): boolean => /^(?:(?:window|document|self|top|parent)\.)?location\.(?:replace|assign)$/.test(path(node));
