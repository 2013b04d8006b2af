// The starter set: which files are read, and when they are read again.
import { afterEach, describe, expect, it } from "vitest";
import { folderOf, pullAll } from "../feed.suite.ts";
import type { Pulled } from "../feed.suite.ts";
import { feeds } from "./index.ts";

const starter = feeds.find("starter")!;
const line = (id: string): string => JSON.stringify({ id, modified: "2026-01-01T00:00:00Z", affected: [{ package: { ecosystem: "npm", name: "shelf" }, versions: ["1"] }] });
const heard = ({ parts }: Pulled): readonly string[] => parts.flatMap((part) =>
  part.kind === "advisory" ? [`${part.advisory.source} ${part.advisory.id}`] : part.kind === "reject" ? [`reject ${part.record}`] : []);
let folder: ReturnType<typeof folderOf>;
afterEach(() => { folder.remove(); });

describe("advisories/feeds/starter", () => {
  it("reads the .jsonl files in the order of their names and nothing else; a bad line is named", async () => {
    folder = folderOf({ "b.jsonl": `${line("B-1")}\n\n{"id": 3}`, "a.jsonl": line("A-1"), "SOURCE.md": "# where from" });
    expect(heard(await pullAll(starter, { baseUrl: `${folder.url}/` }))).toEqual(["starter A-1", "starter B-1", "reject b.jsonl:3"]);
  });

  it("reads only the file that changed", async () => {
    folder = folderOf({ "a.jsonl": line("A-1"), "b.jsonl": line("B-1") });
    const { cursor } = await pullAll(starter, { baseUrl: folder.url });
    folder.write("b.jsonl", `${line("B-1")}\n${line("B-2")}`);
    expect(heard(await pullAll(starter, { baseUrl: folder.url, cursor }))).toEqual(["starter B-1", "starter B-2"]);
  });

  it("says that it is a starter set", () => { expect(starter.about).toContain("starter set"); });

  it("a base URL that is no folder on disk is refused", async () => {
    folder = folderOf({});
    expect((await pullAll(starter, { baseUrl: "https://example.test/" })).thrown).toMatchObject({ code: "settings.invalid" });
  });
});
