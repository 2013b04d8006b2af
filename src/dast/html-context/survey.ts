// Which characters reach a page as they were sent, and which ones an application makes out of their encodings.
import type { Seed } from "../seed.ts";

export type Disguise = "percent" | "entity" | "escape" | "wide";

export interface Survey {
  /** Characters of `>'"<` and backtick and backslash that came unchanged; undefined: the value did not come at all, so nothing is known. */
  raw: ReadonlySet<string> | undefined;
  /** Quotes came, but behind a backslash; a backslash of ours was doubled. */
  escaped: boolean;
  doubled: boolean;
  decodes: ReadonlySet<Disguise>;
}

/** The value to send, and the reader of what came for the n-th place at which it is shown. Inert: nothing in it would be built or run. */
export function surveyOf(seed: Seed): { value: string; read(document: string): Survey[] } {
  const [first, between, last] = [seed.word("survey-first", 7), seed.word("survey-between", 7), seed.word("survey-last", 7)];
  // The closing bracket first: together they would look like a tag to a filter.
  const value = `${first}>'"<\`\\${between}%3C${between}&lt;${between}\\x3c${between}\uff1c${last}`;
  const whole = new RegExp(`${first}(.{0,120}?)${between}(.{0,20}?)${between}(.{0,20}?)${between}(.{0,20}?)${between}(.{0,20}?)${last}`, "gis");
  return {
    value,
    read: (document) => {
      const found = [...document.matchAll(whole)].map(([, plain = "", percent = "", entity = "", escape = "", wide = ""]) => surveyFrom(plain, { percent, entity, escape, wide }));
      return found.length > 0 ? found : [...document.matchAll(new RegExp(`${first}(.{0,24})`, "gis"))].map(([, plain = ""]) => surveyFrom(plain, {}));
    },
  };
}

export const unknownSurvey: Survey = { raw: undefined, escaped: false, doubled: false, decodes: new Set() };

/** Of several places the most that any of them lets through. */
export const bestOf = (surveys: readonly Survey[]): Survey => (surveys.length === 0 ? unknownSurvey : {
  raw: new Set(surveys.flatMap(({ raw }) => [...raw ?? []])), escaped: surveys.every(({ escaped }) => escaped), doubled: surveys.every(({ doubled }) => doubled), decodes: new Set(surveys.flatMap(({ decodes }) => [...decodes])),
});

function surveyFrom(plain: string, encoded: Partial<Record<Disguise, string>>): Survey {
  const raw = new Set([...plain].filter((one) => "<>'\"`\\".includes(one)));
  const decodes = new Set((["percent", "entity", "escape", "wide"] as const).filter((name) => encoded[name]?.includes("<")));
  return { raw, escaped: /\\['"]/.test(plain), doubled: plain.endsWith('\\\\'), decodes };
}
