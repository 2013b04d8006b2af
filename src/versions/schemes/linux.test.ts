// Releases of kernel.org.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { linux } from "./linux.ts";

describe("versions/schemes/linux", () => {
  schemeSuite(linux, ["5.10.235", "v6.6-rc4", "2.6.32.71", "6.13.0", "v3.1-rc10", "6.12"]);

  it.each(["6.9 < 6.10", "6.6 = 6.6.0", "6.6-rc7 < 6.6", "3.1-rc9 < 3.1-rc10", "2.6.32 < 2.6.32.71", "6.5.13 < 6.6-rc1", "v5.10.1 = 5.10.1"])("%s", (claim) => expectOrder(linux, claim));
  it.each(["6.8.0-45-generic", "5.10.0-18-amd64", "4.18.0-513.el8", "5.12-rc1-dontuse", "next-20240101"])("%j counts a distribution's builds or none: no version", (text) => {
    expect(linux.parse(text)).toBeUndefined();
  });
});
