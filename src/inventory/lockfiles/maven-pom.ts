// pom.xml of Maven: the packages a project asks for, with versions from its parents and lists on disk.
// Source: Maven's POM reference and "Introduction to the Dependency Mechanism".
import type { LockfileFile, LockfilePart, Neighbours } from "../lockfile.ts";
import { defineLockfile, fileName } from "../lockfile.ts";
import { localPart, notePart, packagePart, rejectPart, shown } from "../lockfile-parts.ts";
import type { FoundPackage } from "../lockfile-parts.ts";
import type { Managed, PomChain } from "../pom-model.ts";
import { dependencyKey, loadChain, managedBy, reactorOf, resolvedIn } from "../pom-model.ts";
import { parsePom } from "../pom-xml.ts";
import type { PomDependency } from "../pom-xml.ts";

export const mavenPom = defineLockfile({ id: "maven-pom", about: "pom.xml of Maven, with the parents and lists that are on disk.", recognises: (path) => fileName(path) === "pom.xml" || /.\.pom$/.test(fileName(path)), read });

async function* read(file: LockfileFile, near: Neighbours): AsyncGenerator<LockfilePart> {
  // Read once for what is wrong in it, and once with its parents, where a Fault only costs the parent.
  const own = await parsePom(file);
  const path = fileName(file.path);
  const model = (await loadChain(near, path)) ?? { chain: [own], folder: "", missing: undefined };
  const projects = await reactorOf(near, model, path);
  const managed = managedBy(model, projects);
  const wanted = model.chain.flatMap(({ dependencies }) => dependencies).map((one) => resolvedIn(model, one));
  const seen = new Set<string>();
  for (const dependency of wanted) {
    // A child's entry goes before its parent's.
    if (seen.has(dependencyKey(dependency))) continue;
    seen.add(dependencyKey(dependency));
    yield partOf(dependency, model, managed, projects);
  }
  if (wanted.length > 0) yield notePart(file.path, "pom.xml names what the project asks for, not what that needs in turn: scan what Maven built, or its SBOM, for all of it.");
  if (own.profileDependencies.length > 0) yield notePart(own.profileDependencies[0]?.at ?? file.path, `${own.profileDependencies.length} dependencies hold only in some profiles and are not listed.`);
}

function partOf(dependency: PomDependency, model: PomChain, managed: Managed, projects: ReadonlyMap<string, PomChain>): LockfilePart {
  const { groupId = "", artifactId = "", at } = dependency;
  const label = `${groupId}:${artifactId}`;
  if (groupId === "" || artifactId === "") return rejectPart(at, "malformed", "The dependency names no groupId or no artifactId.", label);
  if (label.includes("${")) return rejectPart(at, "malformed", `A property in its name is not defined in the POMs on disk${missingIn(model)}.`, label);
  if (projects.has(label)) return localPart(at, label, "It is a module of this project.");
  const entry = managed.entries.get(dependencyKey(dependency));
  const told = dependency.version || entry?.version;
  const scope = dependency.scope || entry?.scope;
  if (scope === "system") return localPart(at, label, "It is a file of this machine (scope system).");
  const version = exactVersion(told);
  if (version === undefined) return rejectPart(at, "no-version", whyNot(told, model, managed), label);
  const qualifiers = { ...(dependency.classifier ? { classifier: dependency.classifier } : {}), ...(dependency.type && dependency.type !== "jar" ? { type: dependency.type } : {}) };
  return packagePart({ type: "maven", namespace: groupId, name: artifactId, label, version, qualifiers, at, scope: scopeOf(scope, dependency.optional ?? entry?.optional), direct: true });
}

/** "[1.0]" allows one version; "[1.0,2.0)" allows several, and LATEST and RELEASE whatever there is. */
function exactVersion(text: string | undefined): string | undefined {
  const one = /^\[([^,\]]+)\]$/.exec(text ?? "")?.[1] ?? text;
  return one === undefined || one === "" || /[[\](),]|\$\{|^(?:LATEST|RELEASE)$/.test(one) ? undefined : one;
}

function whyNot(told: string | undefined, model: PomChain, { imports }: Managed): string {
  if (told?.includes("${") === true) return `${shown(told)} is not defined in the POMs on disk${missingIn(model)}.`;
  if (told !== undefined && told !== "") return `${shown(told)} allows several versions.`;
  const lists = imports.length > 0 ? ` or in ${imports.slice(0, 3).map(shown).join(", ")}${imports.length > 3 ? ` and ${imports.length - 3} more` : ""}` : "";
  return `No version is given in the POMs on disk${missingIn(model)}${lists}: run \`mvn org.cyclonedx:cyclonedx-maven-plugin:makeBom\` and scan the SBOM.`;
}

const missingIn = ({ missing }: PomChain): string => (missing === undefined ? "" : `; it may be in the parent ${shown(missing)}, which is not`);

/** "provided" is there where it runs, from someone else: what it is for is not told. */
function scopeOf(scope: string | undefined, optional: string | undefined): FoundPackage["scope"] {
  if (scope === "test") return "development";
  if (scope === "provided") return undefined;
  return optional === "true" ? "optional" : "runtime";
}
