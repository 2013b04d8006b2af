// The token filter ("is:kev env:prod owner:payments log4j"): text to query parameters, with what could not be applied said aloud.

/** What a token can set: the query parameters of the list endpoints. */
export const filterNames = ["state", "severity", "outcome", "kev", "service", "owner", "environment", "vulnerability", "package", "label"] as const;
export type FilterName = (typeof filterNames)[number];

/** What the tokens of a list mean. sets: values of filters that have only these. is: the filters that "is:" is short for, the first one that has the value. */
export interface Vocabulary<Name extends string> { names: readonly Name[]; short: Readonly<Record<string, Name>>; sets: Partial<Record<Name, readonly string[]>>; is: readonly Name[] }

/** A token or word that does not narrow the list. at: its place in the text, counted from 1. */
export interface TokenProblem { at: number; text: string; rule: string; mend: string }
export interface Filter<Name extends string = FilterName> { query: Partial<Record<Name | "q", string>>; problems: TokenProblem[] }

const shortNames: Readonly<Record<string, FilterName>> = { env: "environment", sev: "severity", vuln: "vulnerability", pkg: "package", svc: "service" };
const closedSets: Partial<Record<FilterName, readonly string[]>> = {
  state: ["open", "not-affected", "accepted", "snoozed", "closed"],
  severity: ["critical", "high", "medium", "low", "unknown"],
  outcome: ["act", "attend", "track*", "track"],
  kev: ["true", "false"],
  label: ["new", "regressed", "overdue", "partly-fixed", "unconfirmed", "kev", "malicious"],
};

/** The words of lists of findings. */
export const findingWords: Vocabulary<FilterName> = { names: filterNames, short: shortNames, sets: closedSets, is: ["label", "state", "outcome", "severity"] };

interface Token { at: number; text: string; negated: boolean; name: string; value: string }

/** `names`: the filters this list understands; a token for another one is a problem, never silently dropped. */
export const readFilter = (text: string, names: readonly FilterName[]): Filter => readWords(text, names, findingWords);

/** The same for the words of another kind of list. */
export function readWords<Name extends string>(text: string, names: readonly Name[], vocabulary: Vocabulary<Name>): Filter<Name> {
  const filter: { query: Partial<Record<string, string>>; problems: TokenProblem[] } = { query: {}, problems: [] };
  const words: string[] = [];
  for (const token of tokensOf(text)) {
    if (token.name === "") words.push(...(token.value === "" ? [] : [token.value]));
    else apply(token, names, filter, vocabulary);
  }
  if (words.length > 0) filter.query["q"] = words.join(" ");
  return filter as Filter<Name>;
}

function apply<Name extends string>(token: Token, names: readonly Name[], { query, problems }: { query: Partial<Record<string, string>>; problems: TokenProblem[] }, vocabulary: Vocabulary<Name>): void {
  const problem = (rule: string, mend: string): void => void problems.push({ at: token.at, text: token.text, rule, mend });
  const meant = meaningOf(token, vocabulary);
  if (!meant) return problem(`"${token.name}:" is not a filter`, `Use one of is, ${names.join(", ")}.`);
  const [name, value] = meant;
  const allowed = vocabulary.sets[name];
  if (value === "") return problem("has no value", `Write ${token.name}:value.`);
  if (allowed && !allowed.includes(value)) return problem(`${name} is never "${value}"`, `Use one of ${allowed.join(", ")}.`);
  if (!names.includes(name)) return problem(`this list cannot be narrowed by ${name}`, "Choose another grouping, or remove it.");
  if (token.negated && name !== "kev") return problem("excluding is not possible here", `Ask for what you want to see: ${name}:value.`);
  if (query[name] !== undefined) return problem(`${name} is given twice`, "Keep one; a list is narrowed by one value of a kind.");
  query[name] = value;
}

/** "is:" is short for the one filter that has this value. */
function meaningOf<Name extends string>({ name, value, negated }: Token, { names, short, sets, is }: Vocabulary<Name>): readonly [Name, string] | undefined {
  const kev = names.find((candidate) => candidate === "kev");
  if (name === "is" && value === "kev" && kev !== undefined) return [kev, negated ? "false" : "true"];
  if (name === "is") {
    const owner = is.find((candidate) => sets[candidate]?.includes(value));
    return owner && [owner, value];
  }
  const known = names.find((candidate) => candidate === name) ?? short[name];
  return known && [known, value];
}

// A name, a colon and a value that may be quoted; anything else is a word. Package keys hold colons: only the first one splits.
const pattern = /(-?)([a-z]+):(?:"([^"]*)"|(\S*))|"([^"]*)"|(\S+)/g;
const schemes = ["pkg", "npm", "pypi", "maven", "golang", "cargo", "gem", "nuget", "deb", "rpm", "apk", "sha256"];

function tokensOf(text: string): Token[] {
  return [...text.matchAll(pattern)].map((found) => {
    const [whole, minus = "", name = "", quoted, plain, phrase, word] = found;
    const at = found.index + 1;
    // "pkg:npm/lodash@4" is a purl and "npm:lodash" a package key that someone pasted: words, not filters.
    const pasted = schemes.includes(name) && !(name === "pkg" && !whole.includes("/"));
    if (name === "" || pasted) return { at, text: whole, negated: false, name: "", value: phrase ?? word ?? whole };
    return { at, text: whole, negated: minus === "-", name, value: quoted ?? plain ?? "" };
  });
}

/** The text with the token added, or without it when it is there already. */
export function toggleToken(text: string, token: string, vocabulary: Vocabulary<string> = findingWords): string {
  const tokens = tokensOf(text).map((each) => each.text);
  const kept = tokens.filter((each) => each !== token);
  return (kept.length < tokens.length ? kept : [...replaced(tokens, token, vocabulary), token]).join(" ");
}

export const hasToken = (text: string, token: string): boolean => tokensOf(text).some((each) => each.text === token);

// Two values of one filter contradict each other, so choosing one lets go of the other.
function replaced(tokens: readonly string[], token: string, vocabulary: Vocabulary<string>): string[] {
  const nameOf = (each: string): string | undefined => {
    const [only] = tokensOf(each);
    return only && only.name !== "" ? meaningOf(only, vocabulary)?.[0] : undefined;
  };
  const name = nameOf(token);
  return tokens.filter((each) => name === undefined || nameOf(each) !== name);
}

/** name:value, quoted when the value has a space. */
export const tokenFor = (name: string, value: string): string => `${name}:${/\s/.test(value) ? `"${value}"` : value}`;
