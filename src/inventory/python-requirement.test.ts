// Requirements of PEP 508, pins of PEP 440 and what archives' names tell.
import { describe, expect, it } from "vitest";
import { inArchiveName, parseRequirement, partFromUrl, pinned, projectRoots, pypi, repositoryIn } from "./python-requirement.ts";

describe("inventory/python-requirement", () => {
  it.each([
    ["flask==3.0", { name: "flask", specifier: "==3.0", url: undefined }],
    ["Flask [async] >= 3.0 , < 4 ; python_version > '3.8'", { name: "Flask", specifier: ">=3.0,<4", url: undefined }],
    ["flask (==3.0)", { name: "flask", specifier: "==3.0", url: undefined }],
    ["flask", { name: "flask", specifier: "", url: undefined }],
    ["flask;os_name=='nt'", { name: "flask", specifier: "", url: undefined }],
    ["pip @ https://x.example/pip-1.0.zip ; os_name == 'nt'", { name: "pip", specifier: "", url: "https://x.example/pip-1.0.zip" }],
    ["zope.interface==5.0", { name: "zope.interface", specifier: "==5.0", url: undefined }],
    ["-bad", undefined],
    ["two words", undefined],
  ])("%s", (text, requirement) => { expect(parseRequirement(text)).toEqual(requirement); });

  it.each([["==1.0", "1.0"], ["===1.0-odd", "1.0-odd"], [">=1,==1.5", "1.5"], ["==1.*", undefined], [">=1", undefined], ["", undefined], ["==1!2.0+local", "1!2.0+local"]])("%s pins %s", (specifier, version) => { expect(pinned(specifier)).toBe(version); });

  it.each([
    ["https://x.example/acme_wheel-1.4.2-py3-none-any.whl#sha256=00", { name: "acme_wheel", version: "1.4.2" }],
    ["acme-1.0-1-cp311-cp311-manylinux_2_17_x86_64.whl", { name: "acme", version: "1.0" }],
    ["my-thing-0.3.0.tar.gz", { name: "my-thing", version: "0.3.0" }],
    ["thing%2D1-2.0.zip", { name: "thing-1", version: "2.0" }],
    ["main.zip", undefined],
    ["%zz-1.0.zip", { name: "%zz", version: "1.0" }],
  ])("%s", (address, told) => { expect(inArchiveName(address)).toEqual(told); });

  it.each([
    ["git+https://github.com/a/b.git@abc#egg=b", { url: "git+https://github.com/a/b.git", commit: "abc" }],
    ["git+ssh://git@github.com/a/b.git", { url: "git+ssh://git@github.com/a/b.git", commit: undefined }],
    ["https://github.com/a/b.git", undefined],
  ])("%s", (url, told) => { expect(repositoryIn(url)).toEqual(told); });

  it("an address that tells no version is refused, and says so", () => {
    expect(partFromUrl({ ...pypi("b"), version: undefined, at: "f:1" }, "https://x.example/main.zip")).toMatchObject({ kind: "reject", reject: { reason: "no-version", name: "b" } });
  });

  it("a pyproject.toml's lists, of PEP 621, PEP 735 and Poetry", () => {
    const roots = projectRoots({
      project: { dependencies: ["A_b>=1", 7], "optional-dependencies": { xml: ["lxml"] } },
      "dependency-groups": { dev: ["pytest", { "include-group": "x" }] },
      tool: { poetry: { dependencies: { python: "^3", Django: "4", opt: { version: "1", optional: true } }, group: { test: { dependencies: { mock: "*" } } }, "dev-dependencies": { black: "*" } } },
    });
    expect([...roots]).toEqual([["a-b", "runtime"], ["django", "runtime"], ["opt", "optional"], ["lxml", "optional"], ["pytest", "development"], ["mock", "development"], ["black", "development"]]);
  });
});
