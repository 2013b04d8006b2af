// Makes the demo's SBOMs again with the tools that SOURCE.md names: node content/demo/make.ts [service ...]. Needs npm, Python 3.11, Maven and a network.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ownPackage, serviceSets } from "./package-sets.ts";
import type { PackageSet, ServiceSets } from "./package-sets.ts";

const outDir = new URL("sboms/", import.meta.url);
const gzipAboveBytes = 40 * 1024;
const mavenPlugin = "org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeBom";

const run = (cwd: string, command: string, ...words: readonly string[]): string =>
  execFileSync(command, words, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 64 * 1024 * 1024 });

const make = { npm: npmSbom, python: pythonSbom, maven: mavenSbom } as const;
const suffix = { "cyclonedx-json": "cdx.json", "cyclonedx-xml": "cdx.xml", "spdx-json": "spdx.json" } as const;

/** Dependencies are resolved into a lock file and never installed: no script of a package runs. */
function npmSbom(folder: string, { service, format }: ServiceSets, { version, packages }: PackageSet): string {
  const dependencies = Object.fromEntries(Object.entries(packages).map(([name, at]) => [name, name === ownPackage ? packOwn(folder, at) : at]));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: service, version, private: true, license: "UNLICENSED", dependencies }));
  run(folder, "npm", "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund");
  return run(folder, "npm", "sbom", "--package-lock-only", "--sbom-type", "application", "--sbom-format", format === "spdx-json" ? "spdx" : "cyclonedx");
}

function packOwn(folder: string, version: string): string {
  const source = join(folder, "own");
  mkdirSync(source);
  writeFileSync(join(source, "package.json"), JSON.stringify({ name: ownPackage, version, license: "UNLICENSED", main: "index.js" }));
  writeFileSync(join(source, "index.js"), "exports.priceOf = (items) => items.reduce((total, { price }) => total + price, 0);\n");
  return `file:./${run(folder, "npm", "pack", "--silent", "./own").trim()}`;
}

/** pip resolves the whole set without installing it; the generator reads the pinned list. */
function pythonSbom(folder: string, _set: ServiceSets, { packages }: PackageSet): string {
  const python = join(pythonTools(), "bin");
  writeFileSync(join(folder, "requirements.in"), Object.entries(packages).map(([name, at]) => `${name}==${at}\n`).join(""));
  run(folder, join(python, "pip"), "install", "-q", "--dry-run", "--ignore-installed", "--only-binary", ":all:", "--report", "report.json", "-r", "requirements.in");
  const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as { install: { metadata: { name: string; version: string } }[] };
  writeFileSync(join(folder, "requirements.txt"), report.install.map(({ metadata }) => `${metadata.name}==${metadata.version}\n`).toSorted().join(""));
  return run(folder, join(python, "cyclonedx-py"), "requirements", "requirements.txt", "--output-format", "JSON", "--spec-version", "1.6");
}

let tools: string | undefined;
function pythonTools(): string {
  if (tools !== undefined) return tools;
  tools = mkdtempSync(join(tmpdir(), "demo-python-"));
  run(tools, "python3", "-m", "venv", ".");
  run(tools, join(tools, "bin", "pip"), "install", "-q", "cyclonedx-bom==7.5.0");
  return tools;
}

function mavenSbom(folder: string, { service, format }: ServiceSets, { version, packages }: PackageSet): string {
  const dependencies = Object.entries(packages).map(([name, at]) => {
    const [group = "", artifact = ""] = name.split(":");
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${at}</version></dependency>`;
  });
  writeFileSync(join(folder, "pom.xml"), `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>example.lantern</groupId>` +
    `<artifactId>${service}</artifactId><version>${version}</version><dependencies>${dependencies.join("")}</dependencies></project>`);
  run(folder, "mvn", "-q", "-B", mavenPlugin, "-DoutputFormat=all");
  return readFileSync(join(folder, "target", format === "cyclonedx-xml" ? "bom.xml" : "bom.json"), "utf8");
}

/**
 * The one thing that is taken out: where a tool downloaded a package from. It says which registry or mirror this
 * machine used, not what the release is made of.
 */
function withoutOrigins(text: string, format: ServiceSets["format"]): string {
  if (format === "cyclonedx-xml") return text.replaceAll(/\s*<reference type="distribution[^"]*">[\s\S]*?<\/reference>/g, "");
  return `${JSON.stringify(JSON.parse(text, (key, value: unknown) => (key === "externalReferences" && Array.isArray(value) ? value.filter(isNoOrigin) : key === "downloadLocation" ? "NOASSERTION" : value)), undefined, 1)}\n`;
}
const isNoOrigin = (reference: { type?: string }): boolean => !reference.type?.startsWith("distribution");

function write(set: ServiceSets, release: PackageSet): void {
  const parent = mkdtempSync(join(tmpdir(), "demo-sbom-"));
  // npm names the SBOM after the folder.
  const folder = join(parent, set.service);
  mkdirSync(folder);
  try {
    const bytes = Buffer.from(withoutOrigins(make[set.tool](folder, set, release), set.format));
    if (bytes.includes(parent)) throw new Error(`${set.service} ${release.version}: the SBOM names the folder it was made in`);
    const name = `${set.service}@${release.version}.${suffix[set.format]}`;
    const isLarge = bytes.length > gzipAboveBytes;
    writeFileSync(new URL(isLarge ? `${name}.gz` : name, outDir), isLarge ? gzipSync(bytes, { level: 9 }) : bytes);
    process.stdout.write(`${name} ${bytes.length} bytes\n`);
  } finally { rmSync(parent, { recursive: true, force: true }); }
}

const wanted = process.argv.slice(2);
mkdirSync(outDir, { recursive: true });
for (const set of serviceSets) if (wanted.length === 0 || wanted.includes(set.service)) for (const release of set.releases) write(set, release);
if (tools !== undefined) rmSync(tools, { recursive: true, force: true });
