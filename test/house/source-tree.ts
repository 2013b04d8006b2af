// The tree as data: every source file with its text, its syntax tree and what it imports; parsed, so that a string is never taken for code.
import { readFileSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { parseSync, Visitor } from "vite";
import type { ParseResult } from "vite";

/** One import: where it leads (a path below the root, or a package's name) and in which line. isType: nothing of it exists at run time. */
export interface Import { to: string; line: number; isType: boolean; isPackage: boolean }
export interface SourceFile { path: string; text: string; imports: readonly Import[] }

const kinds = /\.(?:ts|tsx|mts|mjs)$/;
const leftOut = new Set(["node_modules", "dist", ".cache", ".git"]);

/** Every source file below these folders of the root, in the order of their paths; paths are relative with forward slashes. */
export function readTree(root: string, folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) => filesBelow(root, folder)).filter((path) => kinds.test(path)).map((path) => readSource(root, path));
}

export const readSource = (root: string, path: string): SourceFile => sourceFile(path, readFileSync(join(root, path), "utf8"));

export function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return leftOut.has(entry.name) ? [] : filesBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
}

export const sourceFile = (path: string, text: string): SourceFile => ({ path, text, imports: importsOf(path, text) });

// Many rules ask for one file in turn: the last tree is kept, and only that, because all of them together are large.
let last: { text: string; result: ParseResult } | undefined;

export function parse(path: string, text: string): ParseResult {
  if (last?.text === text) return last.result;
  const result = parseSync(path, text);
  const [error] = result.errors;
  if (error) throw new Error(`${path} cannot be parsed: ${error.message}`);
  last = { text, result };
  return result;
}

export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

function importsOf(path: string, text: string): Import[] {
  const { program } = parse(path, text);
  const found: Import[] = [];
  const add = (specifier: unknown, at: number, isType: boolean): void => {
    if (typeof specifier !== "string") return;
    const isPackage = !specifier.startsWith(".");
    found.push({ to: isPackage ? specifier : posix.join(posix.dirname(path), specifier.split("?")[0] ?? specifier), line: lineOf(text, at), isType, isPackage });
  };
  new Visitor({
    ImportDeclaration: (node) => { add(node.source.value, node.start, node.importKind === "type"); },
    ExportAllDeclaration: (node) => { add(node.source.value, node.start, node.exportKind === "type"); },
    ExportNamedDeclaration: (node) => { add(node.source?.value, node.start, node.exportKind === "type"); },
    ImportExpression: (node) => { add("value" in node.source ? node.source.value : undefined, node.start, false); },
    TSImportType: (node) => { add(node.source.value, node.start, true); },
  }).visit(program);
  return found;
}
