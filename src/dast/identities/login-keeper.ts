// Keeps an identity logged in: looks from time to time and when answers look wrong, logs in again once for all who wait, and gives up loudly.
import type { Exchange, TestRequest } from "../exchange.ts";
import type { Assertion, Ask } from "./assertion.ts";
import { looksLoggedOut } from "./logged-out.ts";
import type { LoginResult } from "./login.ts";

export interface KeeperParts {
  name: string;
  /** undefined: nothing tells whether the login holds. */
  assertion: Assertion | undefined;
  ask: Ask;
  /** A whole new login; old cookies and tokens are gone when it begins. undefined: there is no other login to be had. */
  renew: (() => Promise<LoginResult>) | undefined;
  /** When it should be had anew, shortly before it ends by its own word. */
  expiresAt(): number | undefined;
  now(): number;
  elapsedMs(): number;
  pause(ms: number): Promise<void>;
  note(text: string): void;
}

export interface LoginKeeper {
  readonly isOut: boolean;
  /** A number that is another after each login. */
  readonly generation: number;
  ready(): Promise<void> | undefined;
  dressed(request: TestRequest): void;
  again(exchange: Exchange): Promise<boolean> | undefined;
  giveUp(why: string): void;
}

const everyRequests = 200;
const everyMs = 60_000;
const mostFailures = 3;
// A login that is lost again at once, over and over, is thrown out by somebody: each further one may lock the account.
const quickLossMs = 5_000;
const mostQuickLosses = 5;
const mostRenewals = 100;
const pausesMs = [1_000, 5_000];
const keptPlaces = 5_000;

export function createKeeper(parts: KeeperParts): LoginKeeper {
  const state = { generation: 1, since: 0, lookedAt: parts.elapsedMs(), loggedInAt: parts.elapsedMs(), quickLosses: 0, renewals: 0, isOut: false, work: undefined as Promise<void> | undefined };
  const sentBy = new WeakMap<TestRequest, number>();
  // Places that let the identity in before, and those that are shut to it although its login holds.
  const [letIn, shut] = [new Set<string>(), new Set<string>()];

  const giveUp = (why: string): void => {
    if (state.isOut) return;
    state.isOut = true;
    parts.note(`The identity ${parts.name} is logged out and stays so: ${why} What needs its login was not tested from here on.`);
  };

  const holds = async (): Promise<boolean | undefined> => {
    const { assertion } = parts;
    if (assertion === undefined) return undefined;
    const given = assertion.holds(await parts.ask(assertion.url));
    return given ?? assertion.holds(await parts.ask(assertion.url));
  };

  const looked = (): void => { state.since = 0; state.lookedAt = parts.elapsedMs(); };

  /** One new login, with a few attempts; for everybody who waits. */
  const renew = async (because: string): Promise<void> => {
    if (parts.renew === undefined) { giveUp(`${because}, and what was given cannot be had anew.`); return; }
    state.quickLosses = parts.elapsedMs() - state.loggedInAt < quickLossMs ? state.quickLosses + 1 : 0;
    if (state.quickLosses > mostQuickLosses || state.renewals >= mostRenewals) { giveUp(`${because}; it was logged in ${state.renewals} times again and lost it each time.`); return; }
    state.renewals += 1;
    let why = because;
    for (let attempt = 0; attempt < mostFailures; attempt += 1) {
      if (attempt > 0) await parts.pause(pausesMs[attempt - 1] ?? 0);
      const result = await parts.renew();
      if (result.kind === "in" && await holds() !== false) {
        state.generation += 1;
        state.loggedInAt = parts.elapsedMs();
        shut.clear();
        looked();
        return;
      }
      why = result.kind === "out" ? result.why : `after a new login, it does not hold that ${parts.assertion?.says ?? ""}`;
      if (result.kind === "out" && result.held === true) break;
    }
    giveUp(`${because}, and a new login failed: ${why}`);
  };

  /** Looks, and logs in again when the login is gone. isLost: it is known without looking. One at a time. */
  const lookAfter = (because: string, isLost: boolean): Promise<void> => {
    state.work ??= (async () => {
      const stands = isLost ? false : await holds();
      looked();
      if (stands === false) await renew(because);
    })().finally(() => { state.work = undefined; });
    return state.work;
  };

  const isDue = (): boolean => parts.assertion !== undefined && (state.since >= everyRequests || parts.elapsedMs() - state.lookedAt >= everyMs);
  const endsSoon = (): boolean => { const at = parts.expiresAt(); return at !== undefined && parts.renew !== undefined && parts.now() >= at; };

  const ready = (): Promise<void> | undefined => {
    if (state.isOut) return undefined;
    if (state.work !== undefined) return state.work;
    if (endsSoon()) return lookAfter("its token ends", true);
    return isDue() ? lookAfter("its login had ended", false) : undefined;
  };

  const afterSign = async (generation: number, place: string): Promise<boolean> => {
    if (generation === state.generation) await lookAfter("answers came as to nobody", parts.assertion === undefined);
    if (state.isOut) return false;
    if (state.generation === generation) { if (shut.size < keptPlaces) shut.add(place); return false; }
    return true;
  };

  return {
    get isOut() { return state.isOut; }, get generation() { return state.generation; },
    ready, giveUp,
    dressed: (request) => { state.since += 1; sentBy.set(request, state.generation); },
    again: (exchange) => {
      const generation = sentBy.get(exchange.request);
      if (state.isOut || generation === undefined || exchange.reply === undefined) return undefined;
      const place = placeOf(exchange.request);
      if (!looksLoggedOut(exchange)) { if (exchange.reply.status < 300 && letIn.size < keptPlaces) letIn.add(place); return undefined; }
      // Without an assertion only a place that let in before can say that the login is gone.
      if (generation === state.generation && (shut.has(place) || (parts.assertion === undefined && !letIn.has(place)))) return undefined;
      return afterSign(generation, place);
    },
  };
}

const placeOf = ({ method, url }: TestRequest): string => `${method} ${url.split(/[?#]/, 1)[0] ?? ""}`;
