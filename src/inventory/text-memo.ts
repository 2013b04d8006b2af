// Bytes to text, where the same short texts come again and again: the keys and property names of a large document.

const slots = 4096;
// Names are short; what is longer is nearly always said once.
const longestBytes = 48;

/** Remembers what it decoded last, in a table of fixed size, so that its memory does not grow with the document. */
export class TextMemo {
  readonly #texts = Array.from({ length: slots }, () => "");
  readonly #bytes = Array.from<Uint8Array | undefined>({ length: slots });

  /** bytes[start, end) as UTF-8. */
  textOf(bytes: Buffer, start: number, end: number): string {
    if (end - start > longestBytes) return bytes.toString("utf8", start, end);
    const slot = slotOf(bytes, start, end);
    const known = this.#bytes[slot];
    if (known !== undefined && isSame(known, bytes, start, end)) return this.#texts[slot]!;
    const text = bytes.toString("utf8", start, end);
    this.#bytes[slot] = new Uint8Array(bytes.subarray(start, end));
    this.#texts[slot] = text;
    return text;
  }
}

/** FNV-1a. Colliding on purpose wins nothing: the loser is decoded as if nothing were remembered. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ bytes[index]!, 0x01000193);
  return (hash ^ (hash >>> 15)) & (slots - 1);
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let index = 0; index < known.length; index++) if (known[index] !== bytes[start + index]) return false;
  return true;
}
