// Sessions: what makes requests those of an identity. The traffic adds it; checks name it.
import type { TestRequest, Exchange } from "./exchange.ts";

/** One who uses the system under test. "anonymous" always exists and adds nothing. */
export interface Session {
  identity: string;
  /** The request with the identity's cookies, tokens and headers in place of those that it had. */
  dress(request: TestRequest): TestRequest;
  /** The request without anything that tells who sends it. */
  undress(request: TestRequest): TestRequest;
  /** Looks at an answer: takes new cookies over, notices that the login has ended. */
  saw(exchange: Exchange): void;
  /** Cookies by name, for the checks of sessions and cookies. */
  cookies(url: string): readonly { name: string; value: string }[];
  /** What pages of the origin find in the browser's storage when this identity is logged in: tokens of single-page applications. */
  storage?(origin: string): readonly StoredItem[];
  /** Values that are known to be this identity's and nobody else's: its user name, its e-mail address. */
  own?: readonly string[];
  /** Why a request is never sent as this identity: it would end its login. Asked before each request. */
  refuses?(request: TestRequest): string | undefined;
  /** Waited for before a request is dressed: a login that is being renewed or looked at. undefined: at once. */
  ready?(): Promise<void> | undefined;
  /** Asked after saw: true when the answer came because the login had ended and there is a new one, so that the request is sent once more. */
  again?(exchange: Exchange): Promise<boolean> | undefined;
  /** Logs in once more, as in another browser that has these cookies already; the session itself stays as it is. undefined: this identity cannot. */
  logIn?(cookies: readonly { name: string; value: string }[]): Promise<FreshLogin | undefined>;
  /** loggedOut: the assertion failed and no new login worked. */
  state: "anonymous" | "logged-in" | "logged-out";
}

/** What another browser holds after a login, and how it is told that cookies are those of someone who is logged in: this request with them. */
export interface FreshLogin { cookies: readonly { name: string; value: string }[]; page: TestRequest; isIn(exchange: Exchange): boolean }

/** One entry of the browser's storage. */
export interface StoredItem { area: "local" | "session"; name: string; value: string }
