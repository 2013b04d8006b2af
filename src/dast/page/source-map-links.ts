// Links of source maps: the sources they name, and the strings of the sources they carry (ECMA-426).
import type { RawLink } from "./link.ts";
import { scriptLinks } from "./script-links.ts";

interface SourceMap { sources?: unknown; sourcesContent?: unknown; sourceRoot?: unknown; sections?: unknown }
const isMap = (value: unknown): value is SourceMap => typeof value === "object" && value !== null && ("sources" in value || "sections" in value) && ("mappings" in value || "sections" in value);
const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);

/** Undefined: the text is no source map. */
export function sourceMapLinks(text: string): RawLink[] | undefined {
  if (!/"(?:mappings|sections)"/.test(text)) return undefined;
  let map: unknown;
  try { map = JSON.parse(text.replace(/^\)\]\}'?.*\n/, "")); } catch { return undefined; }
  return isMap(map) ? linksOf(map) : undefined;
}

function linksOf(map: SourceMap): RawLink[] {
  const sections = Array.isArray(map.sections) ? map.sections.slice(0, 1000).flatMap((one: unknown) => { const inner = typeof one === "object" && one !== null && "map" in one ? one.map : undefined; return isMap(inner) ? [inner] : []; }) : [];
  const root = typeof map.sourceRoot === "string" ? map.sourceRoot : "";
  const named = textsOf(map.sources).slice(0, 5000).filter((one) => !/^[a-z][\w+.-]*:(?!\/\/[^/]*\.)/i.test(one) && !one.includes("node_modules")).map((ref): RawLink => ({ ref: root === "" ? ref : `${root.replace(/\/?$/, "/")}${ref}`, source: "source-map", sure: false }));
  const carried = textsOf(map.sourcesContent).slice(0, 5000).flatMap((content) => scriptLinks(content)).map((one): RawLink => ({ ...one, source: "source-map" }));
  return [...named, ...carried, ...sections.flatMap((section) => (section.sections === undefined ? linksOf(section) : []))];
}
