// Every ecosystem of OSV is ordered or says why not, and a vendor's rebuilds stand where they belong.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rebuilders } from "./rebuilt.ts";
import { schemeFor } from "./scheme-of.ts";
import type { Scheme } from "./scheme.ts";
import { expectOrder } from "./scheme.suite.ts";
import { unordered } from "./unordered.ts";

const osvSchema = new URL("../../../shared/vectors/docs/osv/_osv-schema.json", import.meta.url);
const isThere = existsSync(osvSchema);

interface OsvSchema { $defs: { ecosystemName: { enum: readonly string[] } } }
const defined = isThere ? (JSON.parse(readFileSync(osvSchema, "utf8")) as OsvSchema).$defs.ecosystemName.enum : [];

function ordered(ecosystem: string): Scheme {
  const scheme = schemeFor(ecosystem);
  if (!scheme) throw new TypeError(`${ecosystem} has no scheme`);
  return scheme;
}

describe("versions/scheme-of", () => {
  it.skipIf(!isThere)(isThere ? "orders every ecosystem of the OSV schema or says why not" : "NOT CHECKED: ../shared/vectors is missing, so OSV's list of ecosystems was not compared", () => {
    expect(defined.length).toBeGreaterThan(40);
    expect(defined.filter((name) => schemeFor(name) === undefined && !Object.hasOwn(unordered, name))).toEqual([]);
  });
  it("says of no ecosystem both", () => {
    expect(Object.keys(unordered).filter((name) => schemeFor(name) !== undefined)).toEqual([]);
  });
  it.each([
    ["npm", "semver"], ["Go", "semver"], ["GHC", "semver"], ["Bioconductor", "semver"], ["VSCode", "semver"], ["GitHub Actions", "semver"], ["Kubernetes", "semver"], ["Julia", "julia"], ["Bitnami", "bitnami"],
    ["ConanCenter", "conan"], ["opam", "opam"], ["Linux", "linux"], ["FreeBSD:14", "freebsd"], ["Packagist:https://packages.acme.example/8", "packagist"], ["Maven:https://repo.acme.example", "maven"],
  ])("%s is ordered by %s", (ecosystem, id) => { expect(schemeFor(ecosystem)?.id).toBe(id); });

  describe("a vendor's rebuilds follow the ecosystem behind the colon", () => {
    it.each([
      ["TuxCare:npm", "1.0.0-tuxcare.1 > 1.0.0"], ["TuxCare:npm", "1.0.0-tuxcare.1 < 1.0.1-rc1"], ["TuxCare:npm", "1.0.0-tuxcare.2 < 1.0.0-tuxcare.10"], ["TuxCare:npm", "1.0.0-rc.1 < 1.0.0"],
      ["TuxCare:Maven", "5.3.39.tuxcare.1 > 5.3.39"], ["TuxCare:PyPI", "4.2.1.post1+tuxcare > 4.2.1.post1"], ["TuxCare:PyPI", "4.2+tuxcare < 4.2+tuxcare.1"],
      ["Root:PyPI", "1.0.0+root.io.1 > 1.0.0"], ["Root:PyPI", "1.0.0+root.io.2 < 1.0.0+root.io.10"], ["Root:npm", "1.0.0-root.io.1 > 1.0.0"], ["Root:npm", "1.0.0.root.io.1 = 1.0.0+root.io.1"], ["Root:Debian:12", "1.0-1.root.io.3 > 1.0-1"],
      ["Echo:npm", "4.17.20+echo.1 > 4.17.20"], ["Echo:npm", "4.17.20+echo.9 < 4.17.20+echo.10"], ["Echo:npm", "4.17.20+other = 4.17.20"], ["Echo:Maven", "1.0+echo.1 > 1.0"],
    ])("%s: %s", (ecosystem, claim) => { expectOrder(ordered(ecosystem), claim); });

    it("is one scheme however often it is asked for, and distributions keep their own", () => {
      expect(schemeFor("TuxCare:npm")).toBe(schemeFor("Root:npm"));
      expect(schemeFor("TuxCare:Ubuntu:22.04:LTS")).toBe(schemeFor("Ubuntu"));
    });
    it.each(["TuxCare", "Root", "TuxCare:", "TuxCare:Haiku", "TuxCare:TuxCare:npm", "Root:GIT"])("%s names no order", (ecosystem) => { expect(schemeFor(ecosystem)).toBeUndefined(); });
    it("reads no more than the scheme behind it", () => {
      const scheme = ordered("TuxCare:npm");
      expect(["latest", "", "-tuxcare.1", `1.${"0".repeat(2000)}`].map((text) => scheme.parse(text))).toEqual([undefined, undefined, undefined, undefined]);
      expect(rebuilders.size).toBe(3);
    });
  });
});
