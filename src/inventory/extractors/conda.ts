// Conda packages as they are installed: conda-meta/<name>-<version>-<build>.json in every environment.
import { purlFrom } from "../../versions/purl.ts";
import type { ExtractorPart, HostFiles } from "../extractor.ts";
import { defineExtractor, isReject, rejected, textOrReject } from "../extractor.ts";
import type { FileFound } from "../folder-walk.ts";
import { filePaths, findFiles } from "../folder-walk.ts";
import { isObject } from "../json-stream.ts";
import { componentFromPurl } from "../purl-component.ts";

export const conda = defineExtractor({
  id: "conda",
  about: "Conda packages in every environment, base included.",
  watches: (files, roots) => filePaths(findAll(files, roots, AbortSignal.timeout(60_000))),
  reads: (path) => /\/conda-meta\/[^/]+\.json$/.test(path),
  extract,
});

const walk = { matches: (folder: string, name: string) => folder.endsWith("/conda-meta") && name.endsWith(".json"), maxDepth: 40, maxFolders: 250_000, maxFound: 100_000 };

const findAll = (files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<FileFound> => findFiles(files, roots, walk, signal);

async function* extract(files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<ExtractorPart> {
  for await (const found of findAll(files, roots, signal)) {
    if (found.kind === "reject") { yield found; continue; }
    yield readPackage(found.path, await textOrReject(files, found.path));
  }
}

function readPackage(path: string, text: Awaited<ReturnType<typeof textOrReject>>): ExtractorPart {
  if (isReject(text)) return text;
  const entry = parse(text ?? "");
  if (!isObject(entry)) return rejected(path, "malformed", "It is not a JSON object.");
  const { name, version, build, channel, subdir, fn } = entry;
  if (typeof name !== "string" || name === "") return rejected(path, "malformed", "name is not a text (conda's package record).");
  if (typeof version !== "string" || version === "") return rejected(path, "no-version", "version is not a text (conda's package record).", name);
  const type = typeof fn === "string" ? (/\.(tar\.bz2|conda)$/.exec(fn)?.[1] ?? "") : "";
  const qualifiers = { build: textOf(build), channel: channelOf(textOf(channel)), subdir: textOf(subdir), type };
  const purl = purlFrom({ type: "conda", name, version, qualifiers });
  return purl === undefined ? rejected(path, "invalid-purl", "name and version cannot be written as a purl.", name) : { kind: "component", component: componentFromPurl(purl, { location: path }) };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

// Conda records the channel as it was given: a name, or an address with the platform at its end.
const channelOf = (channel: string): string => channel.replace(/^https?:\/\/(?:[^/@]*@)?[^/]+\//, "").replace(/\/(?:linux|osx|win)-[^/]+$|\/noarch$/, "").replace(/\/+$/, "");

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
