// Cuts a stream of text into JSON values: NDJSON, values on many lines, values one after the other, one long array, one long {"Records": [...]}; what is broken costs its own lines.
import { recordLimits } from "./decoder.ts";
import type { Reject } from "./decoder.ts";
import { parseJson } from "./decoding-session.ts";

/** A value, where it stands ("line 12"; in an array "/3", "/Records/3"), and its text. */
export interface Frame { record: unknown; at: string; text: string }

export interface Frames { frames: Frame[]; rejects: Reject[] }

/** Envelopes that are opened when they are longer than a record may be: their items become records. Their first members may be plain. */
const envelope = /^\s*\{(?:\s*"[^"\\]{1,64}"\s*:\s*(?:"(?:[^"\\]|\\.){0,256}"|-?[\d.]{1,20}|true|false|null|\{\s*\})\s*,){0,16}\s*"(Records|items|logEvents|value|events|resourceLogs|resource_logs)"\s*:\s*\[/;
/** A request of OTLP says once for all its records where they come from, so it stays whole; collectors allow 20 MiB. */
const requestChars = 32 * 1024 * 1024;
/** What follows the items of an opened envelope and says nothing of events. */
const tail = /^\s*(?:,\s*"[^"\\]{1,64}"\s*:\s*(?:"(?:[^"\\]|\\.){0,1024}"|-?[\d.]{1,20}|true|false|null|\{[^{}]{0,1024}\})\s*)*\}/;

const [quote, backslash, newline, comma, open, close, openList, closeList] = [0x22, 0x5c, 0x0a, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d];
const isBlank = (code: number): boolean => code === 0x20 || code === newline || code === 0x0d || code === 0x09 || code === 0xfeff;

/** Where a scan stands in the value that begins the text. */
interface Scan { at: number; depth: number; isInText: boolean }
const atStart: Scan = { at: 0, depth: 0, isInText: false };

/** What ends a scan: a value, a text with a line end in it, or the end of what is there. */
type Found = "value" | "broken" | "more";

/** On from where the scan stands; isItem: a comma ends a bare value. Afterwards `at` is behind the value. */
function scanOn(text: string, scan: Scan, isItem: boolean): { found: Found; scan: Scan } {
  let { at, depth, isInText } = scan;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInText) {
      if (code === backslash && at + 1 < text.length) at += 1;
      else if (code === backslash) break;
      else if (code === newline) return { found: "broken", scan: { at: at + 1, depth, isInText } };
      else if (code === quote) { isInText = false; if (depth === 0) return { found: "value", scan: { at: at + 1, depth, isInText } }; }
    } else if (code === quote) isInText = true;
    else if (code === open || code === openList) depth += 1;
    else if (code === close || code === closeList) {
      depth -= 1;
      if (depth < 0) return { found: at === 0 ? "broken" : "value", scan: { at: at === 0 ? 1 : at, depth: 0, isInText } };
      if (depth === 0) return { found: "value", scan: { at: at + 1, depth, isInText } };
    } else if (depth === 0 && (code === newline || (code === comma && isItem))) return { found: "value", scan: { at, depth, isInText } };
  }
  return { found: "more", scan: { at, depth, isInText } };
}

/** Text in, values out. Memory: one record (4 Mi characters) and one chunk; time: linear in the text. */
export class JsonFrames {
  /** Text not yet cut; it begins at a value or at blanks before one. */
  #text = "";
  #line = 1;
  /** The first line end in the text, -1 for none; undefined when not looked for. */
  #newline: number | undefined;
  #scan: Scan = atStart;
  #array: { pointer: string; index: number } | undefined;
  #isSkipping = false;
  #out: Frames = { frames: [], rejects: [] };
  /** What came after the text and is scanned already: joined to it when the value ends, so that a long value is not copied at every chunk. */
  #parts: string[] = [];
  #partsLength = 0;
  /** A backslash that waits for what it escapes. */
  #carry = "";
  #lastBad = { line: -1, from: 0, what: "" };
  readonly #isMixed: boolean;

