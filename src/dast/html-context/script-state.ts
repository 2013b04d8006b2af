// Where in a script a text stands: in code, in a string of which quotes, in a template, a regular expression or a comment.

export type ScriptState = "code" | "double" | "single" | "template" | "regex" | "line-comment" | "block-comment";

// After these a slash begins a regular expression; after a name, a number or a closing bracket it divides (ECMA-262, 12.9.5).
const beforeRegex = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|void|delete|throw|new))\s*$/;
const openers: Readonly<Record<string, ScriptState>> = { '"': "double", "'": "single", "`": "template" };

/** The state just before the character at this index. */
export function scriptStateAt(code: string, at: number): ScriptState {
  let state: ScriptState = "code";
  let inClass = false;
  // How deep in braces each open `${` of a template is.
  const templates: number[] = [];
  for (let index = 0; index < at && index < code.length; index++) {
    const one = code[index] ?? "";
    if (state === "code") {
      const next = code[index + 1];
      if (one === "/" && (next === "/" || next === "*")) { state = next === "/" ? "line-comment" : "block-comment"; index++; }
      else if (one === "/" && beforeRegex.test(code.slice(Math.max(0, index - 40), index))) { state = "regex"; inClass = false; }
      else if (one === "{" && templates.length > 0) templates.push((templates.pop() ?? 0) + 1);
      else if (one === "}" && templates.length > 0) { const depth = (templates.pop() ?? 0) - 1; if (depth < 0) state = "template"; else templates.push(depth); }
      else if (code.startsWith("<!--", index)) state = "line-comment";
      else state = openers[one] ?? state;
      continue;
    }
    if (one === "\\" && state !== "line-comment" && state !== "block-comment") { index++; continue; }
    if (state === "template" && one === "$" && code[index + 1] === "{") { templates.push(0); state = "code"; index++; continue; }
    if (state === "regex" && (one === "[" || one === "]")) inClass = one === "[";
    if (ends(state, one, { before: code[index - 1], inClass })) state = "code";
  }
  return state;
}

function ends(state: ScriptState, one: string, { before, inClass }: { before: string | undefined; inClass: boolean }): boolean {
  const newline = one === "\n" || one === "\r" || one === "\u2028" || one === "\u2029";
  if (state === "line-comment") return newline;
  if (state === "block-comment") return one === "/" && before === "*";
  if (state === "regex") return newline || (one === "/" && !inClass);
  return openers[one] === state || (newline && state !== "template");
}
