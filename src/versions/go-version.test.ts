// What builds write as the version of Go and of modules, and what advisories call it.
import { describe, expect, it } from "vitest";
import { goModuleVersion, goReleaseVersion } from "./go-version.ts";

describe("versions/go-version", () => {
  it.each([
    ["go1.22.1", "1.22.1"], ["go1.22", "1.22.0"], ["go1", "1.0.0"], ["1.22.1", "1.22.1"], ["v1.22.1", "1.22.1"], ["go1.22rc1", "1.22.0-rc.1"], ["go1.21beta2", "1.21.0-beta.2"], ["1.22.0-rc.1", "1.22.0-rc.1"], ["1.21-rc.2", "1.21.0-rc.2"],
    ["go1.21rc2 X:boringcrypto", "1.21.0-rc.2"], ["go1.22.4 X:nocoverageredesign,systemcrypto", "1.22.4"], ["go1.22.4-fips", "1.22.4"], ["go1.21.0+auto", "1.21.0"], ["go1.22.3-google", "1.22.3"], ["go1.22.4-1", "1.22.4"], ["go1.18.9b7", "1.18.9"], [" go1.20.3 ", "1.20.3"],
    ["go1.22.1 (Red Hat 1.22.1-1.el9)", "1.22.1"],
  ])("the release %s is %s", (written, expected) => { expect(goReleaseVersion(written)).toBe(expected); });

  it.each(["devel go1.23-1a2b3c Tue", "devel +abc", "(devel)", "unknown", "", "gotip", "go1.x", "go1.22.1x"])("%j names no release", (written) => { expect(goReleaseVersion(written)).toBeUndefined(); });

  it.each([["v1.2.3", "1.2.3"], ["v2.0.0+incompatible", "2.0.0+incompatible"], ["v1.2.3+dirty", "1.2.3+dirty"], ["(devel)", undefined], ["v0.0.0-00010101000000-000000000000", undefined]])("the module version %s is %s", (written, expected) => { expect(goModuleVersion(written)).toBe(expected); });
});
