// What is asked of a scan, made whole: the request before the target's defaults, those before the profile's; and checked at the door.
import { chooseChecks, allowedRisks } from "../../dast/engine/units.ts";
import type { Check } from "../../dast/check.ts";
import { profiles } from "../../dast/profile.ts";
import type { ScanSpec } from "../../dast/scan.ts";
import { Fault } from "../../kernel/fault.ts";
import type { FaultPlace } from "../../kernel/fault.ts";

/** Parts as people give them: members of members may be left out. */
export type SpecPart = { readonly [Key in keyof ScanSpec]?: ScanSpec[Key] extends readonly unknown[] ? ScanSpec[Key] | undefined : ScanSpec[Key] extends object ? Partial<ScanSpec[Key]> | undefined : ScanSpec[Key] | undefined };

const defaultLimits = { routes: 5_000, pages: 1_000, depth: 12 };

/** Throws request.invalid naming what cannot be: an unknown check, a URL that is none, a class that needs something else. */
export function makeSpec(url: string, checks: readonly Check[], ...parts: readonly SpecPart[]): ScanSpec {
  const given = <Key extends keyof ScanSpec>(key: Key): SpecPart[Key] => parts.find((part) => part[key] !== undefined)?.[key];
  const merged = (key: "scope" | "checks" | "limits" | "budget"): Record<string, unknown> => Object.assign({}, ...parts.toReversed().map((part) => part[key] ?? {})) as Record<string, unknown>;
  const spec: ScanSpec = {
    url: startOf(url), profile: given("profile") ?? "production", optIn: given("optIn") ?? [], scope: { origins: [], include: [], exclude: [], addresses: [], ...merged("scope") }, budget: merged("budget"), seed: given("seed") ?? new URL(url).host,
    checks: { only: [], except: [], ...merged("checks") }, identities: given("identities") ?? [], descriptions: given("descriptions") ?? [], known: given("known") ?? [], templates: given("templates") as ScanSpec["templates"], browser: (given("browser") as ScanSpec["browser"] | undefined) ?? "auto",
    window: given("window") as ScanSpec["window"], outOfBand: given("outOfBand") as ScanSpec["outOfBand"], first: given("first") ?? [], retests: given("retests") ?? [], limits: { ...defaultLimits, ...merged("limits") }, replayOnly: given("replayOnly") ?? false,
  };
  const places = placesOf(spec, checks);
  if (places.length > 0) throw new Fault("request.invalid", { places });
  return spec;
}

function startOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new Fault("request.invalid", { places: [{ at: "/url", rule: "is not an http or https URL" }] });
  const start = new URL(url);
  if (start.username !== "" || start.password !== "") throw new Fault("request.invalid", { places: [{ at: "/url", rule: "has a name or password in it", mend: "Give them as an identity of the scan." }] });
  start.hash = "";
  return start.href;
}

function placesOf(spec: ScanSpec, checks: readonly Check[]): FaultPlace[] {
  const known = new Set(checks.map(({ id }) => id));
  const unknown = [...spec.checks.only, ...spec.checks.except].filter((id) => !known.has(id)).map((id) => ({ at: "/checks", rule: `there is no check ${id}`, mend: "`aftwatch dast checks` lists them." }));
  const { chosen } = chooseChecks(checks, spec.checks, allowedRisks(profiles[spec.profile], spec.optIn));
  return [...unknown, ...(unknown.length === 0 && chosen.length === 0 ? [{ at: "/checks", rule: `the profile ${spec.profile} allows none of these checks`, mend: "Name another profile, or opt into the class that the check needs." }] : [])];
}
