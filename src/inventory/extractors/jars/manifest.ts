// Which Maven artifact an archive is, as far as its manifest and its file name tell.
import type { MavenCoordinates } from "../../sha1-index.ts";

export type Guess = MavenCoordinates | { missing: "version" | "group" | "name"; artifact: string | undefined };

/**
 * Jenkins plug-ins say it outright (Group-Id, Short-Name, Plugin-Version). Others do not, and two guesses are made:
 * 1. Implementation-Vendor-Id as the group, Implementation-Title as the artifact (what Maven's archiver writes);
 * 2. Bundle-SymbolicName, which the bundle plug-in makes of group and artifact by three rules, undone in groupOf.
 * The artifact is the file name's where the version stands in both: that is how repositories name files.
 */
export function guessFromManifest(text: string, at: string): Guess {
  const main = mainSection(text);
  const stated = jenkinsPlugin(main);
  if (stated !== undefined) return stated;
  const file = fileName(at);
  const symbolicName = /^[^;\s]+/.exec(main.get("bundle-symbolicname") ?? "")?.[0];
  const title = main.get("implementation-title") ?? "";
  const version = main.get("implementation-version")?.split(/\s/)[0] || main.get("bundle-version") || file.version;
  // Gradle and Ivy write "group#artifact;version".
  const [, ivyGroup, ivyArtifact] = /^([\w.-]+)[#:]([\w.-]+)(?:[;:].*)?$/.exec(title) ?? [];
  const artifact = ivyArtifact ?? (file.version === undefined ? undefined : file.artifact) ?? (/^[A-Za-z0-9][\w.-]*$/.test(title) ? title : undefined) ?? symbolicName?.split(".").at(-1);
  if (artifact === undefined) return { missing: "name", artifact: undefined };
  const group = ivyGroup ?? groupOf(main.get("implementation-vendor-id"), symbolicName, artifact) ?? knownGroups.find(([name]) => name.test(artifact))?.[1];
  if (group === undefined) return { missing: "group", artifact };
  return !version || version.includes("${") ? { missing: "version", artifact } : { group, artifact, version };
}

// Widely used projects whose archives state an artifact and a version and nowhere a group.
const knownGroups: readonly (readonly [RegExp, string])[] = [
  [/^spring-(?:aop|aspects|beans|context|context-indexer|context-support|core|expression|instrument|jcl|jdbc|jms|messaging|orm|oxm|r2dbc|test|tx|web|webflux|webmvc|websocket)$/, "org.springframework"],
  [/^spring-boot(?:-.+)?$/, "org.springframework.boot"],
  [/^spring-security-.+$/, "org.springframework.security"],
  [/^kotlin-(?:stdlib|reflect)(?:-.+)?$/, "org.jetbrains.kotlin"],
  [/^tomcat-embed-.+$/, "org.apache.tomcat.embed"],
];

function jenkinsPlugin(main: ReadonlyMap<string, string>): MavenCoordinates | undefined {
  const [group, artifact, version] = [main.get("group-id"), main.get("short-name") ?? main.get("extension-name"), main.get("plugin-version")?.split(/\s/)[0]];
  return group === undefined || artifact === undefined || !version ? undefined : { group, artifact, version };
}

/** maven-bundle-plugin: group.artifact; the group alone when its last part is the artifact; or that part is not repeated. */
function groupOf(vendorId: string | undefined, symbolicName: string | undefined, artifact: string): string | undefined {
  if (vendorId !== undefined && /^[\w-]+(?:\.[\w-]+)+$/.test(vendorId)) return vendorId;
  if (symbolicName === undefined || !symbolicName.includes(".")) return undefined;
  const parts = symbolicName.split(".");
  if (artifact.includes("-") && symbolicName.endsWith(`.${artifact}`)) return symbolicName.slice(0, -artifact.length - 1);
  // log4j-core of org.apache.logging.log4j is org.apache.logging.log4j.core.
  const split = parts.findIndex((part, index) => index > 0 && [`${part}-${parts.slice(index + 1).join("-")}`, `${part}${parts.slice(index + 1).join("-")}`, `${part}-${parts.slice(index + 1).join(".")}`].includes(artifact));
  return split < 0 ? symbolicName : parts.slice(0, split + 1).join(".");
}

/** JAR File Specification, "Manifest": headers up to the first empty line, a line that begins with a space goes on. */
function mainSection(text: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.replace(/(?:\r\n|[\r\n]) /g, "").split(/\r\n|[\r\n]/)) {
    if (line === "") break;
    const colon = line.indexOf(":");
    const value = line.slice(colon + 1).trim();
    if (colon > 0 && value !== "") headers.set(line.slice(0, colon).toLowerCase(), value);
  }
  return headers;
}

/** "commons-lang3-3.12.0.jar": the version begins at a hyphen before a digit. */
function fileName(at: string): { artifact: string; version: string | undefined } {
  const stem = at.slice(at.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");
  const [, artifact, version] = /^(.+?)-(\d[\w.+-]*)$/.exec(stem) ?? [];
  return artifact === undefined || version === undefined ? { artifact: stem, version: undefined } : { artifact, version };
}

/**
 * Where local repositories keep an archive names it without a guess: Maven's "<group as folders>/<artifact>/<version>/" below
 * a folder called repository, and Gradle's "files-2.1/<group>/<artifact>/<version>/<digest>/".
 */
export function fromRepositoryPath(at: string): MavenCoordinates | undefined {
  const forms = [/\/(?:repository|maven-repo|maven2)\/(?<group>[^!]+)\/(?<artifact>[^/!]+)\/(?<version>[^/!]+)\/\k<artifact>-\k<version>[^/!]*$/, /\/files-2\.1\/(?<group>[^/!]+)\/(?<artifact>[^/!]+)\/(?<version>[^/!]+)\/[0-9a-f]+\/\k<artifact>-\k<version>[^/!]*$/];
  const { group, artifact, version } = forms.map((form) => form.exec(at)?.groups).find((groups) => groups !== undefined) ?? {};
  return group === undefined || artifact === undefined || version === undefined ? undefined : { group: group.replaceAll("/", "."), artifact, version };
}
