// OpenSSL's versions: 1.0.2zg, where letters count the patches (a to z, then za), and 3.x, where numbers do.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

const form = /^(?:openssl[-_])?(\d+(?:[._]\d+)*)([a-z]*)(?:-(dev|alpha|beta|pre)-?(\d*))?$/;
const end = "\u0001";
const stages: Readonly<Record<string, string>> = { dev: "\u0001", alpha: "\u0002", beta: "\u0003", pre: "\u0004" };
const released = "\u0005";

/** A version is its sort key: built once, compared as text. */
export const openssl = defineScheme<string>({
  id: "openssl",
  about: "OpenSSL releases, with letters before 3.0 and without after.",
  // OSV tells OpenSSL's commits only; VERS names this order.
  ecosystems: [],
  standard: "VERS, type openssl; OpenSSL versioning policy before and since 3.0.0",
  parse: parseOpenssl,
  compare: compareKeys,
});

function parseOpenssl(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const [, numbers, patch = "", stage, stageNumber = ""] = form.exec(text.trim().toLowerCase()) ?? [];
  if (numbers === undefined) return undefined;
  // The marks of a stage are below every letter, so 1.0.2z ends before 1.0.2za.
  return numbersKey(numbers) + patch + (stage === undefined ? released : stages[stage] + numberKey(stageNumber));
}

/** A number that is not there counts as 0: 3.0 is 3.0.0. */
function numbersKey(numbers: string): string {
  const parts = numbers.split(/[._]/).map(numberKey);
  while (parts.at(-1) === zero) parts.pop();
  return parts.join("") + end;
}

const zero = numberKey("0");
