// A page or file of NVD's API 2.0 as it arrives: each item of `vulnerabilities` as text, then what stands around them.
import { Fault, messageOf } from "../../../kernel/fault.ts";
import { printableUrl } from "../../../kernel/printable-url.ts";
import { notTheFeed } from "../../feed-reply.ts";
import { isRecord } from "./shape.ts";

/** What a page says of itself. Files have the same members. */
export interface Envelope { startIndex: number; totalResults: number; resultsPerPage: number }

export type PagePart = { kind: "item"; text: string } | { kind: "envelope"; envelope: Envelope };

const itemLimit = 16 * 1024 * 1024;
const frameLimit = 1024 * 1024;

/**
 * Cuts the items out without holding the document: a year's file unpacks to hundreds of megabytes. Items are the
 * objects in an array of the outermost object. Ends with the envelope; throws a Fault when the document is none.
 */
export async function* partsOfPage(bytes: AsyncIterable<Uint8Array>, url: string): AsyncGenerator<PagePart> {
  const decoder = new TextDecoder();
  const cutter = new ItemCutter(url);
  for await (const chunk of bytes) for (const text of cutter.take(decoder.decode(chunk, { stream: true }))) yield { kind: "item", text };
  yield { kind: "envelope", envelope: cutter.end() };
}

const itemDepth = 3;

/** Follows strings and nesting, character by character; `frame` is the document without its items. */
class ItemCutter {
  readonly #url: string;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #item = "";
  #frame = "";

  constructor(url: string) { this.#url = url; }

  take(text: string): string[] {
    const items: string[] = [];
    // Where the stretch begins that has not been copied yet, and whether it is part of an item.
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const step = this.#step(text.charCodeAt(at));
      if (step === "item-begins") { this.#frame += text.slice(from, at); from = at; }
      if (step === "item-ends") { items.push(this.#item + text.slice(from, at + 1)); this.#item = ""; from = at + 1; }
    }
    if (this.#depth >= itemDepth) this.#item += text.slice(from);
    else this.#frame += text.slice(from);
    this.#guard();
    return items;
  }

  /** The nesting after one character, and whether an item begins or ends with it. */
  #step(unit: number): "item-begins" | "item-ends" | undefined {
    if (this.#inString) { this.#inside(unit); return undefined; }
    if (unit === 0x22) this.#inString = true;
    else if (unit === 0x7b || unit === 0x5b) return ++this.#depth === itemDepth && unit === 0x7b ? "item-begins" : undefined;
    else if (unit === 0x7d || unit === 0x5d) return this.#depth-- === itemDepth && unit === 0x7d ? "item-ends" : undefined;
    return undefined;
  }

  #inside(unit: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (unit === 0x5c) this.#escaped = true;
    else if (unit === 0x22) this.#inString = false;
  }

  #guard(): void {
    if (this.#item.length > itemLimit) throw notTheFeed(this.#url, `records of at most ${itemLimit} characters`, this.#item);
    if (this.#frame.length > frameLimit) throw notTheFeed(this.#url, "a page with `vulnerabilities`", this.#frame);
  }

  end(): Envelope {
    if (this.#depth > 0 || this.#inString) throw new Fault("feed.truncated", { detail: `${printableUrl(this.#url)} ends inside a record or a list.` });
    // The commas between the items are left; one object in their place makes it JSON again.
    let page: unknown;
    try { page = JSON.parse(this.#frame.replace(/\[[\s,]*\]/g, "[]")); } catch (cause) { throw notTheFeed(this.#url, `a page with \`vulnerabilities\` (${messageOf(cause)})`, this.#frame, cause); }
    if (!isRecord(page) || !(Array.isArray(page["vulnerabilities"]) || Array.isArray(page["cve_items"]))) throw notTheFeed(this.#url, "a page with `vulnerabilities`", this.#frame);
    const count = (name: string): number => (typeof page[name] === "number" ? page[name] : 0);
    return { startIndex: count("startIndex"), totalResults: count("totalResults"), resultsPerPage: count("resultsPerPage") };
  }
}
