// Patterns of CODEOWNERS: which paths of a repository they take (gitignore's patterns, without ranges and negation).
//
// https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
// https://docs.gitlab.com/user/project/codeowners/reference/

/** A pattern as it stands in the file, its escapes undone where they mean nothing to it. */
export interface OwnersPattern { text: string; takes(path: string): boolean; /** The path it names, when it names one folder or file and no others. */ path: string | undefined }

/**
 * A path is taken as the folder it is: "services/pay" stands for what lies in it. So a pattern takes it that takes the folder, a folder
 * above it, or everything within it; "services/pay/*" takes the files right in the folder, and of a folder deeper down nothing.
 */
export function ownersPattern(text: string): OwnersPattern {
  // A slash that is not the last sign binds the pattern to the root.
  const isAnchored = /\/./.test(text.replace(/^(?:\*\*\/)+/, ""));
  const isOneLevel = /[^*]\/\*$/.test(text);
  const body = text.replace(/^\//, "").replace(/\/\*{0,2}$/, "");
  const segments = body.split("/").filter((segment, index, all) => segment !== "**" || all[index - 1] !== "**");
  const source = segments.map((segment, index) => (segment === "**" ? "(?:[^/]+/)*" : `${segmentSource(segment)}${index < segments.length - 1 ? "/" : ""}`)).join("");
  const expression = (): RegExp => new RegExp(`^${isAnchored || segments[0] === "**" ? "" : "(?:[^/]+/)*"}${source}${isOneLevel ? "" : "(?:/.*)?"}$`, "u");
  // Most patterns of a long file are refused by the folders they begin with, and never become an expression.
  const plain = segments.findIndex((segment) => /[*?]/.test(segment));
  const start = isAnchored ? segments.slice(0, plain < 0 ? segments.length : plain).join("/") : "";
  const beginsHere = (path: string): boolean => start === "" || path === start || path.startsWith(`${start}/`);
  let matcher: RegExp | undefined;
  const takesAll = ["*", "**", "/*", "/**", "/"].includes(text);
  return { text, path: /[*?]/.test(body) || body === "" ? undefined : body, takes: (path) => (takesAll ? text !== "/*" : beginsHere(path) && (matcher ??= expression()).test(path)) };
}

// "*" and "?" do not cross a slash.
const segmentSource = (segment: string): string =>
  segment.replaceAll(/\*+/g, "*").replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll("*", "[^/]*").replaceAll("?", "[^/]");

/** More could make the matching run for long on a path that is long as well. */
export const mostWildcards = 8;
export const wildcardsIn = (text: string): number => (text.match(/\*+|\?/g) ?? []).length;
