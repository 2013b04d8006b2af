// One login: what a method works with, and what it gives.
import type { Engine } from "../browser/engine.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Exchange, Header, TestRequest } from "../exchange.ts";
import type { Session, StoredItem } from "../session.ts";
import type { IdentityJar } from "./cookie-jar.ts";
import type { TotpGenerator } from "./totp.ts";

export interface LoginTools {
  /** Where the scan starts. */
  start: string;
  jar: IdentityJar;
  /** Sends as a login: POST is allowed, words are not guarded; cookies of the jar go with it and are taken. Redirects are followed. */
  send(request: TestRequest): Promise<Exchange>;
  /** Dresses with the jar alone; for a browser, which has cookies of its own. */
  bare: Session;
  engine: Engine | undefined;
  clock: Clock;
  /** The value of a secret in place or by reference; throws SecretUnknown. */
  secret(text: string): string;
  keepSecret(secret: string): void;
  totp: TotpGenerator | undefined;
}

/** What tells who one is, beside the cookies of the jar. */
export interface Credentials {
  headers: readonly Header[];
  /** Headers that the scripts of one origin send. */
  headersByOrigin?: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  storage?: Readonly<Record<string, readonly StoredItem[]>>;
  /** How it is had again without the password, and when it ends. */
  expiresAt?: number | undefined;
  lifeMs?: number;
  refreshToken?: string | undefined;
}

/**
 * in: what it was told says that it worked, or (unsure) nothing said that it did not; the assertion decides.
 * held: the system defends itself against logins: not to be tried again soon.
 */
export type LoginResult = { kind: "in"; credentials: Credentials; landed: string | undefined } | { kind: "out"; why: string; held?: boolean };

/** before: what the last login gave, when there was one. */
export type Login = (tools: LoginTools, before: Credentials | undefined) => Promise<LoginResult>;

export const out = (why: string, held = false): LoginResult => ({ kind: "out", why, held });
export const into = (credentials: Credentials, landed?: string): LoginResult => ({ kind: "in", credentials, landed });

/** A reference that nothing is behind. */
export class SecretUnknown extends Error {
  constructor(reference: string) {
    super(`${reference} is not known: set that variable, write that file or add that secret.`);
    this.name = "SecretUnknown";
  }
}

const reference = /^(?:env|file|secret):/;

/** Text that is no reference is the secret itself. */
export function secretReader(secretOf: (reference: string) => string | undefined, keepSecret: (secret: string) => void): (text: string) => string {
  return (text) => {
    const value = reference.test(text) ? secretOf(text) : text;
    if (value === undefined || value === "") throw new SecretUnknown(reference.test(text) ? text : "An empty secret");
    keepSecret(value);
    return value;
  };
}
