// SBOMs to scan: real ones as files, and generated ones of any size, half of components that real SBOMs hold.
import { createReadStream, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { readSbom } from "../../../src/inventory/sbom-reader.ts";
import { isFault } from "../../../src/kernel/fault.ts";
import { parsePurl } from "../../../src/versions/purl.ts";
import { between, createChance } from "../chance.ts";
import type { Chance } from "../chance.ts";
import { cycloneDx } from "../documents.ts";

export interface SbomFile { name: string; path: string; components: number }

const shared = fileURLToPath(new URL("../../../../shared/data/sboms", import.meta.url));
const areRealThere = existsSync(join(shared, "index.csv"));

/** The purls of these SBOMs that real tools wrote, or of every one that is read: sorted, each once; none where the folder is not. */
export async function realPurls(only: readonly string[] | undefined): Promise<readonly string[]> {
  if (!areRealThere) return [];
  const files = only ?? readFileSync(join(shared, "index.csv"), "utf8").split("\n").slice(1).map((row) => row.split(",")[0] ?? "");
  const purls = new Set<string>();
  for (const file of files.filter((name) => name !== "" && !name.startsWith("broken/"))) for (const purl of await purlsIn(join(shared, file))) purls.add(purl);
  return [...purls].toSorted();
}

async function purlsIn(path: string): Promise<string[]> {
  try { return (await readSbom(createReadStream(path))).components.map(({ purl }) => purl); } catch (thrown) {
    // Some are of formats and versions that are refused.
    if (isFault(thrown)) return [];
    throw thrown;
  }
}

/** Real CycloneDX documents as JSON files in `folder`, under names that every scanner knows an SBOM by. */
export async function realSboms(folder: string, files: readonly string[]): Promise<SbomFile[]> {
  if (!areRealThere) return [];
  return Promise.all(files.map(async (file) => {
    const name = file.replace(/^.*\/|\.cdx-.*$/g, "");
    const path = join(folder, `${name}.cdx.json`);
    writeFileSync(path, gunzipSync(readFileSync(join(shared, file))));
    return { name, path, components: (await purlsIn(path)).length };
  }));
}

const seed = 33;

/** Half drawn from the real ones, half of packages that the invented advisories speak of; all of these without real ones. */
export function generatedPurls(count: number, real: readonly string[]): string[] {
  const chance = createChance(seed);
  const purls = new Set<string>();
  for (let number = 0; purls.size < count; number++) purls.add(real.length > count && number % 2 === 0 ? real[between(chance, 0, real.length)] ?? "" : inventedPurl(chance, number >> 1));
  return [...purls];
}

const forms: readonly ((chance: Chance, n: number) => string)[] = [
  (chance, n) => `pkg:npm/grown-${n}@${version(chance)}`,
  (chance, n) => `pkg:pypi/grown-${n}@${version(chance)}`,
  (chance, n) => `pkg:golang/grown-${n}@v${version(chance)}`,
  (chance, n) => `pkg:maven/org.grown/grown-${n}@${version(chance)}`,
  (chance, n) => `pkg:deb/debian/grown-${n}@${version(chance)}-1?distro=debian-12`,
  (chance, n) => `pkg:composer/grown/quiet-${n}@${version(chance)}`,
];

const version = (chance: Chance): string => `${between(chance, 0, 12)}.${between(chance, 0, 40)}.${between(chance, 0, 30)}`;
// Over all names that 300,000 records speak of: a third of them have a record in their ecosystem, as many parts a component as in real SBOMs.
const inventedNames = 100_000;
const inventedPurl = (chance: Chance, number: number): string => forms[number % forms.length]!(chance, between(chance, 0, inventedNames));

export function generatedSbom(folder: string, count: number, real: readonly string[]): SbomFile {
  const name = `generated-${count}`;
  const path = join(folder, `${name}.cdx.json`);
  const components = generatedPurls(count, real).map((purl) => ({ purl, name: parsePurl(purl)?.name ?? purl, version: parsePurl(purl)?.version ?? "0" }));
  writeFileSync(path, cycloneDx("bench", "1", components));
  return { name, path, components: count };
}
