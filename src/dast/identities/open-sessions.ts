// The sessions of a scan, each logged in, and seen to be, before anything is tested.
import type { Clock } from "../../kernel/clock.ts";
import { anonymous } from "./anonymous.ts";
import type { Engine } from "../browser/engine.ts";
import type { Exchange } from "../exchange.ts";
import { getRequest } from "../exchange.ts";
import type { Session } from "../session.ts";
import type { Traffic } from "../traffic/traffic.ts";
import { ScanEnded } from "../traffic/traffic.ts";
import type { Assertion } from "./assertion.ts";
import { givenAssertion, learnAssertion } from "./assertion.ts";
import { createJar } from "./cookie-jar.ts";
import type { IdentitySpec } from "./identity.ts";
import { bareSession, dressedBy, identitySession } from "./identity-session.ts";
import type { Credentials, LoginResult, LoginTools } from "./login.ts";
import { out, secretReader, SecretUnknown } from "./login.ts";
import { createKeeper } from "./login-keeper.ts";
import { canRenew, loginOf, ownNames } from "./logins/login-of.ts";
import { createTotp, readTotpKey } from "./totp.ts";
import { isSessionName } from "../route-from.ts";
import { messageOf } from "../../kernel/fault.ts";

export interface SessionsPlan {
  specs: readonly IdentitySpec[]; url: string; traffic: Traffic; helpers: { engine: Engine | undefined }; clock: Clock; elapsedMs(): number; secretOf(reference: string): string | undefined;
  note(text: string): void;
  /** Told every secret that is used or received, so that no evidence shows it. */
  keepSecret(secret: string): void;
}

/** One session for each identity, in their order. One whose login fails is there as "logged-out", and why is noted: it is never passed over. */
export async function openSessions(plan: SessionsPlan): Promise<readonly Session[]> {
  const sessions: Session[] = [];
  for (const spec of plan.specs) sessions.push(await openSession(plan, spec));
  return sessions;
}

async function openSession(plan: SessionsPlan, spec: IdentitySpec): Promise<Session> {
  const { jar, attempt, asIdentity, credentials } = wardrobeOf(plan, spec);
  const first = await attempt();
  const assertion = first.kind === "in" ? await assertionOf(plan, spec, first.landed, asIdentity) : undefined;
  const keeper = createKeeper({
    name: spec.name, assertion, ask: asIdentity, renew: canRenew(spec.login) ? attempt : undefined, expiresAt: () => renewAt(credentials()),
    now: () => plan.clock.now(), elapsedMs: plan.elapsedMs, pause, note: plan.note,
  });
  const why = first.kind === "out" ? `its login failed: ${first.why}` : await whyOut({ plan, spec, assertion, asIdentity, hasCredentials: jar.cookies(plan.url).length > 0 || hasHeaders(credentials()) });
  if (why !== undefined) keeper.giveUp(why);
  return identitySession({ name: spec.name, own: ownNames(spec.login), start: plan.url, jar, credentials, keeper, logoutUrls: spec.logoutUrls, logIn: freshLogins(plan, spec, assertion) });
}

/** Further logins with cookies of their own. Only for those that come with cookies, and when something tells whether they are in. */
function freshLogins(plan: SessionsPlan, spec: IdentitySpec, assertion: Assertion | undefined): Session["logIn"] {
  if (assertion === undefined || (spec.login.kind !== "form" && spec.login.kind !== "json")) return undefined;
  return async (cookies) => {
    const { jar, attempt, credentials } = wardrobeOf(plan, spec, cookies);
    const result = await attempt();
    if (result.kind === "out" || hasHeaders(credentials())) return undefined;
    return { cookies: jar.cookies(assertion.url), page: getRequest(assertion.url), isIn: (exchange) => assertion.holds(exchange) === true };
  };
}

interface Wardrobe { jar: ReturnType<typeof createJar>; attempt(): Promise<LoginResult>; asIdentity(url: string): Promise<Exchange>; credentials(): Credentials }

