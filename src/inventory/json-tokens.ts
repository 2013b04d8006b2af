// JSON, byte by byte: checks the grammar of RFC 8259 as bytes arrive and tells a sink what it meets.
import { Fault } from "../kernel/fault.ts";
import { TextMemo } from "./text-memo.ts";

/** A text that was longer than the limit: its bytes are gone, its length is kept. */
export class OverlongText {
  readonly bytes: number;
  constructor(bytes: number) { this.bytes = bytes; }
}

/** Who listens. Keys and texts that nobody wants are checked and thrown away undecoded. */
export interface JsonSink {
  open(kind: "object" | "array"): void;
  close(): void;
  wantsKey(): boolean;
  key(text: string | OverlongText | undefined): void;
  wantsText(): boolean;
  /** undefined: a text nobody wanted. */
  text(value: string | OverlongText | undefined): void;
  scalar(value: number | boolean | null): void;
}

/** maxBrackets: how many brackets may be open at once. maxTextBytes: the longest text that is kept. */
export interface JsonTokenLimits { maxBrackets: number; maxTextBytes: number }

// What the grammar allows next.
const expects = { value: 0, firstItem: 1, firstKey: 2, key: 3, colon: 4, next: 5, nothing: 6 } as const;
type Expects = (typeof expects)[keyof typeof expects];

const says: Record<Expects, string> = {
  0: "a value", 1: "a value or ]", 2: "a key or }", 3: "a key", 4: "a colon", 5: "a comma or a closing bracket", 6: "nothing more",
};

const numberForm = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const literals = new Map<string, boolean | null>([["true", true], ["false", false], ["null", null]]);
// RFC 8259 sets no limit to a number; no value in an SBOM needs more digits than this.
const maxWordChars = 1024;

/** Feed it with write, then call end. Bytes are taken to be valid UTF-8; `offset` counts them from the first write. */
export class JsonTokens {
  readonly #sink: JsonSink;
  readonly #limits: JsonTokenLimits;
  readonly #open: ("object" | "array")[] = [];
  readonly #memo = new TextMemo();
  #expects: Expects = expects.value;
  #offset = 0;
  #word = "";
  #inText = false;
  #isKey = false;
  #isKept = false;
  // 0: outside an escape, 5: right after the backslash, 4 to 1: hex digits still to come.
  #escape = 0;
  #hasEscapes = false;
  #parts: Uint8Array[] = [];
  #textBytes = 0;

  constructor(sink: JsonSink, limits: JsonTokenLimits) {
    this.#sink = sink;
    this.#limits = limits;
  }

  write(bytes: Uint8Array): void {
    const chunk = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    let index = 0;
    while (index < chunk.length) index = this.#inText ? this.#readText(chunk, index) : this.#readStructure(chunk, index);
    this.#offset += chunk.length;
  }

