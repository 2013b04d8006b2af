// Reads the file of signatures and advisories that Retire.js publishes, when a user names one: our own search, its data.
import type { KnownLibrary } from "./known.ts";

/** below, atOrAbove: versions; identifiers: CVE and GHSA ids. */
export interface RetireAdvisory { npm: string; below: string | undefined; atOrAbove: string | undefined; severity: string; identifiers: readonly string[]; summary: string }
/** rejected: entries and expressions that could not be read, each in words; the rest counts. */
export interface RetireData { libraries: readonly KnownLibrary[]; advisories: readonly RetireAdvisory[]; rejected: readonly string[] }

interface Entry { npmname?: unknown; vulnerabilities?: unknown; extractors?: { filecontent?: unknown } }
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

// The place of the version in an expression, as the file's own documentation has it.
const versionMark = "§§version§§";
const version = String.raw`[0-9][0-9a-z._\-]{0,30}?`;

function shapesOf(name: string, { extractors }: Entry, rejected: string[]): RegExp[] {
  return list(extractors?.filecontent).flatMap((source) => {
    const text = textOf(source);
    if (text === undefined || !text.includes(versionMark)) return [];
    try { return [new RegExp(text.replaceAll(versionMark, version))]; } catch { rejected.push(`${name}: ${text.slice(0, 80)} is no expression`); return []; }
  });
}

function advisoriesOf(npm: string, { vulnerabilities }: Entry): RetireAdvisory[] {
  return list(vulnerabilities).filter(isRecord).map((one) => {
    const identifiers = isRecord(one["identifiers"]) ? one["identifiers"] : {};
    return {
      npm, below: textOf(one["below"]), atOrAbove: textOf(one["atOrAbove"]), severity: textOf(one["severity"]) ?? "unknown", summary: textOf(identifiers["summary"]) ?? "",
      identifiers: [...list(identifiers["CVE"]), textOf(identifiers["githubID"])].filter((id): id is string => typeof id === "string"),
    };
  });
}

/** A file of the project's current or older form. Never throws for what stands in it. */
export function readRetire(json: unknown): RetireData {
  const rejected: string[] = [];
  if (!isRecord(json)) return { libraries: [], advisories: [], rejected: ["the file is no object of libraries"] };
  const entries = Object.entries(json).filter(([name, entry]) => { if (!isRecord(entry)) rejected.push(`${name} is no library`); return isRecord(entry) && name !== "retire-example"; });
  const named = entries.map(([name, entry]) => ({ name, npm: textOf((entry as Entry).npmname) ?? name, entry: entry as Entry }));
  return { libraries: named.map(({ name, npm, entry }) => ({ npm, says: shapesOf(name, entry, rejected) })), advisories: named.flatMap(({ npm, entry }) => advisoriesOf(npm, entry)), rejected };
}
