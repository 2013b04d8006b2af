// Pages behind a token that is verified in one wrong way or another, and rightly.
import { createHmac, createPublicKey, createVerify, generateKeyPairSync, sign, timingSafeEqual } from "node:crypto";
import type { JsonWebKey, KeyObject } from "node:crypto";
import { defineCase, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase, RangeNames, RangeRequest } from "../case.ts";

type Members = Record<string, unknown>;
interface Given { header: Members; claims: Members; signed: string; signature: string }
interface Made { names: RangeNames; secret: string; rsa: { publicKey: KeyObject; privateKey: KeyObject }; pem: string }
interface Shape { name: string; vulnerable: boolean; alg: "HS256" | "RS256"; verifies(given: Given, made: Made): boolean; secret?: (names: RangeNames) => string; header?: Members; claims?: Members; by?: "header" | "cookie" | "query"; also?(path: string, made: Made): RangeAnswer | undefined }

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const part = (members: Members): string => Buffer.from(JSON.stringify(members)).toString("base64url");
const hmac = (signed: string, key: string): string => createHmac("sha256", key).update(signed).digest("base64url");
const isHmac = ({ signed, signature }: Given, key: string): boolean => { const [one, other] = [Buffer.from(signature), Buffer.from(hmac(signed, key))]; return one.length === other.length && timingSafeEqual(one, other); };
const isRsa = ({ signed, signature }: Given, key: KeyObject): boolean => createVerify("RSA-SHA256").update(signed).verify(key, signature, "base64url");
const isCurrent = ({ claims }: Given): boolean => Number(claims["exp"]) * 1000 > Date.now();
const never = 4_070_908_800;

function read(token: string): Given | undefined {
  const [head = "", body = "", signature = ""] = token.split(".");
  try { return { header: JSON.parse(Buffer.from(head, "base64url").toString()) as Members, claims: JSON.parse(Buffer.from(body, "base64url").toString()) as Members, signed: `${head}.${body}`, signature }; } catch { return undefined; }
}

function tokenOf({ alg, header = {}, claims = {} }: Shape, made: Made): string {
  const signed = `${part({ typ: "JWT", alg, ...header })}.${part({ sub: made.names.word("person"), exp: never, ...claims })}`;
  return `${signed}.${alg === "HS256" ? hmac(signed, made.secret) : sign("RSA-SHA256", Buffer.from(signed), made.rsa.privateKey).toString("base64url")}`;
}

const given = ({ by = "header" }: Shape, { headers, cookies, query }: RangeRequest, name: string): string => (by === "cookie" ? cookies[name] : by === "query" ? query.get(name) : headers["authorization"]?.replace(/^Bearer /, "")) ?? "";

function requestOf({ by = "header" }: Shape, path: string, name: string, token: string) {
  if (by === "query") return { method: "GET", path: `${path}?${name}=${token}` };
  return { method: "GET", path, headers: [by === "cookie" ? ["cookie", `${name}=${token}`] as const : ["authorization", `Bearer ${token}`] as const] };
}

const caseOf = (shape: Shape): RangeCase => defineCase({
  check: "jwt-weakness", name: shape.name, vulnerable: shape.vulnerable,
  build: (names) => {
    const made: Made = { names, secret: shape.secret?.(names) ?? `${names.word("secret")}${names.word("more")}${names.word("yet more")}`, rsa, pem: String(createPublicKey(rsa.publicKey.export({ type: "spki", format: "pem" })).export({ type: "spki", format: "pem" })) };
    const [path, name] = [`/${names.word("account")}`, names.word("name")];
    const token = tokenOf(shape, made);
    const request = requestOf(shape, path, name, token);
    const keys = { method: "GET", path: "/keys/public-key.pem" };
    return {
      html: (prefix) => `<script>document.cookie=${JSON.stringify(shape.by === "cookie" ? `${name}=${token}` : "seen=1")};fetch(${JSON.stringify(`${prefix}${request.path}`)}, ${JSON.stringify({ headers: shape.by === undefined ? { authorization: `Bearer ${token}` } : {} })});</script>${shape.also === undefined ? "" : `<a href="${prefix}${keys.path}">key</a>`}`,
      requests: [request, ...shape.also === undefined ? [] : [keys]],
      handle: (asked) => {
        if (asked.path !== path) return shape.also?.(asked.path, made);
        const one = read(given(shape, asked, name));
        return one !== undefined && shape.verifies(one, made) ? htmlAnswer(`<h1>${names.word("title")}</h1><p>Hello ${String(one.claims["sub"])}`) : jsonAnswer({ error: "token" }, { status: 401 });
      },
    };
  },
});

