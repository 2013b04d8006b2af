// Ecosystems as people write them in label files: OSV's names in any case, types of package URLs, words of other scanners.
import type { Distribution } from "../versions/distribution.ts";
import { distributions } from "../versions/distribution.ts";
import { ecosystemNames, ecosystems } from "../versions/ecosystem.ts";
import { unordered } from "../versions/unordered.ts";

/** OSV's names that a word stands for, each with its release as far as it is told; several where the word leaves it open ("deb"). */
export function ecosystemsNamed(text: string): readonly string[] {
  const [base = "", ...rest] = text.trim().split(":");
  const [word, release] = [base.toLowerCase().trim(), rest.join(":").trim()];
  // grype's namespaces: "github:language:python", "debian:distro:debian:12".
  if (rest[0] === "language" && rest[1] !== undefined) return ecosystemsNamed(rest[1]);
  if (rest[0] === "distro" && rest[1] !== undefined) return ecosystemsNamed(rest.slice(1).join(":"));
  const distribution = distributions.filter(({ ecosystem, namespaces, purlType }) => ecosystem.toLowerCase() === word || namespaces.includes(word) || purlType === word);
  if (distribution.length > 0) return distribution.map((one) => withRelease(one, release));
  const known = byWord.get(word);
  // "debian-12", "Alpine 3.18".
  const [, family, number] = /^([a-z_ -]+?)[- ](v?\d.*)$/.exec(word) ?? [];
  if (known === undefined && family !== undefined) return ecosystemsNamed(`${family}:${number}`);
  return known === undefined ? [] : [release === "" ? known : `${known}:${release}`];
}

/** All of OSV's: for labels that name a package and no ecosystem. */
export const everyEcosystem: readonly string[] = ecosystemNames;

/** "12" of "debian:12", "v3.18" or "3.18" of Alpine, "8" of "rhel:8"; what is in OSV's words already stays as it is. */
function withRelease(distribution: Distribution, release: string): string {
  const { ecosystem } = distribution;
  if (release === "") return ecosystem;
  if (ecosystem === "Red Hat" && /^v?\d/.test(release)) return `${ecosystem}:enterprise_linux:${/\d+/.exec(release)?.[0]}`;
  const isPlain = /^v?[\d.]+(?:[ -](?:lts|sp\d+))*$|^[a-z]+$/i.test(release);
  return `${ecosystem}:${(isPlain ? distribution.release(`-${release.toLowerCase()}`) : undefined) ?? release}`;
}

const byWord: ReadonlyMap<string, string> = new Map([
  // Without an order, but with lists of versions.
  ...Object.keys(unordered).map((name) => [name.toLowerCase(), name] as const),
  ...ecosystems.flatMap(({ name, purlTypes }) => [name, ...purlTypes].map((word) => [word.toLowerCase(), name] as const)),
  // GitHub's advisories, grype and trivy.
  ...Object.entries({
    node: "npm", nodejs: "npm", javascript: "npm", "node-pkg": "npm", yarn: "npm", pnpm: "npm",
    pip: "PyPI", python: "PyPI", "python-pkg": "PyPI", poetry: "PyPI", pipenv: "PyPI", uv: "PyPI",
    gomod: "Go", gobinary: "Go", "go-module": "Go", java: "Maven", "java-archive": "Maven", jar: "Maven", pom: "Maven", gradle: "Maven",
    dotnet: "NuGet", "dotnet-core": "NuGet", csharp: "NuGet", php: "Packagist", "php-composer": "Packagist",
    ruby: "RubyGems", rubygem: "RubyGems", bundler: "RubyGems", gemspec: "RubyGems", rust: "crates.io", crates: "crates.io", "rust-crate": "crates.io", rustbinary: "crates.io",
    erlang: "Hex", elixir: "Hex", dart: "Pub", "dart-pub": "Pub", actions: "GitHub Actions", "github-action": "GitHub Actions", "github-actions": "GitHub Actions", swifturl: "SwiftURL", r: "CRAN", haskell: "Hackage", perl: "CPAN",
  }),
]);