  /** mixed: lines that cannot be JSON are records too, as texts (a file that several programs write to). */
  constructor({ mixed = false }: { mixed?: boolean } = {}) { this.#isMixed = mixed; }

  push(text: string): Frames {
    if (this.#newline === -1) this.#newline = undefined;
    const whole = this.#carry + text;
    this.#carry = "";
    if (this.#isHeld(whole)) return this.#take();
    this.#join(whole);
    while (this.#step(false));
    return this.#take();
  }

  /** A chunk within a value that has begun before it and ends behind it. */
  #isHeld(text: string): boolean {
    const [scanned, length] = [this.#text.length + this.#partsLength, this.#text.length + this.#partsLength + text.length];
    if (this.#isSkipping || this.#scan.at === 0 || this.#scan.at !== scanned || length > this.#limit(length)) return false;
    const { found, scan } = scanOn(text, { ...this.#scan, at: 0 }, this.#array !== undefined);
    if (found !== "more") return false;
    this.#carry = text.slice(scan.at);
    this.#parts.push(text.slice(0, scan.at));
    this.#partsLength += scan.at;
    this.#scan = { ...scan, at: scanned + scan.at };
    return true;
  }

  #join(text: string): void {
    this.#text = this.#parts.length === 0 ? this.#text + text : [this.#text, ...this.#parts, text].join("");
    [this.#parts, this.#partsLength] = [[], 0];
    if (this.#newline === -1) this.#newline = undefined;
  }

  end(): Frames {
    this.#join(this.#carry);
    this.#carry = "";
    while (this.#step(true));
    if (this.#text.trim() !== "" && !this.#isSkipping) this.#salvage(this.#text.length, "ends before its value does");
    this.#text = "";
    return this.#take();
  }

  #take(): Frames { const out = this.#out; this.#out = { frames: [], rejects: [] }; return out; }

  /** One value, or one thing between values; false when more text is needed. */
  #step(isEnd: boolean): boolean {
    if (this.#isSkipping) return this.#skip();
    if (this.#scan.at > 0) return this.#scanValue(isEnd);
    this.#dropBlanks();
    const first = this.#text[0];
    if (first === undefined) return false;
    if (this.#array !== undefined && first === "]") return this.#closeArray(isEnd);
    if (this.#array === undefined && first === "[") { this.#array = { pointer: "", index: 0 }; this.#drop(1); return true; }
    return this.#wholeLine(isEnd) || this.#scanValue(isEnd);
  }

  // The usual case, and the fastest: a value and nothing else on its line.
  #wholeLine(isEnd: boolean): boolean {
    if (this.#text.charCodeAt(0) !== open) return false;
    const found = this.#nextNewline();
    const end = found < 0 && isEnd ? this.#text.length : found;
    if (end < 0 || end > recordLimits.bytes) return false;
    let last = end - 1;
    while (last > 0 && (isBlank(this.#text.charCodeAt(last)) || (this.#array !== undefined && this.#text.charCodeAt(last) === comma))) last -= 1;
    const text = this.#text.charCodeAt(last) === close ? this.#text.slice(0, last + 1) : undefined;
    const value = text === undefined ? undefined : parseJson(text);
    if (text === undefined || value === undefined) return false;
    this.#give(value, text);
    this.#drop(last + 1);
    return true;
  }

  #scanValue(isEnd: boolean): boolean {
    const { found, scan } = scanOn(this.#text, this.#scan, this.#array !== undefined);
    if (found === "broken") return this.#salvageLine(scan.at, isEnd);
    if (found === "value") return this.#cut(scan.at, isEnd);
    this.#scan = scan;
    if (this.#text.length > this.#limit(this.#text.length)) { this.#tooLong(); return true; }
    if (!isEnd || scan.depth > 0 || scan.isInText || this.#text.trim() === "") return false;
    return this.#cut(this.#text.length, isEnd);
  }

  /** The most characters the value under way may have, of which so many are there. */
  #limit(length: number): number { return length > recordLimits.bytes && (envelope.exec(this.#text.slice(0, 4096))?.[1] ?? "").startsWith("resource") ? requestChars : recordLimits.bytes; }

  #cut(end: number, isEnd: boolean): boolean {
    if (end > recordLimits.bytes && end > this.#limit(this.#text.length)) { this.#scan = { ...atStart, at: end }; this.#tooLong(); return true; }
    const text = this.#text.slice(0, end);
    const value = parseJson(text);
    if (value === undefined && this.#array === undefined) return this.#salvageLine(end, isEnd);
    if (value === undefined) { this.#salvage(end, "is no JSON"); return true; }
    this.#give(value, text);
    this.#drop(end);
    return true;
  }

  /** What is broken is broken to the end of its line; false while that end has not come. */
  #salvageLine(at: number, isEnd: boolean): boolean {
    const end = this.#text.indexOf("\n", at === 0 ? 0 : at - 1);
    if (end < 0 && !isEnd && this.#text.length <= recordLimits.bytes) return false;
    this.#salvage(end < 0 ? this.#text.length : end + 1, "is no JSON");
    return true;
  }

  #give(record: unknown, text: string): void {
    this.#out.frames.push({ record, at: this.#place(), text });
    if (this.#array !== undefined) this.#array.index += 1;
  }

  #place(): string { return this.#array === undefined ? `line ${this.#line}` : `${this.#array.pointer}/${this.#array.index}`; }

  // Blanks, and the commas between items of an array; a BOM is a blank.
  #dropBlanks(): void {
    let at = 0;
    while (at < this.#text.length && (isBlank(this.#text.charCodeAt(at)) || (this.#array !== undefined && this.#text.charCodeAt(at) === comma))) at += 1;
    this.#drop(at);
  }

  #nextNewline(): number { return this.#newline ??= this.#text.indexOf("\n"); }

  #drop(length: number): void {
    this.#scan = atStart;
    if (length === 0) return;
    for (let at = this.#nextNewline(); at >= 0 && at < length; at = this.#nextNewline()) { this.#line += 1; this.#newline = this.#text.indexOf("\n", at + 1); }
    if (this.#newline !== undefined && this.#newline >= 0) this.#newline -= length;
    this.#text = this.#text.slice(length);
  }

  /** Broken text up to `end`: each line of it that is an object by itself is kept, runs of the others are named once. */
  #salvage(end: number, what: string): void {
    let [line, from] = [this.#line, 0];
    while (from < end) {
      const found = this.#text.indexOf("\n", from);
      const to = found < 0 || found >= end ? end : found;
      const text = this.#text.slice(from, to).trim().replace(/,$/, "");
      const value = text.startsWith("{") && text.endsWith("}") && text.length <= recordLimits.bytes ? parseJson(text) : undefined;
      if (value !== undefined) this.#out.frames.push({ record: value, at: `line ${line}`, text });
      else if (this.#isMixed && this.#array === undefined && /^[^{}[\]",]/.test(text)) { const plain = this.#text.slice(from, to).replace(/\r$/, ""); this.#out.frames.push({ record: plain, at: `line ${line}`, text: plain }); }
      else if (text !== "") this.#bad(line, what);
      from = to + 1;
      line += 1;
    }
    if (this.#array !== undefined) this.#array.index += 1;
    this.#drop(Math.min(end, this.#text.length));
  }

  /** A bad line; with the bad line before it, it is one reject. */
  #bad(line: number, what: string): void {
    const isRun = this.#lastBad.what === what && (line === this.#lastBad.line || line === this.#lastBad.line + 1) && this.#out.rejects.length > 0;
    const from = isRun ? this.#lastBad.from : line;
    if (isRun) this.#out.rejects.pop();
    this.#out.rejects.push({ at: from === line ? `line ${line}` : `lines ${from} to ${line}`, rule: `${what}: send one JSON value per line, or a whole JSON document.` });
    this.#lastBad = { line, from, what };
  }

  #closeArray(isEnd: boolean): boolean {
    const rest = this.#array?.pointer === "" ? undefined : tail.exec(this.#text.slice(1, 8192))?.[0];
    if (this.#array?.pointer !== "" && rest === undefined && !isEnd && this.#text.length < 8192) return false;
    this.#array = undefined;
    this.#drop(1 + (rest?.length ?? 0));
    return true;
  }

  /** Longer than a record may be: an envelope is opened, lines that are values are kept, anything else is skipped to its end. */
  #tooLong(): void {
    const [head, name] = this.#array === undefined ? envelope.exec(this.#text.slice(0, 65_536)) ?? [] : [];
    if (head !== undefined && !(name ?? "").startsWith("resource")) { this.#array = { pointer: `/${name ?? ""}`, index: 0 }; this.#drop(head.length); return; }
    const scan = this.#scan;
    const lastLine = this.#array === undefined ? this.#text.lastIndexOf("\n", scan.at - 1) : -1;
    if (lastLine >= 0) { this.#salvage(lastLine + 1, `has no end within ${recordLimits.bytes} characters`); return; }
    this.#out.rejects.push({ at: this.#place(), rule: `is longer than ${recordLimits.bytes} characters, the most a record may have: send it in parts.` });
    if (this.#array !== undefined) this.#array.index += 1;
    this.#drop(scan.at);
    // A value that has ended is gone; of one that has not, the rest is scanned and not kept.
    this.#isSkipping = scan.depth > 0 || scan.isInText;
    if (this.#isSkipping) this.#scan = { ...scan, at: 0 };
  }

  #skip(): boolean {
    const { found, scan } = scanOn(this.#text, this.#scan, this.#array !== undefined);
    this.#drop(scan.at);
    this.#isSkipping = found === "more";
    if (found === "more") this.#scan = { ...scan, at: 0 };
    return found !== "more";
  }
}
