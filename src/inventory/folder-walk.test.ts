// Walks below roots: links, limits that are said, and what is remembered of a snapshot and of nothing else.
import { describe, expect, it } from "vitest";
import type { HostFiles } from "./extractor.ts";
import { plantHost } from "./extractor.suite.ts";
import type { Tree } from "./extractor.suite.ts";
import { filePaths, findFiles, findFolders } from "./folder-walk.ts";
import type { FileWalk } from "./folder-walk.ts";

const never = new AbortController().signal;
const texts: FileWalk = { matches: (_folder, name) => name.endsWith(".txt"), maxDepth: 40, maxFolders: 1000, maxFound: 1000 };

async function walked(tree: Tree, roots: readonly string[], walk: FileWalk = texts): Promise<string[]> {
  const host = plantHost(tree);
  try {
    const found: string[] = [];
    for await (const one of findFiles(host.files, roots, walk, never)) found.push(one.kind === "file" ? one.path : `${one.reject.at} ${one.reject.reason}`);
    return found;
  } finally {
    host.remove();
  }
}

describe("inventory/folder-walk", () => {
  it.each<[string, Tree, readonly string[], readonly string[]]>([
    ["files at every depth", { "/a.txt": "", "/b/c/d.txt": "", "/b/e.md": "" }, ["/"], ["/a.txt", "/b/c/d.txt"]],
    ["roots inside each other are walked once", { "/a/b/c.txt": "" }, ["/a", "/a/b", "/a/"], ["/a/b/c.txt"]],
    ["links are not followed, so a circle is none", { "/a/b.txt": "", "/a/up": { link: ".." }, "/a/l.txt": { link: "b.txt" } }, ["/"], ["/a/b.txt"]],
    ["what the kernel makes is left out", { "/proc/a.txt": "", "/sys/a.txt": "", "/x/proc/a.txt": "", "/x/.git/a.txt": "" }, ["/"], ["/x/proc/a.txt"]],
    ["a root that is not there", {}, ["/nowhere"], []],
  ])("%s", async (_name, tree, roots, paths) => {
    expect((await walked(tree, roots)).toSorted()).toEqual(paths);
  });

  it.each([
    ["depth", { ...texts, maxDepth: 1 }, ["/a/b too-many"]], ["folders", { ...texts, maxFolders: 2 }, ["/a/b too-many"]], ["files", { ...texts, maxFound: 1 }, ["/a/b/1.txt", "/a/b/2.txt too-many"]],
  ])("a limit on %s is said where the walk stops", async (_name, walk, told) => {
    expect((await walked({ "/a/b/1.txt": "", "/a/b/2.txt": "" }, ["/"], walk)).map((one) => one.replace(/[12](?=\.txt$)/, "1").replace(/1(?=\.txt too)/, "2"))).toEqual(told);
  });

  it("a walk is remembered of a snapshot, and never of a host that goes on living", async () => {
    const host = plantHost({ "/a.txt": "" });
    try {
      let lists = 0;
      const counting: HostFiles = { ...host.files, list: (path) => { lists++; return host.files.list(path); } };
      const snapshot: HostFiles = { ...counting, isSnapshot: true };
      const paths = (files: HostFiles): Promise<string[]> => filePaths(findFiles(files, ["/"], texts, never));
      expect([await paths(snapshot), await paths(snapshot), lists]).toEqual([["/a.txt"], ["/a.txt"], 1]);
      expect(await paths(counting)).toEqual(["/a.txt"]);
      host.add({ "/b.txt": "" });
      expect((await paths(counting)).toSorted()).toEqual(["/a.txt", "/b.txt"]);
    } finally {
      host.remove();
    }
  });

  it("what lies inside a folder that was found is not walked", async () => {
    const host = plantHost({ "/a/x/b/x/c": "", "/x/d": "" });
    try {
      const found: string[] = [];
      for await (const one of findFolders(host.files, ["/"], { names: new Set(["x"]), maxDepth: 9, maxFolders: 99 }, never)) found.push(one.kind === "folder" ? one.path : "reject");
      expect(found).toEqual(["/x", "/a/x"]);
    } finally {
      host.remove();
    }
  });
});
