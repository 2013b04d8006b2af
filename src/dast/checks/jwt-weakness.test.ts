// What jwt-weakness finds on the range, and what it passes by; keys that are fetched are heard by our own listener.
import { get } from "node:http";
import { createPublicKey, createVerify, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkTools, proofsOn } from "../../../test/dast/check-tools.ts";
import { defineCase, htmlAnswer } from "../../../test/dast/range/case.ts";
import { cases } from "../../../test/dast/range/cases/jwt-weakness.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { openRange } from "../../../test/dast/range/range.ts";
import { systemClock } from "../../kernel/clock.ts";
import { openOutOfBand } from "../oob/open-out-of-band.ts";
import { createSeed } from "../seed.ts";
import { jwtWeakness } from "./jwt-weakness.ts";

checkSuite(jwtWeakness, cases);

const fetched = (url: string): Promise<string> => new Promise((resolve, reject) => { get(url, (reply) => { let text = ""; reply.on("data", (chunk) => { text += String(chunk); }); reply.on("end", () => { resolve(text); }); }).on("error", reject); });
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const part = (members: object): string => Buffer.from(JSON.stringify(members)).toString("base64url");
const members = (text: string | undefined): Record<string, unknown> => { try { return JSON.parse(Buffer.from(text ?? "", "base64url").toString()) as Record<string, unknown>; } catch { return {}; } };

/** A verifier that fetches its key from where the token says; only from its own address when isCareful. */
const fetching = (isCareful: boolean) => defineCase({
  check: "jwt-weakness", name: `fetches keys ${isCareful}`, vulnerable: !isCareful,
  build: (names) => {
    const signed = `${part({ alg: "RS256", typ: "JWT", jku: "http://127.0.0.1:9/keys" })}.${part({ sub: names.word("a"), exp: 4_070_908_800 })}`;
    const token = `${signed}.${sign("RSA-SHA256", Buffer.from(signed), privateKey).toString("base64url")}`;
    const isGood = async (given: string): Promise<boolean> => {
      const [head, body, signature = ""] = given.split(".");
      const { jku, kid } = members(head);
      const verify = (key: Parameters<typeof createPublicKey>[0] | typeof publicKey): boolean => createVerify("RSA-SHA256").update(`${head}.${body}`).verify(key as typeof publicKey, signature, "base64url");
      if (verify(publicKey)) return true;
      if (typeof jku !== "string" || isCareful) return false;
      const { keys } = JSON.parse(await fetched(jku)) as { keys: { kid: string }[] };
      const key = keys.find((one) => one.kid === kid);
      return key !== undefined && verify(createPublicKey({ key, format: "jwk" }));
    };
    return { html: () => "", requests: [{ method: "GET", path: "/me", headers: [["authorization", `Bearer ${token}`]] }], handle: async ({ headers }) => (await isGood((headers["authorization"] ?? "").slice(7)).catch(() => false) ? htmlAnswer(`<p>${names.word("b")}`) : { status: 401, body: "no" }) };
  },
});

describe("dast/checks/jwt-weakness", () => {
  it.each([[false, ["fetched-key:jku"]], [true, []]])("keys from our own listener are taken only by who fetches them: careful %s", async (isCareful, expected) => {
    const stop = new AbortController();
    const outOfBand = await openOutOfBand({ http: { host: "127.0.0.1", port: 0 }, publicName: "127.0.0.1", clock: systemClock, seed: createSeed("jwt"), signal: stop.signal });
    const range = await openRange([fetching(isCareful)], "fetched");
    const [open] = range.cases;
    if (open === undefined) throw new Error("no case");
    const proofs = await proofsOn(jwtWeakness, range, open, checkTools({ outOfBand }));
    expect(proofs.map(({ technique }) => technique)).toEqual(expected);
    expect(proofs.every(({ confidence }) => confidence === "confirmed")).toBe(true);
    stop.abort();
    await range.close();
  });
});
