// Versions of Go modules and of the toolchain as OSV writes them.

// What a build writes when it does not know: a main module, a placeholder behind a replace directive, a development tree.
const unset = /^(?:\(devel\)|devel(?:\s.*)?|unknown|v?0\.0\.0-unset|v?0\.0\.0-0{14}-0{12}|v?0\.0\.0-00010101000000-000000000000)$/i;

/** Without "v"; undefined for a version that a build leaves open: a comparison would say "vulnerable to everything". */
export const goModuleVersion = (version: string): string | undefined => (unset.test(version) ? undefined : version.replace(/^v(?=\d)/, ""));

/** Advisories name the standard library "stdlib" and the go command "toolchain" (vuln.go.dev). */
export const isGoItself = (module: string): boolean => module === "stdlib" || module === "toolchain";

// b7 behind it: the branch with BoringCrypto, up to 1.18.
const releaseForm = /^(?:v|go)?(\d+(?:\.\d+)*)(?:-?(rc|beta|alpha)\.?(\d+))?(?:b\d+)?(?![\w.])/;

/** "go1.22rc1" is 1.22.0-rc.1 in OSV; what vendors, experiments and toolchain lines add ("-google", "-fips", "+auto", " X:boringcrypto") does not order. */
export function goReleaseVersion(version: string): string | undefined {
  const [, numbers, stage, count] = releaseForm.exec(version.trim()) ?? [];
  if (numbers === undefined || unset.test(version)) return undefined;
  const whole = [...numbers.split("."), "0", "0"].slice(0, Math.max(3, numbers.split(".").length)).join(".");
  return stage === undefined ? whole : `${whole}-${stage}.${count}`;
}
