// Secrets by format and checksum, and values that only look like them.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { crc32 } from "node:zlib";
import { expect, it } from "vitest";
import { signsOf } from "../../../test/dast/passive.suite.ts";
import { leakedSecret } from "./leaked-secret.ts";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const random = "x7Kd02mXpQ7vB4nL1cR9aZ3sW5yT8u";
const inBase62 = (value: number): string => (value === 0 ? "" : inBase62(Math.floor(value / 62)) + (base62[value % 62] ?? ""));
const hubToken = `${"gh"}p_${random}${inBase62(crc32(random)).padStart(6, "0")}`;

it("the secret itself stands nowhere in the proof", () => {
  expect(JSON.stringify(signsOf(leakedSecret, { type: "text/javascript", body: `const t = "${hubToken}"` }))).not.toContain(hubToken);
});

passiveSuite(leakedSecret, {
  finds: [
    ["a GitHub token with its checksum", { type: "text/javascript", body: `const t = "${hubToken}"` }, { severity: "critical" }],
    ["an AWS key id", { body: `key ${"AKIA"}Q3EGRZ7WV2K5TXPB` }],
    ["a private key", { body: `-----BEGIN ${"RSA PRIVATE"} KEY-----\n${"MIIEpAIBAAKCAQEA7bq".repeat(4)}\n` }, { severity: "critical" }],
    ["a Stripe key", { type: "application/json", body: `{"k":"${"sk_li"}ve_4eC39HqLyjWDarjtT1zdp7dc"}` }],
    ["a database address", { type: "text/plain", body: "DB=postgres://app:k7Gd92mXq@db.acme.test/shop" }],
    ["a value by its name", { type: "text/javascript", body: 'const apiKey = "z8Kd02mXpQ7vB4nL1cR9";' }, { confidence: "tentative" }],
    ["a header", { headers: [["x-debug", `${"gl"}pat-Zk3Jx9Qw7Lm2Vb8Nc5Hd`]] }, { at: "header:x-debug" }],
  ],
  passes: [
    ["a token whose checksum is wrong", { type: "text/javascript", body: `const t = "${"gh"}p_${"a1B2c3D4e5".repeat(3)}zzzzzz"` }],
    ["an example key", { body: `${"AKIA"}IOSFODNN7EXAMPLE` }],
    ["a public key", { body: "-----BEGIN PUBLIC KEY-----\nMIIBIjANBg" }],
    ["a hash of a file", { body: '<script src=a.js integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K"></script>' }],
    ["a label", { type: "text/javascript", body: 'passwordLabel = "Enter your password here please"' }],
    ["what the visitor sent", { url: `https://shop.example/?t=${"gl"}pat-Zk3Jx9Qw7Lm2Vb8Nc5Hd`, body: `you sent ${"gl"}pat-Zk3Jx9Qw7Lm2Vb8Nc5Hd` }],
  ],
});
