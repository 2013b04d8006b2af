// Tokens and one-time links: how programs and administrators come in.
import Type from "typebox";
import { makeAdminLink } from "../../access/admin-link.ts";
import type { TokenRecord } from "../../access/access-store.ts";
import { makeToken } from "../../access/tokens.ts";
import { Token, TokenMade, TokenRequest } from "../../contract/operations.ts";
import { Time } from "../../contract/shapes.ts";
import { parseInstant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { found } from "../found.ts";
import { door, ItemsOf } from "../route.ts";
import type { Resource } from "../route.ts";

const rowOf = ({ tokenId, ...token }: TokenRecord) => ({ id: tokenId, ...token });

const list = door({
  id: "listTokens", method: "GET", path: "/tokens", tag: "tokens", scope: "admin", answer: ItemsOf(Token), summary: "Tokens, by their first characters",
  handle: async ({ app, org }) => ({ items: (await app.access.listTokens(org)).map(rowOf) }),
});

const make = door({
  id: "makeToken", method: "POST", path: "/tokens", tag: "tokens", scope: "admin", body: TokenRequest, answer: TokenMade, status: 201, summary: "Makes a token; its secret is in this answer only",
  // What is kept for a repeat must not hold the secret: the repeat gets the token with an empty one.
  keeps: (answer) => ({ ...answer, secret: "" }),
  async handle({ app, desk, org, actor, body, now, reply }) {
    const expiresAt = body.expiresAt === undefined ? undefined : parseInstant(body.expiresAt);
    if (expiresAt !== undefined && expiresAt <= now) throw new Fault("request.invalid", { places: [{ at: "/expiresAt", rule: "must be in the future" }] });
    const { token, secret } = await makeToken({ store: app.access, clock: app.clock, ids: desk.ids }, { org, name: body.name, scopes: body.scopes, expiresAt });
    await app.ledger.append(org, "token.made", token.tokenId, actor, { name: token.name, scopes: token.scopes.join(" "), prefix: token.prefix });
    reply.header("cache-control", "no-store");
    return { token: rowOf(token), secret };
  },
});

const revoke = door({
  id: "revokeToken", method: "DELETE", path: "/tokens/:id", tag: "tokens", scope: "admin", status: 204, summary: "Revokes a token at once",
  async handle({ app, org, actor, params, now }) {
    found(await app.access.revokeToken(org, params.id, now) || undefined, "token", params.id);
    await app.ledger.append(org, "token.revoked", params.id, actor, {});
  },
});

const link = door({
  id: "makeAdminLink", method: "POST", path: "/admin-links", tag: "tokens", scope: "admin", status: 201, keeps: false, answer: Type.Object({ url: Type.String(), expiresAt: Time }),
  summary: "Makes a link that opens one administrator's session within 15 minutes",
  async handle({ app, org, actor, reply }) {
    const { secret, expiresAt } = await makeAdminLink({ store: app.access, clock: app.clock }, org);
    await app.ledger.append(org, "link.made", "session:admin", actor, {});
    reply.header("cache-control", "no-store");
    return { url: new URL(`/login/${secret}`, app.publicUrl).href, expiresAt };
  },
});

export const tokens: Resource = { tag: "tokens", about: "How programs and administrators come in", doors: [list, make, revoke, link] };
