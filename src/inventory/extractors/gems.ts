// Ruby gems as they are installed: specifications/<name>-<version>[-<platform>].gemspec.
import { purlFrom } from "../../versions/purl.ts";
import type { ExtractorPart, HostFiles } from "../extractor.ts";
import { defineExtractor, isReject, rejected, textOrReject } from "../extractor.ts";
import type { FileFound } from "../folder-walk.ts";
import { filePaths, findFiles } from "../folder-walk.ts";
import { componentFromPurl } from "../purl-component.ts";

export const gems = defineExtractor({
  id: "gems",
  about: "Ruby gems, those that come with Ruby included.",
  watches: (files, roots) => filePaths(findAll(files, roots, AbortSignal.timeout(60_000))),
  reads: (path) => isSpecification(path.slice(0, path.lastIndexOf("/")), path),
  extract,
});

// Gem.default_dir of Ruby itself and of the distributions; what else there is lies below the roots.
const folders = ["/usr/lib/ruby", "/usr/lib64/ruby", "/usr/share/gems", "/usr/share/ruby", "/usr/share/rubygems-integration", "/usr/local/lib/ruby", "/usr/local/bundle", "/var/lib/gems", "/opt/ruby"];
const walk = { matches: isSpecification, maxDepth: 40, maxFolders: 250_000, maxFound: 100_000 };

const findAll = (files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<FileFound> => findFiles(files, [...folders, ...roots], walk, signal);

// A gem's own folder holds a gemspec too, the one it was built from: that one need not be Ruby that can be read without running it.
function isSpecification(folder: string, name: string): boolean {
  return name.endsWith(".gemspec") && /\/specifications(?:\/default)?$/.test(folder);
}

async function* extract(files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<ExtractorPart> {
  for await (const found of findAll(files, roots, signal)) {
    if (found.kind === "reject") { yield found; continue; }
    yield readGem(found.path, await textOrReject(files, found.path));
  }
}

/** What RubyGems writes: "# stub: name version platform paths" on top (Gem::StubSpecification), and `s.name = "x".freeze` below. */
function readGem(path: string, text: Awaited<ReturnType<typeof textOrReject>>): ExtractorPart {
  if (isReject(text)) return text;
  if (text === undefined) return rejected(path, "malformed", "It may not be read.");
  const [, stubName, stubVersion, stubPlatform] = /^# stub: (\S+) (\S+) (\S+) /m.exec(text) ?? [];
  const name = stubName ?? assigned(text, "name");
  const version = stubVersion ?? assigned(text, "version");
  const platform = stubPlatform ?? assigned(text, "platform") ?? "";
  if (name === undefined) return rejected(path, "malformed", "It has no name in a form that RubyGems writes.");
  if (version === undefined) return rejected(path, "no-version", "It has no version in a form that RubyGems writes.", name);
  const purl = purlFrom({ type: "gem", name, version, qualifiers: { platform: platform === "ruby" ? "" : platform } });
  return purl === undefined ? rejected(path, "invalid-purl", `${name} ${version} cannot be written as a purl.`, name) : { kind: "component", component: componentFromPurl(purl, { location: path }) };
}

function assigned(text: string, field: string): string | undefined {
  return new RegExp(`^\\s*\\w+\\.${field}\\s*=\\s*(?:Gem::Version\\.new\\()?["']([^"']+)["']`, "m").exec(text)?.[1];
}
