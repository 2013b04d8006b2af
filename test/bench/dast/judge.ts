// Judges what a scanner said of the range: which cases it found, and what it said of twins that have no weakness.
import type { ExpectedCase } from "../../dast/range/whole.ts";

/** What a scanner said. check: of ours, or the class of a peer's finding in our words. */
export interface Said { check: string; urls: readonly string[]; because: string }

export interface JudgedCase { case: ExpectedCase; /** Found, when it is vulnerable. */ found: boolean; /** Checks that said something else here, with their words. */ other: readonly Said[] }
export interface CheckRow { check: string; vulnerable: number; found: number; secure: number; falseAlarms: number }
export interface Verdict { cases: readonly JudgedCase[]; rows: readonly CheckRow[]; recall: { found: number; of: number }; falseAlarms: number; /** Findings of other checks at vulnerable cases: each must be explained. */ others: number }

/** active: checks whose word counts; passive ones are right wherever a header is missing. */
export function judge(expected: readonly ExpectedCase[], said: readonly Said[], active: (check: string) => boolean): Verdict {
  const byCase = saidByCase(expected, said.filter(({ check }) => active(check)));
  const cases = expected.map((one): JudgedCase => {
    const here = byCase.get(one) ?? [];
    const fits = ({ check }: Said): boolean => (one.vulnerable && check === one.check) || one.also.includes(check);
    return { case: one, found: one.vulnerable && here.some(fits), other: here.filter((given) => !fits(given)) };
  });
  const rows = [...Map.groupBy(cases, (judged) => judged.case.check)].map(([check, own]) => rowOf(check, own)).toSorted((a, b) => (a.check < b.check ? -1 : 1));
  const sum = (of: (row: CheckRow) => number): number => rows.reduce((total, row) => total + of(row), 0);
  return { cases, rows, recall: { found: sum(({ found }) => found), of: sum(({ vulnerable }) => vulnerable) }, falseAlarms: sum(({ falseAlarms }) => falseAlarms), others: cases.filter((judged) => judged.case.vulnerable && judged.other.length > 0).length };
}

function rowOf(check: string, cases: readonly JudgedCase[]): CheckRow {
  const vulnerable = cases.filter((judged) => judged.case.vulnerable);
  const secure = cases.filter((judged) => !judged.case.vulnerable);
  return { check, vulnerable: vulnerable.length, found: vulnerable.filter(({ found }) => found).length, secure: secure.length, falseAlarms: secure.filter(({ other }) => other.length > 0).length };
}

/** A finding belongs to each case in whose part of the site one of its requests lies; a case alone on its origin has all of that. */
function saidByCase(expected: readonly ExpectedCase[], said: readonly Said[]): Map<ExpectedCase, Said[]> {
  const [byPlace, byOrigin] = [new Map(expected.map((one) => [one.origin + one.prefix, one])), Map.groupBy(expected, ({ origin }) => origin)];
  const caseOf = (address: string): ExpectedCase | undefined => {
    const { origin, pathname } = new URL(address);
    const there = byOrigin.get(origin) ?? [];
    return there.length === 1 ? there[0] : byPlace.get(origin + (/^\/[a-z]*/.exec(pathname)?.[0] ?? ""));
  };
  const given = new Map<ExpectedCase, Said[]>();
  for (const one of said) {
    for (const place of new Set(one.urls.filter((url) => URL.canParse(url)).map(caseOf))) if (place !== undefined) given.set(place, [...given.get(place) ?? [], one]);
  }
  return given;
}
