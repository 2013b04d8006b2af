// The lines of a CODEOWNERS file: sections, patterns and owners, in GitHub's and in GitLab's dialect.
import type { Left, OwnerFile } from "./owner-reader.ts";
import { mostWildcards, ownersPattern, wildcardsIn } from "./owners-pattern.ts";
import type { OwnersPattern } from "./owners-pattern.ts";

export type Dialect = "github" | "gitlab";
/** owners empty: the pattern takes the owners away that an earlier one gave. isExclusion: GitLab's "!pattern". */
export interface OwnersRule { pattern: OwnersPattern; owners: readonly string[]; line: number; isExclusion: boolean }
/** name "" for what stands before the first section, and for all of GitHub's. */
export interface OwnersSection { name: string; isOptional: boolean; defaults: readonly string[]; rules: OwnersRule[] }
export interface OwnersLines { dialect: Dialect; sections: readonly OwnersSection[]; left: readonly Left[] }

/** GitLab: "[Name]", "^[Name]" (optional), "[Name][2]" (approvals), then default owners. */
const heading = /^(\^)?\[([^\]]+)\](?:\[(\d+)\])?\s*(.*)$/;

export const dialectOf = ({ path, text }: OwnerFile): Dialect =>
  (/(?:^|\/)\.github\//.test(path) ? "github" : /(?:^|\/)\.gitlab\//.test(path) || /^\^?\[[^\]]+\](?:\[\d+\])?(?:\s|$)/m.test(text) ? "gitlab" : "github");

export function codeownersLines(file: OwnerFile, dialect: Dialect): OwnersLines {
  const sections: OwnersSection[] = [{ name: "", isOptional: false, defaults: [], rules: [] }];
  const left: Left[] = [];
  const named = new Map(sections.map((one) => [one.name, one]));
  let section = sections[0] as OwnersSection;
  for (const [index, raw] of file.text.split(/\r\n|[\r\n]/).entries()) {
    const [at, text] = [`${file.path}:${index + 1}`, raw.trim()];
    if (text === "" || text.startsWith("#")) continue;
    const [, optional, name = "", , owners = ""] = (dialect === "gitlab" ? heading.exec(text) : null) ?? [];
    if (name !== "") section = sectionFor(sections, named, { name, isOptional: optional !== undefined, defaults: ownersIn(wordsOf(owners), at, left) });
    else ruleIn(text, index + 1, at, dialect, section, left);
  }
  return { dialect, sections, left };
}

/** Sections of one name, in whatever case, are one; the defaults of the first stay. */
function sectionFor(sections: OwnersSection[], named: Map<string, OwnersSection>, found: Omit<OwnersSection, "rules">): OwnersSection {
  const known = named.get(found.name.toLowerCase());
  if (known) return known;
  const section = { ...found, rules: [] };
  sections.push(section);
  named.set(found.name.toLowerCase(), section);
  return section;
}

// Longer than any path that a file system takes.
const longestPattern = 4096;

function ruleIn(text: string, line: number, at: string, dialect: Dialect, section: OwnersSection, left: Left[]): void {
  const [written = "", ...rest] = wordsOf(text);
  const isExclusion = written.startsWith("!");
  if (isExclusion && dialect === "github") { left.push({ at, why: "GitHub knows no pattern that begins with !" }); return; }
  if (dialect === "github" && /[[\]]/.test(written)) { left.push({ at, why: "GitHub knows no ranges with [ ]" }); return; }
  if (written.length > longestPattern) { left.push({ at, why: `it is longer than ${longestPattern} characters` }); return; }
  if (wildcardsIn(written) > mostWildcards) { left.push({ at, why: `it has more than ${mostWildcards} wildcards` }); return; }
  const comment = rest.findIndex((word) => word.startsWith("#"));
  const owners = ownersIn(comment < 0 ? rest : rest.slice(0, comment), at, left);
  // Undone only now: an escaped blank or # does not part words or begin a comment.
  const pattern = ownersPattern((isExclusion ? written.slice(1) : written).replaceAll(/\\(.)/g, "$1"));
  const isInherited = owners.length === 0 && dialect === "gitlab" && !isExclusion;
  section.rules.push({ pattern, owners: isInherited ? section.defaults : owners, line, isExclusion });
}

/** Words parted by blanks; "\ " is a blank within one. */
const wordsOf = (text: string): string[] => text.match(/(?:\\.|[^\s\\])+/g) ?? [];

/** "@name", "@org/team" (GitLab: groups of groups), or an e-mail address. */
function ownersIn(words: readonly string[], at: string, left: Left[]): string[] {
  return words.filter((word) => {
    if (/^@[\w.-]+(?:\/[\w.-]+)*$/.test(word) || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(word)) return true;
    left.push({ at, why: word.startsWith("@@") ? `${word} means a role, not a person or a team` : `${word} is neither @name, @org/team nor an e-mail address` });
    return false;
  });
}

/** What the file says of a path: for each section the last rule that takes it. An exclusion takes the path out of its section for good. */
export function rulesFor({ sections }: Pick<OwnersLines, "sections">, path: string): { section: OwnersSection; rule: OwnersRule }[] {
  return sections.flatMap((section) => {
    const taking = section.rules.filter(({ pattern }) => pattern.takes(path));
    const rule = taking.at(-1);
    return rule === undefined || taking.some(({ isExclusion }) => isExclusion) ? [] : [{ section, rule }];
  });
}
