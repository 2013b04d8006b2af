// Python's installed distributions: where they stand, in which forms, and whose they are.
import { describe, expect, it } from "vitest";
import { extracted } from "../extractor.suite.ts";
import { python } from "./python.ts";

const metadata = (name: string, version: string): string => `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\nSummary: x\n\nName: not a header\n`;

describe("inventory/extractors/python", () => {
  it.each([
    ["dist-info of the system", "/usr/local/lib/python3.12/dist-packages/a-1.0.dist-info/METADATA"],
    ["dist-info of a virtual environment", "/srv/app/.venv/lib/python3.12/site-packages/a-1.0.dist-info/METADATA"],
    ["dist-info of pyenv", "/root/.pyenv/versions/3.12.1/lib/python3.12/site-packages/a-1.0.dist-info/METADATA"],
    ["egg-info that is a folder", "/srv/site-packages/a.egg-info/PKG-INFO"],
    ["egg-info that is a file", "/srv/site-packages/a-1.0-py3.egg-info"],
    ["an egg", "/srv/site-packages/a-1.0-py3.egg/EGG-INFO/PKG-INFO"],
  ])("%s", async (_name, path) => {
    expect(await extracted(python, { [path]: metadata("A_b", "1.0") }, ["/srv", "/root"])).toEqual({ purls: ["pkg:pypi/a-b@1.0"], rejects: [] });
  });

  it("interpreters of the distribution are looked at without any root", async () => {
    expect((await extracted(python, { "/usr/lib/python3/dist-packages/a-1.0.dist-info/METADATA": metadata("a", "1.0") }, [])).purls).toEqual(["pkg:pypi/a@1.0"]);
  });

  it("a module that a Debian package brought is listed too: whose it is, is told where all extractors come together", async () => {
    const path = "/usr/lib/python3/dist-packages/urllib3-1.26.12.egg-info/PKG-INFO";
    expect((await extracted(python, { [path]: "Name: urllib3\nVersion: 1.26.12\n", "/var/lib/dpkg/info/python3-urllib3.list": `${path}\n` }, [])).purls).toEqual(["pkg:pypi/urllib3@1.26.12"]);
  });

  it.each([
    ["no Name", "Version: 1\n", "malformed"], ["no Version", "Name: a\n\nVersion: 1\n", "no-version"], ["nothing", "", "malformed"],
  ])("METADATA with %s is rejected with its path", async (_name, text, reason) => {
    const path = "/srv/site-packages/a-1.0.dist-info/METADATA";
    expect((await extracted(python, { [path]: text })).rejects).toMatchObject([{ at: path, reason }]);
  });

  it("dist-info without METADATA is said", async () => {
    expect((await extracted(python, { "/srv/site-packages/a-1.0.dist-info/RECORD": "" })).rejects).toMatchObject([{ at: "/srv/site-packages/a-1.0.dist-info/METADATA", reason: "malformed" }]);
  });
});
