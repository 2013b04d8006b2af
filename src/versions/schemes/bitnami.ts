// Bitnami: semantic versions of the application, with a packaging revision that says nothing of the application.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// Order of what may stand at one place of a prerelease: its end, a numeric identifier, text; a release above all.
const end = "\u0001";
const numeric = "\u0002";
const alphanumeric = "\u0003";
const released = "\u00ff";

const form = /^[=v\s]*(\d+(?:\.\d+)*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+\S*)?\s*$/;
// "-4" of a package and "-r4" or "-debian-12-r4" of an image count rebuilds of one application version; advisories speak
// of the application, so 1.21.0-0 is 1.21.0. A number is a revision only where no word could own it: "-beta-2" is the
// second beta, "-rc1-2" the second build of rc1. Revisions are small; a date (-20240101) is not one.
const revisionForm = /(?:^|-)(?:(?:debian|photon|ol|ubuntu|centos|redhat|ubi)-\d+-)?r\d{1,4}$|(?:^|(?<=\d)-)\d{1,4}$/;
const onlyDigits = /^\d+$/;

/** A version is its sort key: built once, compared as text. Revisions of one version are equal. */
export const bitnami = defineScheme<string>({
  id: "bitnami",
  about: "Applications packaged by Bitnami.",
  ecosystems: ["Bitnami"],
  standard: "Bitnami vulnerability database: Semantic Versioning 2.0.0, section 11, without the packaging revision",
  refinesSemver: true,
  parse: parseBitnami,
  compare: compareKeys,
});

function parseBitnami(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const [, core, suffix] = form.exec(text) ?? [];
  if (core === undefined) return undefined;
  const prerelease = suffix?.replace(revisionForm, "");
  return coreKey(core) + (prerelease ? prerelease.split(".").map(identifierKey).join("") + end : released);
}

function coreKey(core: string): string {
  const parts = core.split(".").map(numberKey);
  while (parts.at(-1) === zero) parts.pop();
  return parts.join("") + end;
}

const zero = numberKey("0");

const identifierKey = (identifier: string): string =>
  onlyDigits.test(identifier) ? numeric + numberKey(identifier) : alphanumeric + identifier + end;
