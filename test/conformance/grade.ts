// Grades a folder of conformance vectors, read where it lies and never copied.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cases } from "./cases.ts";
import { cpe } from "./cpe.ts";
import { cvss } from "./cvss.ts";
import { licences } from "./licences.ts";
import { purl } from "./purl.ts";
import { ranges } from "./ranges.ts";
import type { Family, Row } from "./row.ts";
import { vers } from "./vers.ts";
import { versions } from "./versions.ts";
import { vex } from "./vex.ts";

export const families: readonly Family[] = [versions, ranges, vers, purl, cvss, cpe, licences, vex, cases];

/** Rows of one kind in one file. rows = right + wrong + threw + ungraded. */
export interface Tally { family: string; file: string; kind: string; required: boolean; rows: number; right: number; wrong: number; threw: number; ungraded: number; told: readonly string[] }

/** absent: families without a file here. ignored: files that no family claims. */
export interface Grading { tallies: readonly Tally[]; absent: readonly string[]; ignored: readonly string[]; right: number; wrong: number; threw: number; failed: boolean }

/** The vectors as they lie beside the repository; undefined when they do not. */
export function findVectors(): URL | undefined {
  const folder = new URL("../../../shared/vectors/", import.meta.url);
  return existsSync(new URL("versions/", folder)) ? folder : undefined;
}

/** failed: a required row is wrong or threw. */
export function grade(folder: URL): Grading {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(pathOf(folder).length).replaceAll("\\", "/").replace(/^\/+/, "")).toSorted();
  const tallies = families.flatMap((family) => files.filter((file) => family.claims(file)).flatMap((file) => tally(family, folder, file)));
  const sum = (outcome: "right" | "wrong" | "threw"): number => tallies.reduce((total, one) => total + one[outcome], 0);
  return {
    tallies, right: sum("right"), wrong: sum("wrong"), threw: sum("threw"),
    absent: families.filter((family) => !files.some((file) => family.claims(file))).map(({ id }) => id),
    ignored: files.filter((file) => !families.some((family) => family.claims(file))),
    failed: tallies.some(({ required, wrong, threw }) => required && wrong + threw > 0),
  };
}

const pathOf = (folder: URL): string => decodeURIComponent(folder.pathname).replace(/\/+$/, "");

function tally(family: Family, folder: URL, file: string): Tally[] {
  const rows = rowsOf(family, file, readFileSync(new URL(file.split("/").map(encodeURIComponent).join("/"), folder), "utf8"));
  const groups = Map.groupBy(rows, ({ kind, required, outcome }) => `${kind}${required || outcome === "ungraded" ? "" : ", not required"}`);
  return [...groups].map(([kind, group]) => ({ family: family.id, file, kind, required: group.some(({ required }) => required), ...countsOf(group) }));
}

/** A file that cannot be read as vectors is one row that threw: nothing of it was answered. */
function rowsOf(family: Family, file: string, text: string): readonly Row[] {
  try {
    return family.grade(file, text);
  } catch (cause) {
    return [{ kind: "unreadable", required: true, outcome: "threw", told: `${file} cannot be read as vectors: ${String(cause)}` }];
  }
}

function countsOf(rows: readonly Row[]): Pick<Tally, "rows" | "right" | "wrong" | "threw" | "ungraded" | "told"> {
  const count = (outcome: Row["outcome"]): number => rows.filter((row) => row.outcome === outcome).length;
  return {
    rows: rows.length, right: count("right"), wrong: count("wrong"), threw: count("threw"), ungraded: count("ungraded"),
    told: rows.filter(({ outcome }) => outcome !== "right").map(({ told }) => told),
  };
}
