// Secrets of playbooks go to the hosts that stand beside them, and nowhere else.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { secretsFrom } from "./outside-world.ts";

let folder = "";
const file = (): string => join(folder, "secrets.yaml");
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "aftwatch-secrets-"));
  writeFileSync(file(), 'revoke: {secret: s3cret, hosts: [api.example.com, "api.example.com:8443", "http://10.0.0.9:9000"]}\nold: s3cret\nnowhere: {secret: s3cret, hosts: []}\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("src/app/playbooks/steps/outside-world.ts: secrets", () => {
  it.each([
    ["https://api.example.com/v1/keys", true], ["https://API.example.com:443/", true], ["https://api.example.com:8443/x", true], ["http://10.0.0.9:9000/revoke", true],
    ["https://evil.example/", false], ["http://api.example.com/", false], ["https://api.example.com.evil.example/", false], ["https://api.example.com@evil.example/", false],
    ["https://api.example.com:444/", false], ["https://10.0.0.9:9000/", false], ["not an address", false], ["data:text/plain,api.example.com", false],
  ] as const)("to %s: %s", (url, goes) => expect(secretsFrom(file())("revoke", url)?.reveal()).toBe(goes ? "s3cret" : undefined));

  it("one without hosts goes nowhere, one in the old form is refused with the form it needs", () => {
    expect(secretsFrom(file())("nowhere", "https://api.example.com/")).toBeUndefined();
    expect(() => secretsFrom(file())("old", "https://api.example.com/")).toThrow(/old is not of the form \{secret: \.\.\., hosts/);
    expect([secretsFrom(file())("unknown", "https://api.example.com/"), secretsFrom(undefined)("revoke", "https://api.example.com/")]).toEqual([undefined, undefined]);
  });
});
