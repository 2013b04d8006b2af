// JSON of lock files: the value, and the line on which each of its outer members stands.
import type { LockfileFile } from "./lockfile.ts";
import { lockfileLimits } from "./lockfile.ts";
import { lineAt, malformed, mustBeTable, place } from "./lockfile-text.ts";
import type { Table } from "./lockfile-text.ts";

/** A JSON document whose outermost value is an object (RFC 8259). Faults tell the line. */
export function jsonTable(file: LockfileFile): Table {
  return mustBeTable(file, parse(file, file.text), "JSON");
}

/** JSON with comments and trailing commas, which some tools write. */
export function relaxedJsonTable(file: LockfileFile): Table {
  return mustBeTable(file, parse(file, withoutComments(file.text)), "JSON with comments");
}

function parse(file: LockfileFile, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const at = /at position (\d+)/.exec(cause.message)?.[1];
    const isCut = /end of JSON input|Unterminated/i.test(cause.message);
    const line = at === undefined ? lineAt(text, text.length) : lineAt(text, Number(at));
    throw malformed(file, { line, detail: isCut ? "The document ends before it is complete." : "The text is not JSON here.", rule: "JSON (RFC 8259)", ...mendOf(file.text) }, cause);
  }
}

const mendOf = (text: string): { mend?: string } => (/^(?:<{7}|={7}|>{7})/m.test(text) ? { mend: "Resolve the merge conflict that is marked in it." } : {});

// Nothing in these expressions can fail after a long way, so that the time stays in proportion to the text.
/** Comments and commas before a closing bracket become spaces, so that every place stays where it was. */
function withoutComments(text: string): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, " ");
  return text
    .replace(/"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*(?:[^]*?\*\/|[^]*)/g, (part) => (part.startsWith('"') ? part : blank(part)))
    .replace(/"(?:[^"\\\n]|\\.)*"?|,(?=\s*[}\]])/g, (part) => (part.startsWith('"') ? part : " "));
}

/**
 * Places of the members at a depth, by key or index joined with a newline: `packages\nleft-pad` of
 * `{"packages": {"left-pad": ...}}`. One pass over the text, which must be JSON.
 */
export function jsonPlaces(file: LockfileFile, depth: number): (...keys: readonly (string | number)[]) => string {
  let lines: Map<string, number> | undefined;
  return (...keys) => {
    lines ??= memberLines(file.text, depth);
    return place(file.path, lines.get(keys.join("\n")));
  };
}

interface Open { path: string; isArray: boolean; index: number }

const code = { newline: 10, quote: 34, backslash: 92, comma: 44, colon: 58, openArray: 91, closeArray: 93, openObject: 123, closeObject: 125, slash: 47 } as const;

function memberLines(text: string, depth: number): Map<string, number> {
  const lines = new Map<string, number>();
  const open: Open[] = [];
  let line = 1;
  let key = "";
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case code.newline: line++; break;
      case code.quote: {
        const end = endOfText(text, at);
        // A text that a colon follows is a key; only keys of the wanted depths are worth decoding.
        if (open.length <= depth && isKey(text, end + 1)) {
          key = decoded(text.slice(at, end + 1));
          lines.set(joined(open.at(-1)?.path ?? "", key), line);
        } else if (open.length <= depth) {
          const parent = open.at(-1);
          if (parent?.isArray === true) lines.set(joined(parent.path, String(parent.index)), line);
        }
        at = end;
        break;
      }
      case code.slash: if (text.charCodeAt(at + 1) === code.slash) at = Math.max(at, text.indexOf("\n", at) - 1); break;
      case code.openObject: case code.openArray: {
        const parent = open.at(-1);
        const name = parent?.isArray === true ? String(parent.index) : key;
        const path = parent === undefined ? "" : joined(parent.path, name);
        if (parent?.isArray === true && open.length <= depth) lines.set(path, line);
        if (open.length > lockfileLimits.maxDepth) return lines;
        open.push({ path: open.length <= depth ? path : "", isArray: text.charCodeAt(at) === code.openArray, index: 0 });
        break;
      }
      case code.closeObject: case code.closeArray: open.pop(); break;
      case code.comma: { const parent = open.at(-1); if (parent?.isArray === true) parent.index++; break; }
      default:
    }
  }
  return lines;
}

function isKey(text: string, at: number): boolean {
  let next = at;
  while (text.charCodeAt(next) <= 32) next++;
  return text.charCodeAt(next) === code.colon;
}

function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === code.backslash) slashes++;
  return slashes % 2 === 1;
}

const decoded = (quoted: string): string => (quoted.includes("\\") ? String(JSON.parse(quoted)) : quoted.slice(1, -1));
const joined = (path: string, key: string): string => (path === "" ? key : `${path}\n${key}`);
