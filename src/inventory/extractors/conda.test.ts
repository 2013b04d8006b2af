// Conda's package records: channels, builds, and records that cannot be taken.
import { describe, expect, it } from "vitest";
import { extracted } from "../extractor.suite.ts";
import { conda } from "./conda.ts";

const path = "/opt/conda/envs/x/conda-meta/acme-1.2.3-0.json";
const record = { name: "acme", version: "1.2.3", build: "py310_0", subdir: "linux-64", fn: "acme-1.2.3-py310_0.conda" };

describe("inventory/extractors/conda", () => {
  it.each([["conda-forge", "conda-forge"], ["https://repo.example/pkgs/main/linux-64", "pkgs/main"], ["https://user:pass@repo.example/t/main/noarch", "t/main"]])("channel %s", async (channel, told) => {
    expect(await extracted(conda, { [path]: JSON.stringify({ ...record, channel }) })).toEqual({ purls: [`pkg:conda/acme@1.2.3?build=py310_0&channel=${encodeURIComponent(told)}&subdir=linux-64&type=conda`], rejects: [] });
  });

  it.each([["no JSON", "{", "malformed"], ["no object", "[]", "malformed"], ["no name", "{}", "malformed"], ["no version", '{"name":"a"}', "no-version"]])("a record with %s is rejected with its path", async (_name, text, reason) => {
    expect(await extracted(conda, { [path]: text })).toMatchObject({ purls: [], rejects: [{ at: path, reason }] });
  });

  it("the history beside the records is none", async () => {
    expect(await extracted(conda, { "/opt/conda/conda-meta/history": "" })).toEqual({ purls: [], rejects: [] });
  });
});
