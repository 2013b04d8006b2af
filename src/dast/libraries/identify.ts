// Which library a script is, by its address and by its own words.
import type { KnownLibrary } from "./known.ts";
import { knownLibraries } from "./known.ts";

export interface FoundLibrary { npm: string; version: string; by: "address" | "content" }

const version = String.raw`v?(\d+\.\d+(?:\.\d+)*(?:-[a-z]+[\w.]*)?)`;
const byName = new Map(knownLibraries.flatMap((one) => [one.npm, ...one.files ?? []].map((name) => [name.toLowerCase(), one] as const)));

/** "jquery-3.4.1.min.js"; ".../jquery/3.4.1/..."; ".../jquery@3.4.1/...". The name must be the whole of it: "my-jquery-1.0.js" is another. */
export function libraryOfUrl(url: string): FoundLibrary | undefined {
  const path = (URL.canParse(url) ? new URL(url).pathname : url.split(/[?#]/, 1)[0] ?? "").toLowerCase();
  const file = new RegExp(String.raw`/?([a-z@][\w./-]*?)[-.@]${version}(?:[.-](?:min|slim|prod|production|umd|bundle|full|esm|module|global|all))*\.js$`).exec(path.slice(path.lastIndexOf("/") + 1));
  const folder = [...path.matchAll(new RegExp(String.raw`/((?:@[\w-]+/)?[\w.-]+?)(?:@|/)${version}/`, "g"))].at(-1);
  for (const match of [file, folder]) {
    const known = byName.get((match?.[1] ?? "").replace(/\.js$/, ""));
    if (known !== undefined) return { npm: known.npm, version: match?.[2] ?? "", by: "address" };
  }
  return undefined;
}

/** Where projects put their banner; a bundle of several has more of them further down. */
const searched = 400_000;

/** Libraries that say who they are in this code. */
export function librariesIn(code: string, known: readonly KnownLibrary[] = knownLibraries): FoundLibrary[] {
  const text = code.slice(0, searched);
  return known.flatMap(({ npm, says }) => {
    const found = says.map((shape) => shape.exec(text)?.[1]).find((one) => one !== undefined);
    return found === undefined ? [] : [{ npm, version: found, by: "content" as const }];
  });
}