/** What the identity wears, and how it comes by it. */
function wardrobeOf(plan: SessionsPlan, spec: IdentitySpec, preset: readonly { name: string; value: string }[] = []): Wardrobe {
  const { traffic, url: start, keepSecret, clock } = plan;
  const jar = createJar(({ name, value }) => { if (value.length >= 8 && isSessionName(name)) keepSecret(value); });
  const bare = bareSession(spec.name, jar);
  const secret = secretReader(plan.secretOf, keepSecret);
  const login = loginOf(spec.login);
  const tools: Omit<LoginTools, "totp"> = { start, jar, bare, engine: plan.helpers.engine, clock, secret, keepSecret, send: (request) => traffic.send(request, { session: bare, about: { phase: "login" }, follow: 8 }) };
  let [credentials, totp]: [Credentials, LoginTools["totp"]] = [{ headers: [] }, undefined];
  return {
    jar, credentials: () => credentials,
    attempt: async () => {
      const before = credentials;
      jar.clear();
      for (const cookie of preset) jar.put(start, cookie);
      credentials = { headers: [] };
      const result = await caught(async () => login({ ...tools, totp: totp ??= totpOf(plan, spec, secret) }, before));
      if (result.kind === "in") credentials = result.credentials;
      return result;
    },
    asIdentity: (url) => {
      const worn = { ...bare, dress: (request: Parameters<Session["dress"]>[0]) => dressedBy(request, { start, jar, credentials }) };
      return traffic.send(getRequest(url), { session: worn, about: { phase: "login" } });
    },
  };
}

function totpOf({ clock }: SessionsPlan, { login }: IdentitySpec, secret: (text: string) => string): LoginTools["totp"] {
  if (!("totp" in login) || login.totp === undefined) return undefined;
  const key = readTotpKey(secret(login.totp));
  if (key === undefined) throw new SecretUnknown("The totp (neither a base32 secret nor an otpauth://totp URI)");
  return createTotp(key, () => clock.now(), pause);
}

/** What ends the scan goes on its way; what a secret or a browser lacks is the login's failure. */
async function caught(work: () => Promise<LoginResult>): Promise<LoginResult> {
  try { return await work(); } catch (thrown) {
    if (thrown instanceof ScanEnded) throw thrown;
    return out(messageOf(thrown));
  }
}

async function assertionOf({ traffic, url }: SessionsPlan, { assertion, login }: IdentitySpec, landed: string | undefined, asIdentity: (url: string) => Promise<Exchange>): Promise<Assertion | undefined> {
  if (assertion !== undefined) return givenAssertion({ ...assertion, url: new URL(assertion.url, url).href });
  const pages = [landed, url, "url" in login ? login.url : undefined, new URL("/", url).href].filter((one) => one !== undefined);
  const asNobody = (page: string): Promise<Exchange> => traffic.send(getRequest(page), { session: anonymous, about: { phase: "login" } });
  return learnAssertion([...new Set(pages)], asIdentity, asNobody);
}

interface Judged { plan: SessionsPlan; spec: IdentitySpec; assertion: Assertion | undefined; asIdentity(url: string): Promise<Exchange>; hasCredentials: boolean }

/** undefined: it is in, as far as can be told; what cannot be told is noted. */
async function whyOut({ plan, spec, assertion, asIdentity, hasCredentials }: Judged): Promise<string | undefined> {
  if (assertion === undefined) {
    if (!hasCredentials) return "its login gave neither a cookie nor a token.";
    plan.note(`Whether the identity ${spec.name} is logged in could not be told: no page looked at shows it anything else than everybody. Give it an assertion (a URL and what is there when it is logged in).`);
    return undefined;
  }
  const holds = assertion.holds(await asIdentity(assertion.url));
  if (holds === true) return undefined;
  return holds === false ? `after its login it does not hold that ${assertion.says}.` : `${assertion.url} gave no answer that tells whether it is logged in.`;
}

const hasHeaders = ({ headers, headersByOrigin = {}, storage = {} }: Credentials): boolean => headers.length + Object.values(headersByOrigin).flat().length + Object.values(storage).flat().length > 0;
const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

const earlyMs = 30_000;
/** Half a minute before the end; of short lives, in the last fifth. */
const renewAt = ({ expiresAt, lifeMs }: Credentials): number | undefined => (expiresAt === undefined ? undefined : expiresAt - Math.min(earlyMs, (lifeMs ?? 0) / 5));
