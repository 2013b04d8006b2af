// A Maven project as its POMs on disk make it: parents, properties, managed versions, imported lists.
// Source: Maven's POM reference, "Inheritance", "Dependency Management", "Importing Dependencies", and the model builder's order.
import type { Neighbours } from "./lockfile.ts";
import type { PomDependency, PomXml } from "./pom-xml.ts";
import { parsePom } from "./pom-xml.ts";

/** chain: the POM itself, then its parents as far as they are on disk. missing: the first parent that is not. */
export interface PomChain { chain: readonly PomXml[]; folder: string; missing: string | undefined }

const maxParents = 30;
const maxModules = 2000;

/** The POM at a path and its parents. A parent that cannot be read counts as one that is not there. */
export function loadChain(near: Neighbours, path: string): Promise<PomChain | undefined> {
  return remember(near, `maven-pom chain ${near.locate(path) ?? ""}`, async () => {
    const own = await load(near, path);
    if (own === undefined) return undefined;
    const chain = [own];
    let folder = folderOf(path);
    for (let pom = own; pom.parent !== undefined && chain.length < maxParents;) {
      const found = await parentOf(near, pom, folder);
      if (found === undefined || chain.some((one) => one.path === found.pom.path)) return { chain, folder: folderOf(path), missing: [pom.parent.groupId, pom.parent.artifactId, pom.parent.version].join(":") };
      chain.push(found.pom);
      ({ pom, folder } = found);
    }
    return { chain, folder: folderOf(path), missing: undefined };
  });
}

function remember<T>(near: Neighbours, key: string, make: () => Promise<T>): Promise<T> {
  const known = near.memo.get(key) as Promise<T> | undefined;
  if (known) return known;
  const made = make();
  near.memo.set(key, made);
  return made;
}

const load = (near: Neighbours, path: string): Promise<PomXml | undefined> => remember(near, `maven-pom xml ${near.locate(path) ?? ""}`, async () => {
  const file = await near.read(path);
  return file && parsePom(file).catch(() => undefined);
});

// An empty relativePath says: look in the repository, not on disk. One that leads to another project does not count.
async function parentOf(near: Neighbours, pom: PomXml, folder: string): Promise<{ pom: PomXml; folder: string } | undefined> {
  const told = pom.parent?.relativePath ?? "../pom.xml";
  if (told === "") return undefined;
  const path = `${folder}${told.endsWith(".xml") ? told : `${told.replace(/\/*$/, "")}/pom.xml`}`;
  const found = await load(near, path);
  return found && found.artifactId === pom.parent?.artifactId ? { pom: found, folder: folderOf(path) } : undefined;
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

/** A value with its ${properties} replaced, as far as they are known: the child's go before the parents'. */
function interpolate({ chain }: PomChain, text: string | undefined): string | undefined {
  let value = text;
  // Properties may hold properties; a circle of them stops here and stays visible.
  for (let round = 0; round < 20 && value?.includes("${") === true && value.length < 10_000; round++) {
    const next: string = value.replace(/\$\{([^{}]+)\}/g, (whole, name: string) => propertyOf(chain, name.trim()) ?? whole);
    if (next === value) break;
    value = next;
  }
  return value;
}

function propertyOf(chain: readonly PomXml[], name: string): string | undefined {
  for (const pom of chain) { const value = pom.properties.get(name); if (value !== undefined) return value; }
  const [own] = chain;
  switch (name.replace(/^(?:project|pom)\./, "")) {
    case "version": return inherited(chain, "version");
    case "groupId": return inherited(chain, "groupId");
    case "artifactId": return own?.artifactId;
    case "parent.version": return own?.parent?.version;
    case "parent.groupId": return own?.parent?.groupId;
    default: return undefined;
  }
}

/** A project without version or group has its parent's, which is told even where the parent is not on disk. */
const inherited = ([own]: readonly PomXml[], field: "version" | "groupId"): string | undefined => own?.[field] ?? own?.parent?.[field];

const projectId = (model: PomChain): string => `${interpolate(model, inherited(model.chain, "groupId")) ?? ""}:${model.chain[0]?.artifactId ?? ""}`;

/** Every project that can be reached by <modules> from the topmost parent: group:artifact to its chain. */
export function reactorOf(near: Neighbours, model: PomChain, path: string): Promise<ReadonlyMap<string, PomChain>> {
  const top = topmost(model, path);
  return remember(near, `maven-pom reactor ${near.locate(top) ?? ""}`, async () => {
    const projects = new Map<string, PomChain>();
    const todo = [top];
    const seen = new Set<string>();
    for (let next = todo.pop(); next !== undefined && seen.size < maxModules; next = todo.pop()) {
      const located = near.locate(next);
      if (located === undefined || seen.has(located)) continue;
      seen.add(located);
      const found = await loadChain(near, next);
      if (found === undefined) continue;
      projects.set(projectId(found), found);
      const folder = folderOf(next);
      todo.push(...(found.chain[0]?.modules ?? []).map((module) => `${folder}${module.endsWith(".xml") ? module : `${module.replace(/\/*$/, "")}/pom.xml`}`));
    }
    return projects;
  });
}

function topmost({ chain }: PomChain, path: string): string {
  let at = path;
  for (const pom of chain.slice(0, -1)) { const told = pom.parent?.relativePath || "../pom.xml"; at = `${folderOf(at)}${told.endsWith(".xml") ? told : `${told.replace(/\/*$/, "")}/pom.xml`}`; }
  return at;
}

/** Versions and scopes by group:artifact:type:classifier. imports: lists that are managed elsewhere and not on disk. */
export interface Managed { entries: ReadonlyMap<string, PomDependency>; imports: readonly string[] }

/** The nearest entry counts; what is imported counts after everything that is written (Maven, "Importing Dependencies"). */
export function managedBy(model: PomChain, projects: ReadonlyMap<string, PomChain>, seen: Set<PomChain> = new Set([model])): Managed {
  const entries = new Map<string, PomDependency>();
  const imports: string[] = [];
  const lists: PomChain[] = [];
  for (const entry of model.chain.flatMap(({ managed }) => managed)) {
    const resolved = resolvedIn(model, entry);
    const key = dependencyKey(resolved);
    if (resolved.scope !== "import") { if (!entries.has(key)) entries.set(key, resolved); continue; }
    const list = projects.get(`${resolved.groupId ?? ""}:${resolved.artifactId ?? ""}`);
    // Once each: lists that import each other would go round for ever.
    if (list && !seen.has(list)) { seen.add(list); lists.push(list); }
    else if (list === undefined) imports.push([resolved.groupId, resolved.artifactId, resolved.version].join(":"));
  }
  for (const list of lists) {
    const more = managedBy(list, projects, seen);
    for (const [key, entry] of more.entries) if (!entries.has(key)) entries.set(key, entry);
    imports.push(...more.imports);
  }
  return { entries, imports: [...new Set(imports)] };
}

export function resolvedIn(model: PomChain, dependency: PomDependency): PomDependency {
  const resolved = { ...dependency };
  for (const field of ["groupId", "artifactId", "version", "scope", "type", "classifier", "optional"] as const) {
    const value = interpolate(model, dependency[field]);
    if (value !== undefined) resolved[field] = value;
  }
  return resolved;
}

export const dependencyKey = ({ groupId, artifactId, type, classifier }: PomDependency): string => [groupId, artifactId, type || "jar", classifier || ""].join(":");