const right = (one: Given, { secret }: Made): boolean => one.header["alg"] === "HS256" && isHmac(one, secret) && isCurrent(one);
const rightRsa = (one: Given, made: Made): boolean => one.header["alg"] === "RS256" && isRsa(one, made.rsa.publicKey) && isCurrent(one);
const publicKey = (path: string, { pem }: Made): RangeAnswer | undefined => (path === "/keys/public-key.pem" ? { headers: [["content-type", "application/x-pem-file"]], body: pem } : undefined);

const vulnerable: readonly Omit<Shape, "vulnerable">[] = [
  { name: "decoded and never verified", alg: "HS256", verifies: (one) => isCurrent(one) },
  { name: "no signature is taken when the token says so", alg: "HS256", verifies: (one, made) => one.header["alg"] === "none" || right(one, made) },
  { name: "a list of refused algorithms, spelled one way", alg: "RS256", verifies: (one, made) => (one.header["alg"] !== "none" && String(one.header["alg"]).toLowerCase() === "none") || rightRsa(one, made) },
  { name: "a secret that everybody uses, in a cookie", alg: "HS256", by: "cookie", secret: () => "secretkey", verifies: right },
  { name: "the secret is the name of the issuer", alg: "HS256", secret: () => "https://issuer.example/", claims: { iss: "https://issuer.example/" }, verifies: right },
  { name: "the token chooses between HMAC and RSA, the key is shown", alg: "RS256", verifies: (one, made) => (one.header["alg"] === "HS256" ? isHmac(one, made.pem) : rightRsa(one, made)), also: publicKey },
  { name: "the name of the key is a path", alg: "HS256", header: { kid: "main.key" }, verifies: (one, made) => (String(one.header["kid"]).endsWith("/dev/null") ? isHmac(one, "") : right(one, made)) },
  { name: "the name of the key is put into a statement", alg: "HS256", header: { kid: "main" }, verifies: (one, made) => { const injected = /' UNION SELECT '(\w+)'-- $/.exec(String(one.header["kid"]))?.[1]; return injected === undefined ? right(one, made) : isHmac(one, injected); } },
  { name: "a key that comes with the token", alg: "RS256", verifies: (one, made) => (typeof one.header["jwk"] === "object" ? isRsa(one, createPublicKey({ key: one.header["jwk"] as JsonWebKey, format: "jwk" })) : rightRsa(one, made)) },
  { name: "in the query, a missing signature is none to verify", alg: "HS256", by: "query", verifies: (one, made) => one.signature === "" || right(one, made) },
  { name: "over for years", alg: "HS256", claims: { exp: 1_500_000_000 }, verifies: (one, { secret }) => one.header["alg"] === "HS256" && isHmac(one, secret) },
  { name: "a token that never ends", alg: "RS256", claims: { exp: undefined }, verifies: (one, made) => one.header["alg"] === "RS256" && isRsa(one, made.rsa.publicKey) },
];
const secure: readonly Omit<Shape, "vulnerable">[] = [
  { name: "verified with a long secret", alg: "HS256", verifies: right },
  { name: "verified with a long secret, in a cookie", alg: "HS256", by: "cookie", verifies: right },
  { name: "verified with a long secret, in the query", alg: "HS256", by: "query", verifies: right },
  { name: "verified with RSA alone, the key is shown", alg: "RS256", verifies: rightRsa, also: publicKey },
  { name: "the name of the key is looked up in a list", alg: "HS256", header: { kid: "main" }, verifies: (one, made) => one.header["kid"] === "main" && right(one, made) },
  { name: "the token's own key is not looked at", alg: "RS256", header: { jku: "https://keys.example/" }, verifies: rightRsa },
];

export const cases: readonly RangeCase[] = [...vulnerable.map((shape) => caseOf({ ...shape, vulnerable: true })), ...secure.map((shape) => caseOf({ ...shape, vulnerable: false })), defineCase({
  check: "jwt-weakness", name: "answers that do not depend on the token at all", vulnerable: false,
  build: (names) => { const path = `/${names.word("open")}`; return { html: (prefix) => `<a href="${prefix}${path}">open</a>`, requests: [{ method: "GET", path, headers: [["authorization", `Bearer ${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: "a" })}.${hmac("x", "y")}`]] }], handle: (asked) => (asked.path === path ? htmlAnswer(`<p>${names.word("text")}`) : undefined) }; },
}), defineCase({
  check: "jwt-weakness", name: "a page for everybody that complains of what is no token", vulnerable: false,
  build: (names) => { const path = `/${names.word("open")}`; return { html: (prefix) => `<a href="${prefix}${path}">open</a>`, requests: [{ method: "GET", path, headers: [["authorization", `Bearer ${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: "a", exp: never })}.${hmac("x", names.word("key"))}`]] }], handle: ({ path: asked, headers: { authorization = "" } }) => (asked !== path ? undefined : authorization === "" || read(authorization.slice(7)) !== undefined ? htmlAnswer(`<p>${names.word("text")}`) : { status: 400, body: "That is no token." }) }; },
})];
