// Gradle's dependency locks: gradle.lockfile, buildscript-gradle.lockfile, and one file for each configuration of old.
// Source: the Gradle user manual, "Locking versions".
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, fileName } from "../lockfile.ts";
import { packagePart, rejectPart } from "../lockfile-parts.ts";
import type { FoundPackage } from "../lockfile-parts.ts";
import { place } from "../lockfile-text.ts";

export const gradleLock = defineLockfile({
  id: "gradle-lock",
  about: "Gradle's gradle.lockfile, buildscript-gradle.lockfile and gradle/dependency-locks/*.lockfile.",
  recognises: (path) => /^(?:[\w.-]+-)?gradle\.lockfile$/.test(fileName(path)) || /(?:^|\/)gradle\/dependency-locks\/[^/]+\.lockfile$/.test(path),
  read,
});

function* read(file: LockfileFile): Generator<LockfilePart> {
  const name = fileName(file.path);
  // A file for one configuration is named for it, and lists no configurations.
  const only = name.endsWith("gradle.lockfile") ? undefined : name.replace(/\.lockfile$/, "");
  for (const [index, raw] of file.text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith("empty=")) continue;
    const at = place(file.path, index + 1);
    const [, group, artifact, version, told] = /^([^:=\s]+):([^:=\s]+):([^:=\s]+)(?:=(.*))?$/.exec(line) ?? [];
    if (group === undefined) { yield rejectPart(at, "malformed", "The line is not group:artifact:version=configurations."); continue; }
    const scope = name.startsWith("buildscript-") ? "development" : scopeOf(told?.split(",") ?? (only === undefined ? [] : [only]));
    yield packagePart({ type: "maven", namespace: group, name: artifact, label: `${group}:${artifact ?? ""}`, version, at, scope });
  }
}

/** What is on a runtime class path that is not of tests runs. Compilers' plug-ins and tests do not. */
function scopeOf(configurations: readonly string[]): FoundPackage["scope"] {
  const isTest = (name: string): boolean => /test/i.test(name);
  if (configurations.some((name) => /runtimeClasspath$/i.test(name) && !isTest(name))) return "runtime";
  if (configurations.length > 0 && configurations.every((name) => isTest(name) || /annotationProcessor|^(?:checkstyle|pmd|spotbugs|jacoco\w*|kotlinCompiler\w*|ktlint\w*|detekt\w*)/i.test(name))) return "development";
  return undefined;
}
