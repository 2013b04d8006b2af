// Framing: bytes of a request body or a file as records, JSON values or lines, each with its place; broken bytes, long records and broken members cost only themselves.
import { recordLimits } from "./decoder.ts";
import type { Reject } from "./decoder.ts";
import { JsonFrames } from "./json-frames.ts";
import type { Frame, Frames } from "./json-frames.ts";
import { LineFrames } from "./line-frames.ts";

/** replaced: characters that stand for bytes that are no UTF-8; they are kept as U+FFFD. */
export interface Framed extends Frames { replaced: number }

export interface Framer { push(bytes: Uint8Array): Framed; end(): Framed }

/** auto: JSON values when the text begins as JSON, else lines. */
export type Reads = "json" | "lines" | "auto";

type Cutter = Pick<JsonFrames, "push" | "end">;

/** Bytes in, records out, with memory for one record. UTF-8, or UTF-16 with its byte order mark. */
export function createFramer(reads: Reads): Framer {
  let [decoder, cutter, start]: [InstanceType<typeof TextDecoder> | undefined, Cutter | undefined, string] = [undefined, undefined, ""];
  let first = new Uint8Array(0);
  const cut = (text: string, isEnd: boolean): Framed => {
    const replaced = countReplaced(text);
    if (cutter === undefined) {
      start += text;
      const chosen = reads === "auto" ? kindOf(start, isEnd) : reads;
      if (chosen === undefined) return { frames: [], rejects: [], replaced };
      cutter = chosen === "json" ? new JsonFrames({ mixed: reads === "auto" }) : new LineFrames();
      [text, start] = [start, ""];
    }
    const pushed = cutter.push(text);
    return { ...(isEnd ? joined(pushed, cutter.end()) : pushed), replaced };
  };
  return {
    push(bytes) {
      if (decoder === undefined) {
        first = first.length === 0 ? bytes as Uint8Array<ArrayBuffer> : new Uint8Array(Buffer.concat([first, bytes]));
        if (first.length < 2) return { frames: [], rejects: [], replaced: 0 };
        [decoder, bytes] = [new TextDecoder(encodingOf(first)), first];
      }
      return cut(decoder.decode(bytes, { stream: true }), false);
    },
    end() {
      decoder ??= new TextDecoder("utf-8");
      return cut(decoder.decode(first.length < 2 ? first : undefined), true);
    },
  };
}

/** A whole body at once; gzip and its like are already off. */
export function frameBody(bytes: Uint8Array, reads: Reads): Framed {
  const framer = createFramer(reads);
  const pushed = framer.push(bytes);
  const ended = framer.end();
  return { ...joined(pushed, ended), replaced: pushed.replaced + ended.replaced };
}

const joined = (one: Frames, other: Frames): Frames => (other.frames.length === 0 && other.rejects.length === 0 ? one : { frames: [...one.frames, ...other.frames], rejects: [...one.rejects, ...other.rejects] as Reject[] });

const encodingOf = ([one, two]: Uint8Array): string => (one === 0xff && two === 0xfe ? "utf-16le" : one === 0xfe && two === 0xff ? "utf-16be" : "utf-8");

/** An object, or a list of objects, is JSON; "[Sun Nov 22 ...]" of a log is not. */
function kindOf(start: string, isEnd: boolean): "json" | "lines" | undefined {
  const [, first, second] = /^[\s\uFEFF]*(\S)\s*(\S)?/.exec(start) ?? [];
  if (first === undefined) return isEnd || start.length > recordLimits.bytes ? "lines" : undefined;
  if (first === "{" ? second === "\"" || second === "}" : first === "[" && (second === "{" || second === "]")) return "json";
  return second === undefined && !isEnd ? undefined : "lines";
}

function countReplaced(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\uFFFD"); at >= 0; at = text.indexOf("\uFFFD", at + 1)) count += 1;
  return count;
}

export type { Frame, Frames };
