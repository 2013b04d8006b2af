// The VERS type "intdot": non-negative integers with dots between, read up to the first other character.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

const numbers = /^\d+(?:\.\d+)*/;
const end = "\u0001";

/** "10.234.5.12-rc1" is 10.234.5.12. A part that is not there sorts before every number: the type says nothing of zeros at the end. */
export const intdot = defineScheme<string>({
  id: "intdot",
  about: "Integers separated by dots, leading zeros ignored.",
  ecosystems: [],
  standard: "VERS, version schemes, Generic VERS types: intdot",
  parse: (text) => (text.length > versionLengthLimit ? undefined : keyOf(numbers.exec(text)?.[0])),
  compare: compareKeys,
});

const keyOf = (text: string | undefined): string | undefined => (text === undefined ? undefined : text.split(".").map(numberKey).join("") + end);
