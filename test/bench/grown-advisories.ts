// Invented OSV records in the shapes and proportions of the real ones, as many as wanted: the same seed gives the same records.
import { between, createChance } from "./chance.ts";
import type { Chance } from "./chance.ts";

/** One database: its share of all records, how its ids look, and how its records speak of packages. */
interface Shape { ecosystem: string; releases: readonly string[]; share: number; id(number: number): string; packages: readonly [number, number]; listed: readonly [number, number]; versionOf(chance: Chance): string; type: "SEMVER" | "ECOSYSTEM" }

const plain = (chance: Chance): string => `${between(chance, 0, 12)}.${between(chance, 0, 40)}.${between(chance, 0, 30)}`;
const debian = (chance: Chance): string => `${between(chance, 0, 3) === 0 ? "1:" : ""}${plain(chance)}-${between(chance, 1, 9)}+deb${between(chance, 9, 13)}u${between(chance, 1, 9)}`;
const ubuntu = (chance: Chance): string => `${plain(chance)}-${between(chance, 0, 9)}ubuntu${between(chance, 1, 30)}.${between(chance, 1, 20)}`;
const alpine = (chance: Chance): string => `${plain(chance)}-r${between(chance, 0, 9)}`;
const rpm = (chance: Chance): string => `${between(chance, 0, 2)}:${plain(chance)}-${between(chance, 1, 500)}.el${between(chance, 8, 10)}_${between(chance, 1, 9)}`;

const year = (number: number): number => 2000 + (number % 27);
const ghsaLetters = "23456789cfghjmpqrvwx";
const ghsa = (number: number): string => `GHSA-${[0, 1, 2].map((place) => [0, 1, 2, 3].map((digit) => ghsaLetters[(Math.imul(number + place * 7919, 2654435761 + digit * 40503) >>> 7) % 20]).join("")).join("-")}-${number}`;

const shapes: readonly Shape[] = [
  { ecosystem: "npm", releases: [], share: 8, id: ghsa, packages: [1, 2], listed: [0, 1], versionOf: plain, type: "SEMVER" },
  { ecosystem: "Maven", releases: [], share: 6, id: (number) => ghsa(number + 1e8), packages: [1, 4], listed: [0, 30], versionOf: plain, type: "ECOSYSTEM" },
  { ecosystem: "PyPI", releases: [], share: 8, id: (number) => `PYSEC-${year(number)}-${number}`, packages: [1, 2], listed: [10, 80], versionOf: plain, type: "ECOSYSTEM" },
  { ecosystem: "Go", releases: [], share: 5, id: (number) => `GO-${year(number)}-${number}`, packages: [1, 3], listed: [0, 1], versionOf: plain, type: "SEMVER" },
  { ecosystem: "Packagist", releases: [], share: 4, id: (number) => ghsa(number + 2e8), packages: [1, 3], listed: [0, 20], versionOf: plain, type: "ECOSYSTEM" },
  { ecosystem: "Debian", releases: ["10", "11", "12", "13"], share: 22, id: (number) => `DEBIAN-CVE-${year(number)}-${number}`, packages: [1, 5], listed: [0, 1], versionOf: debian, type: "ECOSYSTEM" },
  { ecosystem: "Ubuntu", releases: ["18.04:LTS", "20.04:LTS", "22.04:LTS", "24.04:LTS"], share: 22, id: (number) => `UBUNTU-CVE-${year(number)}-${number}`, packages: [1, 5], listed: [0, 6], versionOf: ubuntu, type: "ECOSYSTEM" },
  { ecosystem: "Alpine", releases: ["v3.18", "v3.19", "v3.20", "v3.21"], share: 6, id: (number) => `ALPINE-CVE-${year(number)}-${number}`, packages: [1, 4], listed: [0, 20], versionOf: alpine, type: "ECOSYSTEM" },
  { ecosystem: "AlmaLinux", releases: ["8", "9", "10"], share: 5, id: (number) => `ALSA-${year(number)}:${number}`, packages: [4, 20], listed: [0, 1], versionOf: rpm, type: "ECOSYSTEM" },
  { ecosystem: "Bitnami", releases: [], share: 4, id: (number) => `BIT-app-${year(number)}-${number}`, packages: [1, 2], listed: [0, 1], versionOf: plain, type: "SEMVER" },
  { ecosystem: "Red Hat", releases: ["enterprise_linux:8::baseos", "enterprise_linux:9::appstream"], share: 10, id: (number) => `RHSA-${year(number)}:${number}`, packages: [2, 16], listed: [0, 1], versionOf: rpm, type: "ECOSYSTEM" },
];
const total = shapes.reduce((sum, { share }) => sum + share, 0);

