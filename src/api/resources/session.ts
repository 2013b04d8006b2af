// Coming in and going out: the one-time link, login with a token, and who one is.
import Type from "typebox";
import { useAdminLink } from "../../access/admin-link.ts";
import { closeSession, openSession } from "../../access/sessions.ts";
import { principalOfToken } from "../../access/tokens.ts";
import { Me } from "../../contract/operations.ts";
import { secondMs } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { clearSessionCookie, sessionSecretOf, setSessionCookie } from "../credentials.ts";
import { door } from "../route.ts";
import type { Call, Resource } from "../route.ts";

const useLink = door({
  id: "useAdminLink", method: "GET", path: "/login/:secret", root: true, tag: "session", scope: "public", answersWith: "text/html",
  summary: "Opens a session with a one-time link and leads to the console",
  async handle({ app, desk, params, request, reply }) {
    refuseWhileBraked(desk, request.ip, reply);
    const answer = await useAdminLink({ store: app.access, clock: app.clock }, params.secret);
    if (answer.kind === "refused") {
      desk.brake.failed(request.ip);
      throw new Fault("auth.link-used");
    }
    await app.ledger.append(answer.session.org, "session.opened", "session:admin", "session:admin", { by: "link" });
    setSessionCookie(request, reply, answer.secret);
    return reply.header("cache-control", "no-store").redirect("/now", 303);
  },
});

const logIn = door({
  id: "logIn", method: "POST", path: "/session", tag: "session", scope: "public", keeps: false, answer: Me,
  summary: "Opens a session for the holder of an API token; it has the token's scopes and lasts 12 hours",
  body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
  async handle({ app, desk, body, request, reply }) {
    refuseWhileBraked(desk, request.ip, reply);
    const access = { store: app.access, clock: app.clock };
    const answer = await principalOfToken(access, body.token);
    if (answer.kind !== "known") {
      desk.brake.failed(request.ip);
      throw new Fault("auth.required", { detail: "This token is not valid." });
    }
    desk.brake.succeeded(request.ip);
    const { org, name, scopes } = answer.principal;
    const { secret } = await openSession(access, { org, name, scopes });
    await app.ledger.append(org, "session.opened", `session:${name}`, answer.principal.actor, { by: "token" });
    setSessionCookie(request, reply, secret);
    return { name, scopes, organisation: org, version: app.version, demo: app.demo };
  },
});

function refuseWhileBraked(desk: Call["desk"], address: string, reply: Call["reply"]): void {
  const waitMs = desk.brake.waitMs(address);
  if (waitMs === 0) return;
  reply.header("retry-after", String(Math.ceil(waitMs / secondMs)));
  throw new Fault("auth.braked");
}

const logOut = door({
  id: "logOut", method: "DELETE", path: "/session", tag: "session", scope: "read", status: 204,
  summary: "Ends the session of the cookie",
  async handle({ app, org, actor, request, reply }) {
    const secret = sessionSecretOf(request);
    if (secret === undefined) return;
    await closeSession({ store: app.access }, secret);
    await app.ledger.append(org, "session.closed", actor, actor, {});
    clearSessionCookie(request, reply);
  },
});

const me = door({
  id: "me", method: "GET", path: "/me", tag: "session", answer: Me, summary: "Who this session or token is, and what it may do",
  handle: async ({ app, org, principal }) => ({ name: principal?.name, scopes: principal?.scopes, organisation: org, version: app.version, demo: app.demo }),
});

export const session: Resource = { tag: "session", about: "Coming in and going out", doors: [useLink, logIn, logOut, me] };