  end(): void {
    if (this.#word !== "") this.#endWord(0);
    if (this.#expects === expects.nothing) return;
    const at = `byte ${this.#offset}`;
    throw new Fault("sbom.truncated", { detail: `The JSON ends at ${at} with ${this.#open.length} brackets open.`, places: [{ at, rule: this.#inText ? "a text must be closed" : `expected ${says[this.#expects]}` }] });
  }

  #readStructure(chunk: Buffer, index: number): number {
    const byte = chunk[index]!;
    if (isWordByte(byte)) return this.#readWord(chunk, index);
    if (this.#word !== "") this.#endWord(index);
    switch (byte) {
      case 0x20: case 0x0a: case 0x0d: case 0x09: break;
      case 0x22: this.#startText(index); break;
      case 0x7b: this.#openBracket("object", index); break;
      case 0x5b: this.#openBracket("array", index); break;
      case 0x7d: this.#closeBracket("object", index); break;
      case 0x5d: this.#closeBracket("array", index); break;
      case 0x3a: this.#colon(index); break;
      case 0x2c: this.#comma(index); break;
      default: throw this.#malformed(index);
    }
    return index + 1;
  }

  #readWord(chunk: Uint8Array, start: number): number {
    if (this.#word === "") this.#mustExpectValue(start);
    let end = start;
    while (end < chunk.length && isWordByte(chunk[end]!)) end++;
    if (this.#word.length + end - start > maxWordChars) throw this.#malformed(start, `a number or literal has at most ${maxWordChars} characters`);
    this.#word += String.fromCharCode(...chunk.subarray(start, end));
    return end;
  }

  #endWord(index: number): void {
    const word = this.#word;
    this.#word = "";
    const literal = literals.get(word);
    if (literal === undefined && !numberForm.test(word)) throw this.#malformed(index - word.length, `${JSON.stringify(word.slice(0, 20))} is not a number, true, false or null`);
    this.#sink.scalar(literal === undefined ? Number(word) : literal);
    this.#valueEnded();
  }

  #startText(index: number): void {
    this.#isKey = this.#expects === expects.key || this.#expects === expects.firstKey;
    if (!this.#isKey) this.#mustExpectValue(index);
    this.#inText = true;
    this.#isKept = this.#isKey ? this.#sink.wantsKey() : this.#sink.wantsText();
    this.#hasEscapes = false;
    this.#textBytes = 0;
  }

  #readText(chunk: Buffer, start: number): number {
    for (let index = start; index < chunk.length; index++) {
      const byte = chunk[index]!;
      if (this.#escape > 0) this.#takeEscaped(byte, index);
      else if (byte === 0x22) {
        this.#closeText(chunk, start, index);
        return index + 1;
      } else if (byte === 0x5c) {
        this.#escape = 5;
        this.#hasEscapes = true;
      } else if (byte < 0x20) throw this.#malformed(index, "control characters in a text must be escaped (RFC 8259 section 7)");
    }
    this.#keep(chunk, start, chunk.length);
    return chunk.length;
  }

  #takeEscaped(byte: number, index: number): void {
    if (this.#escape < 5) {
      if (!isHexByte(byte)) throw this.#malformed(index, "\\u needs four hex digits (RFC 8259 section 7)");
      this.#escape--;
    } else if (byte === 0x75) this.#escape = 4;
    else if (isEscapable(byte)) this.#escape = 0;
    else throw this.#malformed(index, "this character cannot be escaped (RFC 8259 section 7)");
  }

  #keep(chunk: Uint8Array, start: number, end: number): void {
    if (!this.#isKept) return;
    this.#textBytes += end - start;
    if (this.#textBytes > this.#limits.maxTextBytes) this.#parts = [];
    else if (end > start) this.#parts.push(chunk.subarray(start, end));
  }

  // Nearly all texts are whole and plain: they are taken from where they lie.
  #closeText(chunk: Buffer, start: number, end: number): void {
    if (this.#isKept && !this.#hasEscapes && this.#textBytes === 0 && end - start <= this.#limits.maxTextBytes) { this.#endText(this.#memo.textOf(chunk, start, end)); return; }
    this.#keep(chunk, start, end);
    this.#endText(this.#takeText());
  }

  #endText(text: string | OverlongText | undefined): void {
    this.#inText = false;
    if (this.#isKey) {
      this.#sink.key(text);
      this.#expects = expects.colon;
    } else {
      this.#sink.text(text);
      this.#valueEnded();
    }
  }

  #takeText(): string | OverlongText | undefined {
    if (!this.#isKept) return undefined;
    if (this.#textBytes > this.#limits.maxTextBytes) return new OverlongText(this.#textBytes);
    const [first] = this.#parts;
    const bytes = first !== undefined && this.#parts.length === 1 ? Buffer.from(first.buffer, first.byteOffset, first.length) : Buffer.concat(this.#parts);
    this.#parts = [];
    const text = bytes.toString("utf8");
    return this.#hasEscapes ? (JSON.parse(`"${text}"`) as string) : text;
  }

  #openBracket(kind: "object" | "array", index: number): void {
    this.#mustExpectValue(index);
    if (this.#open.length >= this.#limits.maxBrackets) {
      throw new Fault("sbom.too-deep", { detail: `More than ${this.#limits.maxBrackets} brackets are open.`, places: [{ at: `byte ${this.#offset + index}`, rule: `at most ${this.#limits.maxBrackets} open brackets` }] });
    }
    this.#open.push(kind);
    this.#sink.open(kind);
    this.#expects = kind === "object" ? expects.firstKey : expects.firstItem;
  }

  #closeBracket(kind: "object" | "array", index: number): void {
    const mayBeEmpty = kind === "object" ? expects.firstKey : expects.firstItem;
    if (this.#open.at(-1) !== kind || (this.#expects !== expects.next && this.#expects !== mayBeEmpty)) throw this.#malformed(index);
    this.#open.pop();
    this.#sink.close();
    this.#valueEnded();
  }

  #colon(index: number): void {
    if (this.#expects !== expects.colon) throw this.#malformed(index);
    this.#expects = expects.value;
  }

  #comma(index: number): void {
    if (this.#expects !== expects.next) throw this.#malformed(index);
    this.#expects = this.#open.at(-1) === "object" ? expects.key : expects.value;
  }

  #valueEnded(): void { this.#expects = this.#open.length === 0 ? expects.nothing : expects.next; }

  #mustExpectValue(index: number): void {
    if (this.#expects !== expects.value && this.#expects !== expects.firstItem) throw this.#malformed(index);
  }

  #malformed(index: number, rule = `expected ${says[this.#expects]}`): Fault {
    const at = `byte ${this.#offset + index}`;
    return new Fault("sbom.malformed", { detail: `The JSON is wrong at ${at}: ${rule}.`, places: [{ at, rule }] });
  }
}

// 0-9 + - . and letters: what numbers and literals are made of; their forms are checked when they end.
function isWordByte(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x2b || byte === 0x2d || byte === 0x2e;
}

const isHexByte = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66) || (byte >= 0x41 && byte <= 0x46);

const escapables = new Set([..."\"\\/bfnrt"].map((character) => character.charCodeAt(0)));
const isEscapable = (byte: number): boolean => escapables.has(byte);
