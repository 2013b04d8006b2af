// Shapes of answers: how each route looked in the last scan, so that the next one begins with what has changed.
import { hash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mediaTypeOf } from "../exchange.ts";
import type { Reply } from "../exchange.ts";
import { elementsOf, isMarkup } from "../page/elements.ts";

export type Shapes = ReadonlyMap<string, string>;

/** Status, type and the skeleton: elements with the names of their fields and the sources of their scripts; of other text its size class. Contents do not count. */
export function shapeOf(reply: Reply): string {
  const skeleton = isMarkup(reply) ? elementsOf(reply).elements.slice(0, 2_000).map(({ name, attributes }) => `${name}${attributes.name === undefined ? "" : `[${attributes.name}]`}${name === "script" ? attributes.src ?? "" : ""}`).join(",") : String(Math.round(Math.log2(reply.sizeBytes + 1)));
  return hash("sha256", `${reply.status} ${mediaTypeOf(reply.headers) ?? ""} ${skeleton}`, "base64url").slice(0, 16);
}

const fileIn = (folder: string): string => join(folder, "shapes.json");

export const writeShapes = (folder: string, shapes: Shapes): void => { writeFileSync(fileIn(folder), JSON.stringify([...shapes]), { mode: 0o600 }); };
export const readShapes = (folder: string | undefined): Shapes | undefined => (folder === undefined || !existsSync(fileIn(folder)) ? undefined : new Map(JSON.parse(readFileSync(fileIn(folder), "utf8")) as [string, string][]));
