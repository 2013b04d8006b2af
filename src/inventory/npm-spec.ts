// What npm, Yarn, pnpm and Bun write for a package: names, aliases, and where it comes from when not from a registry.
import type { LockfilePart } from "./lockfile.ts";
import { fromArchive, fromRepository, localPart, packagePart } from "./lockfile-parts.ts";
import type { FoundPackage } from "./lockfile-parts.ts";
import { membersOf } from "./json-stream.ts";

/** "@scope/name" in its purl parts. */
export function npmName(name: string): { type: "npm"; namespace: string | undefined; name: string; label: string } {
  const slash = name.startsWith("@") ? name.indexOf("/") : -1;
  return { type: "npm", namespace: slash < 0 ? undefined : name.slice(0, slash), name: name.slice(slash + 1), label: name };
}

/** "@scope/name@range" at the at sign that ends the name; undefined when there is none. */
export function splitSpec(spec: string): { name: string; range: string } | undefined {
  const at = spec.indexOf("@", 1);
  return at < 0 ? undefined : { name: spec.slice(0, at), range: spec.slice(at + 1) };
}

/** The package an alias stands for: "npm:real@1.0.0" (npm-package-arg, "alias"). */
export const aliased = (range: string): { name: string; range: string } | undefined => (range.startsWith("npm:") ? splitSpec(range.slice(4)) : undefined);

/** A git repository and its commit of "git+ssh://host/path#commit", "github:owner/name#commit" and an archive of a code host. */
export function repositoryOf(source: string): { url: string; commit: string | undefined } | undefined {
  const [address = "", fragment] = cut(source, "#");
  const commit = /(?:^|[=&])([0-9a-f]{40,64})(?:$|&)/.exec(fragment ?? "")?.[1] ?? fragment?.replace(/^commit=/, "");
  const hosted = /^(github|gitlab|bitbucket):(?:[^@/]*@)?([\w.-]+\/[\w.-]+)$/.exec(address);
  if (hosted) return { url: `https://${hosts[hosted[1] as keyof typeof hosts]}/${hosted[2]}`, commit };
  const archive = /^https:\/\/codeload\.github\.com\/([\w.-]+\/[\w.-]+)\/(?:tar\.gz|zip|legacy\.tar\.gz)\/(?:refs\/(?:heads|tags)\/)?([^?]+)/.exec(address);
  if (archive) return { url: `https://github.com/${archive[1]}.git`, commit: archive[2] };
  const isGit = /^git[+:@]/.test(address) || /^(?:https?|ssh):\/\/[^?]*\.git$/.test(address);
  if (!isGit) return undefined;
  return { url: address.replace(/^git:\/\//, "git+git://").replace(/^(git\+ssh:\/\/(?:[^@/]*@)?[^/:]+):(?!\d)/, "$1/"), commit };
}

const hosts = { github: "github.com", gitlab: "gitlab.com", bitbucket: "bitbucket.org" } as const;

const cut = (text: string, mark: string): [string, string | undefined] => {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
};

/** The part for a package whose source is told: a repository, an archive, a folder of the project, or else the registry. */
export function partBySource(found: FoundPackage, source: string | undefined): LockfilePart {
  if (source === undefined) return packagePart(found);
  const repository = repositoryOf(source);
  if (repository) return fromRepository(found, repository);
  if (/^(?:link|portal|workspace):/.test(source)) return localPart(found.at, found.label, `It is code of this project: ${source}.`);
  if (/^(?:file:|\.{1,2}\/)/.test(source)) return isArchiveName(source) ? fromArchive(found, source.replace(/#.*$/, "")) : localPart(found.at, found.label, `It is a folder of this project: ${source}.`);
  return isRegistryArchive(source) ? packagePart(found) : fromArchive(found, source.replace(/#.*$/, ""));
}

const isArchiveName = (path: string): boolean => /\.(?:tgz|tar|tar\.gz)(?:#.*)?$/.test(path);

// Registries and their mirrors serve name/-/name-version.tgz; GitHub's serves download/@scope/name/version/hash. A URL
// of another form was written into package.json by hand.
const isRegistryArchive = (url: string): boolean => !/^https?:/.test(url) || /\/-\/|\/download\/@?[^/]/.test(url) || /^https?:\/\/registry\./.test(url);

/** The lists of a package.json that name packages, with what each is for. */
export const manifestLists = [
  { list: "dependencies", scope: "runtime" },
  { list: "optionalDependencies", scope: "optional" },
  { list: "peerDependencies", scope: "runtime" },
  { list: "devDependencies", scope: "development" },
] as const;

/** Every package a package.json (or a workspace's entry in a lock file) names: name, range and what it is for. */
export function manifestEntries(manifest: unknown): { name: string; range: string; scope: "runtime" | "optional" | "development" }[] {
  const lists = membersOf(manifest);
  const named = manifestLists.flatMap(({ list, scope }) => Object.entries(membersOf(lists[list])).flatMap(([name, range]) => (typeof range === "string" ? [{ name, range, scope }] : [])));
  // What stands in both lists is optional (npm's package.json, "optionalDependencies").
  const optional = new Set(Object.keys(membersOf(lists["optionalDependencies"])));
  return named.filter(({ name, scope }) => scope !== "runtime" || !optional.has(name));
}
