// A Maven POM as it is written: the parts that decide which packages a project asks for, each with its line.
// Source: Maven's POM reference.
import type { Fault } from "../kernel/fault.ts";
import type { LockfileFile } from "./lockfile.ts";
import { lockfileLimits } from "./lockfile.ts";
import { malformed, place } from "./lockfile-text.ts";

export interface PomDependency { groupId?: string; artifactId?: string; version?: string; scope?: string; type?: string; classifier?: string; optional?: string; at: string }
/** relativePath: undefined when not written, which means "../pom.xml"; empty: not on disk. */
interface PomParent { groupId?: string; artifactId?: string; version?: string; relativePath?: string }

export interface PomXml {
  path: string;
  groupId: string | undefined;
  artifactId: string | undefined;
  version: string | undefined;
  parent: PomParent | undefined;
  properties: Map<string, string>;
  dependencies: PomDependency[];
  managed: PomDependency[];
  modules: string[];
  /** Dependencies of profiles: they hold only where the profile is active, which the POM alone does not tell. */
  profileDependencies: PomDependency[];
}

/** Reads a POM; a Fault names the line of what is not XML, and of a document type, which can define entities without end. */
export async function parsePom(file: LockfileFile): Promise<PomXml> {
  const { SaxesParser } = await import("saxes");
  const parser = new SaxesParser();
  const pom: PomXml = { path: file.path, groupId: undefined, artifactId: undefined, version: undefined, parent: undefined, properties: new Map(), dependencies: [], managed: [], modules: [], profileDependencies: [] };
  const open: string[] = [];
  let text = "";
  let dependency: PomDependency | undefined;
  const wrong = (detail: string, cause?: unknown): Fault => malformed(file, { line: parser.line, detail, rule: "well-formed XML 1.0 without a document type, not nested deeper than 100" }, cause);
  parser.on("doctype", () => { throw wrong("The XML has a document type declaration, which is refused."); });
  parser.on("error", (error) => { throw wrong(`${error.message.replace(/^[\d:]+ /, "")}`, error); });
  parser.on("opentag", ({ name }) => {
    open.push(name.replace(/^.*:/, ""));
    text = "";
    if (open.length > lockfileLimits.maxDepth) throw wrong("Too many elements are open.");
    if (isDependency(open)) dependency = { at: place(file.path, parser.line) };
  });
  parser.on("text", (more) => { text += more; });
  parser.on("cdata", (more) => { text += more; });
  parser.on("closetag", () => {
    if (dependency && isDependency(open.slice(0, -1))) take(dependency, open.at(-1) ?? "", text.trim());
    else if (dependency && isDependency(open)) { listFor(pom, open).push(dependency); dependency = undefined; }
    else takeField(pom, open, text.trim());
    open.pop();
    text = "";
  });
  parser.write(file.text).close();
  return pom;
}

const isDependency = (open: readonly string[]): boolean =>
  open.at(-1) === "dependency" && /^project\/(?:profiles\/profile\/)?(?:dependencyManagement\/)?dependencies\/dependency$/.test(open.join("/"));

const listFor = (pom: PomXml, open: readonly string[]): PomDependency[] =>
  (open[1] === "profiles" ? (open[3] === "dependencyManagement" ? [] : pom.profileDependencies) : open[1] === "dependencyManagement" ? pom.managed : pom.dependencies);

const dependencyFields = new Set(["groupId", "artifactId", "version", "scope", "type", "classifier", "optional"]);

function take(dependency: PomDependency, field: string, value: string): void {
  if (dependencyFields.has(field)) dependency[field as "groupId"] = value;
}

function takeField(pom: PomXml, open: readonly string[], value: string): void {
  const [, section, field] = open;
  if (open[0] !== "project") return;
  if (open.length === 2 && (section === "groupId" || section === "artifactId" || section === "version")) pom[section] = value;
  if (open.length === 3 && section === "parent" && field !== undefined && ["groupId", "artifactId", "version", "relativePath"].includes(field)) pom.parent = { ...pom.parent, [field]: value };
  if (open.length === 3 && section === "properties" && field !== undefined) pom.properties.set(field, value);
  if (open.length === 3 && section === "modules" && field === "module") pom.modules.push(value);
}
