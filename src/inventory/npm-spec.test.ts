// Where packages of npm's world come from, in all the ways their lock files write it.
import { describe, expect, it } from "vitest";
import { manifestEntries, npmName, partBySource, repositoryOf, splitSpec } from "./npm-spec.ts";

const sha = "0123456789abcdef0123456789abcdef01234567";

describe("inventory/npm-spec", () => {
  it.each([
    [`git+ssh://git@github.com/acme/x.git#${sha}`, "git+ssh://git@github.com/acme/x.git", sha],
    [`git+ssh://git@github.com:acme/x.git#${sha}`, "git+ssh://git@github.com/acme/x.git", sha],
    [`git+https://git.acme.example/x#${sha}`, "git+https://git.acme.example/x", sha],
    [`git://github.com/acme/x.git#${sha}`, "git+git://github.com/acme/x.git", sha],
    [`https://github.com/acme/x.git#commit=${sha}`, "https://github.com/acme/x.git", sha],
    [`github:acme/x#${sha}`, "https://github.com/acme/x", sha],
    ["gitlab:acme/x#abc1234", "https://gitlab.com/acme/x", "abc1234"],
    [`https://codeload.github.com/acme/x/tar.gz/${sha}`, "https://github.com/acme/x.git", sha],
    [`git@github.com:acme/x.git#${sha}`, "git@github.com:acme/x.git", sha],
  ])("%s is a repository at a commit", (source, url, commit) => { expect(repositoryOf(source)).toEqual({ url, commit }); });

  it.each(["https://files.example/x-1.0.0.tgz", "file:../x", "1.0.0", "npm:x@1"])("%s is none", (source) => { expect(repositoryOf(source)).toBeUndefined(); });

  it.each([
    ["https://registry.acme.example/x/-/x-1.0.0.tgz", "pkg:npm/x@1.0.0"],
    ["https://artifacts.acme.example/api/npm/npm/x/-/x-1.0.0.tgz", "pkg:npm/x@1.0.0"],
    ["https://npm.pkg.github.com/download/@acme/x/1.0.0/abc", "pkg:npm/x@1.0.0"],
    ["https://files.example/x-1.0.0.tgz", "pkg:npm/x@1.0.0?download_url=https:%2F%2Ffiles.example%2Fx-1.0.0.tgz"],
    ["file:vendor/x-1.0.0.tgz", "pkg:npm/x@1.0.0?download_url=file:vendor%2Fx-1.0.0.tgz"],
    [`git+ssh://git@github.com/acme/x.git#${sha}`, `pkg:npm/x@1.0.0?vcs_url=git%2Bssh:%2F%2Fgithub.com%2Facme%2Fx.git%40${sha}`],
    [`git@github.com:acme/x.git#${sha}`, `pkg:npm/x@1.0.0?vcs_url=git%2Bssh:%2F%2Fgithub.com%2Facme%2Fx.git%40${sha}`],
    ["git+https://user:secret@git.example/x.git#main", "pkg:npm/x@1.0.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fx.git%40main"],
  ])("resolved from %s", (source, purl) => {
    expect(partBySource({ ...npmName("x"), version: "1.0.0", at: "f:1" }, source)).toMatchObject({ kind: "component", component: { purl } });
  });

  it.each(["link:../x", "file:../x", "portal:../x", "workspace:packages/x", "../x"])("%s is the project's own", (source) => {
    expect(partBySource({ ...npmName("x"), version: "1.0.0", at: "f:1" }, source)).toMatchObject({ kind: "local", local: { at: "f:1", name: "x" } });
  });

  it("code of a repository without a version is no package that advisories could speak of", () => {
    expect(partBySource({ ...npmName("x"), version: undefined, at: "f:1" }, `github:acme/x#${sha}`)).toMatchObject({ component: { purl: expect.stringMatching(/^pkg:generic\/x@0123/), ecosystem: undefined } });
    expect(partBySource({ ...npmName("x"), version: undefined, at: "f:1" }, "github:acme/x")).toMatchObject({ kind: "reject", reject: { reason: "no-version" } });
  });

  it("the at sign of a scope ends no name", () => { expect([splitSpec("@a/b@^1"), splitSpec("b@npm:c@1"), splitSpec("@a/b")]).toEqual([{ name: "@a/b", range: "^1" }, { name: "b", range: "npm:c@1" }, undefined]); });

  it("what is optional in one list of a manifest is not required by the other", () => {
    expect(manifestEntries({ dependencies: { a: "1", b: "1" }, optionalDependencies: { b: "1" }, devDependencies: { c: 7 } })).toEqual([{ name: "a", range: "1", scope: "runtime" }, { name: "b", range: "1", scope: "optional" }]);
  });
});
