// Cuts a stream of text into lines: LF, CRLF, the last one without an end; a line longer than a record is named and skipped.
import { recordLimits } from "./decoder.ts";
import type { Frames } from "./json-frames.ts";

/** Memory: one line of at most 4 Mi characters and one chunk. Blank lines are no records, and count as lines. */
export class LineFrames {
  #parts: string[] = [];
  #held = 0;
  #line = 1;
  #isSkipping = false;

  push(text: string): Frames {
    const out: Frames = { frames: [], rejects: [] };
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
      this.#hold(text.slice(from, end), out);
      this.#give(out);
      from = end + 1;
    }
    this.#hold(text.slice(from), out);
    return out;
  }

  end(): Frames {
    const out: Frames = { frames: [], rejects: [] };
    this.#give(out);
    return out;
  }

  #hold(part: string, out: Frames): void {
    if (this.#isSkipping || part === "") return;
    this.#held += part.length;
    if (this.#held <= recordLimits.bytes) { this.#parts.push(part); return; }
    out.rejects.push({ at: `line ${this.#line}`, rule: `is longer than ${recordLimits.bytes} characters, the most a record may have: send it in parts.` });
    [this.#parts, this.#isSkipping] = [[], true];
  }

  #give(out: Frames): void {
    const whole = this.#parts.length === 1 ? this.#parts[0] ?? "" : this.#parts.join("");
    const line = whole.endsWith("\r") ? whole.slice(0, -1) : whole;
    const text = this.#line === 1 && line.startsWith("\uFEFF") ? line.slice(1) : line;
    if (/\S/.test(text)) out.frames.push({ record: text, at: `line ${this.#line}`, text });
    [this.#parts, this.#held, this.#isSkipping] = [[], 0, false];
    this.#line += 1;
  }
}
