// What the server reads of its own machine: what runs there, not what people build with.
import { describe, expect, it } from "vitest";
import { plantHost } from "./extractor.suite.ts";
import { extractHost, hostStamp } from "./host-reader.ts";
import { runningHost } from "./running-roots.ts";

const manifest = (name: string): string => JSON.stringify({ name, version: "1.0.0" });
const tree = {
  "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/bin/sh\njenkins:x:117:117::/var/lib/jenkins/:/bin/sh\ngames:x:5:60::/usr/games:/bin/sh\nada:x:1000:1000::/data/ada:/bin/sh\nbroken line\n",
  "/opt/shop/node_modules/opted/package.json": manifest("opted"), "/home/deploy/app/node_modules/deployed/package.json": manifest("deployed"),
  "/var/lib/jenkins/node_modules/served/package.json": manifest("served"), "/data/ada/node_modules/personal/package.json": manifest("personal"),
  "/root/.nvm/lib/node_modules/hidden/package.json": manifest("hidden"), "/home/deploy/.cache/x/node_modules/cached/package.json": manifest("cached"),
  "/root/go/pkg/mod/x/node_modules/module/package.json": manifest("module"), "/root/go/src/x/node_modules/sourced/package.json": manifest("sourced"),
  "/opt/.hidden/node_modules/below/package.json": manifest("below"),
};

async function namesIn(asked: readonly string[]): Promise<string[]> {
  const host = plantHost(tree);
  try {
    return (await extractHost(await runningHost(host.files, asked))).components.map(({ name }) => name).toSorted();
  } finally {
    host.remove();
  }
}

describe("inventory/running-roots", () => {
  it("software folders, homes and homes of services are read; hidden folders of homes and Go's module cache are not", async () => {
    expect(await namesIn([])).toEqual(["below", "deployed", "opted", "served", "sourced"]);
  });

  it.each([
    ["a hidden folder of a home", "/root/.nvm/", ["hidden"]], ["a folder in one", "/root/.nvm/lib", ["hidden"]], ["the module cache", "/root/go/pkg/mod", ["module"]], ["a folder elsewhere", "/data", ["personal"]],
  ])("%s is read when it is asked for", async (_what, root, more) => {
    expect(await namesIn([root])).toEqual(["below", "deployed", "opted", "served", "sourced", ...more].toSorted());
  });

  it("what comes into a hidden folder of a home does not change the stamp, what comes into an application does", async () => {
    const host = plantHost(tree);
    try {
      const before = await hostStamp(await runningHost(host.files));
      host.add({ "/home/deploy/.npm/node_modules/later/package.json": manifest("later") });
      expect(await hostStamp(await runningHost(host.files))).toBe(before);
      host.add({ "/home/deploy/app/node_modules/later/package.json": manifest("later") });
      expect(await hostStamp(await runningHost(host.files))).not.toBe(before);
    } finally {
      host.remove();
    }
  });

  it("a host without passwd is read all the same", async () => {
    const host = plantHost({ "/srv/node_modules/a/package.json": manifest("a") });
    try {
      expect((await extractHost(await runningHost(host.files))).components.map(({ name }) => name)).toEqual(["a"]);
    } finally {
      host.remove();
    }
  });
});
