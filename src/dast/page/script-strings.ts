// The strings and comments of a script, in one pass that survives code which no parser accepts.

/** value: escapes undone; each part of a template or concatenation that is not a literal became the hole text. */
export interface ScriptString { value: string; start: number; end: number; hasHole: boolean }
export interface ScriptText { strings: readonly ScriptString[]; comments: readonly string[] }

/** What stands where a script would put a value of its own. */
export const hole = "1";
const mostStrings = 100_000;
const deepestTemplate = 30;
const longestString = 100_000;
// After one of these a slash begins a regular expression, not a division.
const beforeRegex = /[(,=:[!&|?{};+\-*%<>~^]$|(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|else|do|yield|await)$/;

/** Linear in the length of the code. */
export function scriptStrings(code: string): ScriptText {
  const lexer = new ScriptLexer(code);
  lexer.scan(0);
  return { strings: joined(code, lexer.strings), comments: lexer.comments };
}

class ScriptLexer {
  readonly strings: ScriptString[] = [];
  readonly comments: string[] = [];
  readonly #code: string;
  #at = 0;
  #lastCode = 0;

  constructor(code: string) { this.#code = code; }

  /** Runs to the end, or within a template to the brace that ends the hole. */
  scan(depth: number): void {
    let braces = 0;
    for (; this.#at < this.#code.length && this.strings.length < mostStrings; this.#at += 1) {
      const character = this.#code[this.#at] ?? "";
      if (character === "'" || character === '"') this.#quoted(character);
      else if (character === "`") this.#template(depth);
      else if (character === "/") this.#slash();
      else if (depth > 0 && character === "{") braces += 1;
      else if (depth > 0 && character === "}") { if (braces === 0) return; braces -= 1; }
      if (character > " ") this.#lastCode = this.#at;
    }
  }

  #quoted(quote: string): void {
    const start = this.#at;
    for (let at = start + 1; at < this.#code.length; at += 1) {
      const character = this.#code[at];
      if (character === "\\") { at += 1; continue; }
      if (character === "\n") break;
      if (character === quote) { this.#keep(unescaped(this.#code.slice(start + 1, Math.min(at, start + longestString))), start, at + 1, false); this.#at = at; return; }
    }
    // No end on its line: an apostrophe in a regular expression or a broken string.
  }

  #template(depth: number): void {
    const start = this.#at;
    let [value, hasHole, from] = ["", false, start + 1];
    for (this.#at += 1; this.#at < this.#code.length; this.#at += 1) {
      const character = this.#code[this.#at];
      if (character === "\\") this.#at += 1;
      else if (character === "`") break;
      else if (character === "$" && this.#code[this.#at + 1] === "{" && depth < deepestTemplate) {
        value += `${unescaped(this.#code.slice(from, this.#at))}${hole}`;
        hasHole = true;
        this.#at += 2;
        this.scan(depth + 1);
        from = this.#at + 1;
      }
    }
    value += unescaped(this.#code.slice(from, Math.min(this.#at, from + longestString)));
    this.#keep(hasHole ? value.replace(/^1(?=\/)/, "") : value, start, this.#at + 1, hasHole);
  }

  #slash(): void {
    const next = this.#code[this.#at + 1];
    if (next === "/" || next === "*") return this.#comment(next);
    const before = this.#code.slice(Math.max(0, this.#lastCode - 10), this.#lastCode + 1);
    if (this.#at !== 0 && !beforeRegex.test(before)) return undefined;
    const end = /(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
    end.lastIndex = this.#at + 1;
    // Regular expressions are short; a bound keeps a line of slashes from being read over and over.
    const found = end.exec(this.#code.length > this.#at + 2000 ? this.#code.slice(0, this.#at + 2000) : this.#code);
    if (found) this.#at += found[0].length;
    return undefined;
  }

  #comment(kind: "/" | "*"): void {
    const end = kind === "/" ? this.#code.indexOf("\n", this.#at) : this.#code.indexOf("*/", this.#at + 2);
    const stop = end < 0 ? this.#code.length : end;
    if (this.comments.length < mostStrings) this.comments.push(this.#code.slice(this.#at + 2, stop));
    this.#at = kind === "*" && end >= 0 ? stop + 1 : stop;
  }

  #keep(value: string, start: number, end: number, hasHole: boolean): void { if (value !== "") this.strings.push({ value, start, end, hasHole }); }
}

/** "/a/" + id + "/b" is one string with a hole; so is "/a/" + id at the end. */
function joined(code: string, strings: readonly ScriptString[]): ScriptString[] {
  const whole: ScriptString[] = [];
  for (const one of strings.toSorted((a, b) => a.start - b.start)) {
    const last = whole.at(-1);
    const gap = last && one.start >= last.end && one.start - last.end < 120 ? code.slice(last.end, one.start) : undefined;
    const between = gap === undefined ? undefined : /^\s*\+\s*(?:([\w$.[\]]+(?:\([\w$.,\s]*\))?)\s*\+\s*)?$/.exec(gap);
    if (last && between && last.value.length < longestString) whole[whole.length - 1] = { value: `${last.value}${between[1] === undefined ? "" : hole}${one.value}`, start: last.start, end: one.end, hasHole: last.hasHole || one.hasHole || between[1] !== undefined };
    else whole.push(one);
  }
  return whole.map((one) => (/^\s*\+\s*[\w$(]/.test(code.slice(one.end, one.end + 20)) && /[/=?&]$/.test(one.value) ? { ...one, value: `${one.value}${hole}`, hasHole: true } : one));
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", 0: "\0", "\n": "" };
const unescaped = (text: string): string =>
  (text.includes("\\") ? text.replaceAll(/\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([^]))/gi, (_all, braced?: string, four?: string, two?: string, one = "") => { const code = braced ?? four ?? two; return code === undefined ? escapes[one] ?? one : characterOf(Number.parseInt(code, 16)); }) : text);
const characterOf = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : "");
