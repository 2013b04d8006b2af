// Matchers as text, as the server reads them: name, operator, quoted value.
import type { Matcher } from "../api/alert-shapes.ts";

const quoted = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;

/** `severity="low"`; a name that is no plain word is quoted too. */
export const matcherText = ({ name, op, value }: Matcher): string => `${/^[a-zA-Z_:][\w:]*$/.test(name) ? name : quoted(name)}${op}${quoted(value)}`;

/** Exactly these labels, one matcher a line. */
export const matchersFor = (labels: Readonly<Record<string, string>>): string => Object.entries(labels).map(([name, value]) => matcherText({ name, op: "=", value })).join("\n");

/** What people type a line at a time, as one text for the server; empty lines count for nothing. */
export const joinedMatchers = (lines: string): string => lines.split("\n").map((line) => line.trim().replace(/,$/, "")).filter((line) => line !== "").join(",");

/** "severity=critical service=checkout", with quotes around values that hold spaces; what is no such pair is told. */
export function readLabels(text: string): { labels: Record<string, string>; wrong: string[] } {
  const words = [...text.matchAll(/([^\s=,"]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]*))|([^\s,]+)/g)];
  return {
    labels: Object.fromEntries(words.flatMap(([, name, phrase, plain]) => (name === undefined ? [] : [[name, phrase?.replaceAll(/\\(.)/g, "$1") ?? plain ?? ""]]))),
    wrong: words.flatMap(([, , , , word]) => word ?? []),
  };
}

/** The same the other way. */
export const labelsText = (labels: Readonly<Record<string, string>>): string => Object.entries(labels).map(([name, value]) => `${name}=${/[\s,"]/.test(value) || value === "" ? quoted(value) : value}`).join(" ");
