// The quick reader and the full one give the same answer wherever the quick one answers at all.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPlain } from "./plain-purl.ts";
import { canonicalPurl, parsePurl, readAny } from "./purl.ts";

const piece = fc.constantFrom("a", "Left", "left-pad", "%40scope", "@scope", "%2B", "%zz", "%2F", "lib_x", ".", "..", "", " ", "1.2.3", "é", "%25", "a%20b", "=", "&");
const plainPiece = fc.constantFrom("left", "left-pad", "%40scope", "lib_x", "1.2.3", "1.0%2B1", "Acme");
const plainText = fc.record({ type: fc.constantFrom("npm", "pypi", "deb", "golang", "maven", "pub", "swift", "github", "mlflow", "julia"), path: fc.array(plainPiece, { minLength: 1, maxLength: 3 }), version: fc.option(plainPiece, { nil: undefined }), query: fc.subarray(["arch=amd64", "distro=debian-12", "epoch=1", "upstream=a%40b"]) })
  .map(({ type, path, version, query }) => `pkg:${type}/${path.join("/")}${version === undefined ? "" : `@${version}`}${query.length === 0 ? "" : `?${query.join("&")}`}`);
const oddText = fc.record({
  scheme: fc.constantFrom("pkg:", "pkg:", "pkg:", "pkg://", "PKG:", "pkg"), type: fc.constantFrom("npm", "pypi", "deb", "golang", "maven", "generic", "composer", "pub", "github", "Npm", "n_m", "1a", ""),
  path: fc.array(piece, { maxLength: 4 }), version: fc.option(piece, { nil: undefined }), at: fc.constantFrom("@", "@", "@@"),
  query: fc.option(fc.array(fc.tuple(fc.constantFrom("arch", "distro", "epoch", "Arch", "1x", "", "arch", "upstream"), piece), { maxLength: 3 }), { nil: undefined }), subpath: fc.option(piece, { nil: undefined }),
}).map(({ scheme, type, path, version, at, query, subpath }) =>
  `${scheme}${type}/${path.join("/")}${version === undefined ? "" : at + version}${query === undefined ? "" : `?${query.map(([key, value]) => `${key}=${value}`).join("&")}`}${subpath === undefined ? "" : `#${subpath}`}`);

describe("src/versions/plain-purl.ts", () => {
  it("answers as the full reader does, or not at all", () => {
    let answered = 0;
    fc.assert(fc.property(fc.oneof(plainText, oddText), (given) => {
      if (readPlain(given)) answered++;
      expect(parsePurl(given)).toEqual(readAny(given));
    }), { numRuns: 5000 });
    expect(answered).toBeGreaterThan(300);
  });

  it.each(["pkg:npm/left-pad@1.3.0", "pkg:npm/%40scope/left-pad@1.3.0", "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl", "pkg:golang/github.com/acme/engine@v1.2.3%2Bincompatible", "pkg:maven/org.acme/core@1.0"])("takes what tools write: %s", (given) => {
    const purl = readPlain(given);
    expect(purl && canonicalPurl(purl)).toBe(given);
  });
});
