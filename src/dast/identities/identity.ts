// Identities: who a scan is, how that is proved to the target, and how to tell that it still holds. Given as data, never kept in evidence.
import type { LoginStep } from "./login-steps.ts";

/** How one shows that a request is answered to someone who is logged in: a page, and what must or must not be in it. */
export interface LoggedInAssertion { url: string; status: number | undefined; contains: string | undefined; lacks: string | undefined }

/** A secret is given in place, or by the name of an environment variable ("env:NAME") or file ("file:PATH"): resolved when the scan starts. */
export type SecretText = string;

export type LoginMethod =
  | { kind: "form"; url: string; username: string; password: SecretText; usernameField: string | undefined; passwordField: string | undefined; totp: SecretText | undefined; extra: Readonly<Record<string, string>> }
  | { kind: "header"; headers: Readonly<Record<string, SecretText>> }
  | { kind: "cookie"; cookies: Readonly<Record<string, SecretText>> }
  | { kind: "basic"; username: string; password: SecretText }
  | { kind: "bearer"; token: SecretText }
  | { kind: "oauth2"; tokenUrl: string; grant: "client-credentials" | "password" | "refresh-token"; clientId: string; clientSecret: SecretText | undefined; username: string | undefined; password: SecretText | undefined; refreshToken: SecretText | undefined; scope: string | undefined; issuer: string | undefined }
  | { kind: "json"; url: string; body: Readonly<Record<string, unknown>>; tokenAt: string | undefined; header: string; scheme: string }
  | { kind: "browser"; steps: readonly LoginStep[]; totp: SecretText | undefined; /** For "{username}" and "{password}" in the steps. */ username?: string | undefined; password?: SecretText | undefined }
  | { kind: "browser-form"; url: string; username: string; password: SecretText; totp: SecretText | undefined };

export interface IdentitySpec { name: string; login: LoginMethod; assertion: LoggedInAssertion | undefined; /** Never requested as this identity. */ logoutUrls: readonly string[] }
