// RFC 9116: files that people can rely on, and those that they cannot.
import { describe, expect, it } from "vitest";
import { checkTools } from "../../../test/dast/check-tools.ts";
import { exchangeSeen, seenAt } from "../../../test/dast/passive.suite.ts";
import type { Seen } from "../../../test/dast/passive.suite.ts";
import { securityTxt } from "./security-txt.ts";

async function faultsOf(seen: Seen): Promise<string[]> {
  const tools = { ...checkTools(), send: ({ url }: { url: string }) => Promise.resolve(exchangeSeen({ type: "text/plain", ...(url.includes("well-known") ? seen : { status: 404 }), url })) };
  const found: string[] = [];
  for await (const { technique } of securityTxt.probe("https://shop.example", [], tools)) found.push(technique);
  return found;
}
const good = `Contact: mailto:security@shop.example\nExpires: ${new Date(seenAt + 1e10).toISOString()}\n`;

describe("security-txt", () => {
  it.each([
    ["none", { status: 404 }, ["missing"]], ["a page for every name", { type: "text/html", body: "<p>Contact: us" }, ["missing"]], ["an end that has passed", { body: good.replace(/Expires.*/, "Expires: 2020-01-01T00:00:00Z") }, ["expired"]],
    ["no contact", { body: good.replace(/Contact.*/, "Policy: https://shop.example/policy") }, ["invalid"]], ["no end", { body: "Contact: https://shop.example/report\n" }, ["invalid"]], ["a contact that is no address", { body: good.replace("mailto:", "") }, ["invalid"]], ["another type", { body: good, type: "application/octet-stream" }, ["invalid"]],
  ] as const)("finds %s", async (_claim, seen, faults) => expect(await faultsOf(seen)).toEqual(faults));
  it.each([["all that is needed", good], ["comments and more fields", `# hello\n${good}Policy: https://shop.example/policy\nPreferred-Languages: en\n`], ["a signature around it", `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${good}-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n`], ["line ends of another system", good.replaceAll("\n", "\r\n")]])("passes %s", async (_claim, body) => expect(await faultsOf({ body })).toEqual([]));
});