const words = ["request", "parser", "header", "memory", "session", "upload", "template", "query", "cookie", "archive", "certificate", "regular expression", "deserialisation", "path", "token", "redirect"];
const sentence = (chance: Chance): string => `A crafted ${words[between(chance, 0, words.length)]} lets an attacker reach the ${words[between(chance, 0, words.length)]} of another user, because the ${words[between(chance, 0, words.length)]} is not checked.`;

// One package for three records on the average, and a few packages with very many, as the Linux kernel has them.
const packageName = (chance: Chance, count: number): string => `grown-${Math.floor(chance() ** 3 * (count / 3))}`;
const time = (chance: Chance): string => new Date(Date.UTC(2015, 0, 1) + Math.floor(chance() * 3.7e11)).toISOString();

/** `from` to `to` of a world of `count` records that are no malicious packages, each as OSV JSON. Record n is the same in every call. */
export function* grownRecords(count: number, { from = 0, to = count, seed = 7, edition = 0 } = {}): Generator<string> {
  for (let number = from; number < to; number++) {
    const chance = createChance(Math.imul(number + 1, 40503) ^ seed);
    yield JSON.stringify(recordOf(chance, count, number, edition));
  }
}

/** edition: a later one is the same record, changed: modified then, with a later fix. */
function recordOf(chance: Chance, count: number, number: number, edition: number): object {
  const shape = shapeAt(chance() * total);
  const modified = time(chance);
  const cve = `CVE-${year(number)}-${100_000 + Math.floor(number / 3)}`;
  const isErratum = /^(?:ALSA|RHSA)/.test(shape.id(number));
  return {
    schema_version: "1.7.0", id: shape.id(number), modified: edition === 0 ? modified : new Date(Date.parse(modified) + edition * 86_400_000).toISOString(), published: modified,
    ...(number % 110 === 0 ? { withdrawn: modified } : {}),
    ...(isErratum ? { related: [cve] } : shape.releases.length > 0 ? { upstream: [cve] } : { aliases: [cve] }),
    summary: sentence(chance), details: Array.from({ length: between(chance, 1, 5) }, () => sentence(chance)).join(" "),
    severity: [{ type: "CVSS_V3", score: `CVSS:3.1/AV:N/AC:L/PR:${"NLH"[between(chance, 0, 3)]}/UI:N/S:U/C:H/I:${"NLH"[between(chance, 0, 3)]}/A:H` }],
    affected: Array.from({ length: between(chance, ...shape.packages) }, (_, index) => affectedBy(chance, shape, packageName(chance, count), index, edition)),
    references: [{ type: "ADVISORY", url: `https://advisories.example/${cve}` }, { type: "WEB", url: `https://code.example/grown/commit/${number.toString(16).padStart(40, "0")}` }],
    database_specific: { severity: ["LOW", "MODERATE", "HIGH", "CRITICAL"][between(chance, 0, 4)] },
  };
}

function shapeAt(weight: number): Shape {
  let left = weight;
  return shapes.find(({ share }) => (left -= share) < 0) ?? shapes[0]!;
}

function affectedBy(chance: Chance, shape: Shape, name: string, index: number, edition: number): object {
  const release = shape.releases[index % Math.max(1, shape.releases.length)];
  const fixed = shape.versionOf(chance);
  return {
    package: { ecosystem: release === undefined ? shape.ecosystem : `${shape.ecosystem}:${release}`, name: shape.ecosystem === "Maven" ? `org.grown:${name}` : name },
    ranges: [{ type: shape.type, events: [{ introduced: "0" }, ...(chance() < 0.85 ? [{ fixed: edition === 0 ? fixed : `${edition}${fixed}` }] : [])] }],
    versions: Array.from({ length: between(chance, ...shape.listed) }, () => shape.versionOf(chance)),
  };
}

/** Malicious packages as OpenSSF lists them: three of four are bad in all versions, the others in those listed. */
export function* grownMalicious(count: number, { from = 0, seed = 11 } = {}): Generator<string> {
  for (let number = from; number < from + count; number++) {
    const chance = createChance(Math.imul(number + 1, 52711) ^ seed);
    const ecosystem = number % 10 === 0 ? "PyPI" : "npm";
    const name = `grown-bad-${number.toString(36)}`;
    const published = time(chance);
    const versions = Array.from({ length: between(chance, 1, 4) }, () => plain(chance));
    yield JSON.stringify({
      schema_version: "1.7.0", id: `MAL-${year(number)}-${number}`, modified: published, published,
      summary: `Malicious code in ${name} (${ecosystem})`, details: "Any computer that has this package installed or running should be considered fully compromised. All secrets and keys stored on that computer should be rotated immediately from a different computer.",
      affected: [{ package: { ecosystem, name }, ...(number % 4 === 0 ? { versions } : { ranges: [{ type: "SEMVER", events: [{ introduced: "0" }] }], versions }) }],
      references: [{ type: "PACKAGE", url: `https://packages.example/${name}` }],
    });
  }
}
