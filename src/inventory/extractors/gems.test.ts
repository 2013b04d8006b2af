// Gem specifications: stubs, platforms, default gems, and gemspecs that are programs.
import { describe, expect, it } from "vitest";
import { extracted } from "../extractor.suite.ts";
import { gems } from "./gems.ts";

const folder = "/usr/local/bundle/specifications";

describe("inventory/extractors/gems", () => {
  it.each([
    ["a stub line", "# -*- encoding: utf-8 -*-\n# stub: acme 1.2.3 ruby lib\n\nGem::Specification.new\n", "pkg:gem/acme@1.2.3"],
    ["a platform", "# stub: acme 1.2.3 x86_64-linux-gnu lib\n", "pkg:gem/acme@1.2.3?platform=x86_64-linux-gnu"],
    ["a prerelease", "# stub: acme 2.0.0.rc1 ruby lib\n", "pkg:gem/acme@2.0.0.rc1"],
    ["assignments", 'Gem::Specification.new do |s|\n  s.name = "acme".freeze\n  s.version = "1.2.3"\nend\n', "pkg:gem/acme@1.2.3"],
    ["the older form", "  s.name = %q{x}\n  s.name = 'acme'\n  s.version = Gem::Version.new(\"1.2.3\")\n", "pkg:gem/acme@1.2.3"],
  ])("%s", async (_name, text, purl) => {
    expect(await extracted(gems, { [`${folder}/acme-1.2.3.gemspec`]: text })).toEqual({ purls: [purl], rejects: [] });
  });

  it("gems that come with Ruby are found without a root, the gemspec inside a gem's own folder is not", async () => {
    const stub = "# stub: acme 1.0 ruby lib\n";
    expect((await extracted(gems, { "/usr/lib/ruby/gems/3.1.0/specifications/default/acme-1.0.gemspec": stub, "/usr/lib/ruby/gems/3.1.0/gems/b-1/b.gemspec": stub.replace("acme", "b") }, [])).purls).toEqual(["pkg:gem/acme@1.0"]);
  });

  it.each([["that computes its name", "s.name = NAME\ns.version = '1'\n", "malformed"], ["that computes its version", "s.name = 'a'\ns.version = A::VERSION\n", "no-version"], ["that is empty", "", "malformed"]])("one %s is rejected with its path", async (_name, text, reason) => {
    expect(await extracted(gems, { [`${folder}/a.gemspec`]: text })).toMatchObject({ purls: [], rejects: [{ at: `${folder}/a.gemspec`, reason }] });
  });
});
