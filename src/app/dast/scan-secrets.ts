// Secrets of identities on a server: named in what is stored, read from the secrets file when a scan starts.
import type { IdentitySpec } from "../../dast/identities/identity.ts";
import type { ScanSpec } from "../../dast/scan.ts";
import { Fault } from "../../kernel/fault.ts";
import { secretsFrom } from "../playbooks/steps/outside-world.ts";
import type { Settings } from "../settings.ts";

const reference = /^secret:(\w[\w.-]*)$/;

/** Values by "secret:NAME", of the names that the spec's identities use and whose hosts name the target's; no others. */
export function secretsOf({ playbooks: { secretsFile } }: Pick<Settings, "playbooks">, { identities, url }: Pick<ScanSpec, "identities" | "url">): Record<string, string> {
  const asked = new Set(identities.flatMap((identity) => textsOf(identity.login)).filter((text) => reference.test(text)));
  if (asked.size === 0) return {};
  const secret = secretsFrom(secretsFile);
  return Object.fromEntries([...asked].flatMap((text) => { const value = secret(reference.exec(text)?.[1] ?? "", url); return value === undefined ? [] : [[text, value.reveal()]]; }));
}

const secretMembers = new Set(["password", "clientSecret", "refreshToken", "token", "totp"]);

/** What is stored must not hold a secret in place, nor name a file or variable of the server. Throws request.invalid. */
export function refuseSecretsInPlace(identities: readonly IdentitySpec[]): void {
  const places = identities.flatMap((identity, at) => secretTexts(identity.login).filter(([, text]) => !reference.test(text)).map(([name]) => ({ at: `/defaults/identities/${at}/login/${name}`, rule: "is not a reference such as secret:SHOP_PASSWORD", mend: "Keep the value in the secrets file of the server (AFTWATCH_PLAYBOOK_SECRETS) and name it here." })));
  if (places.length > 0) throw new Fault("request.invalid", { places });
}

const secretTexts = (login: object): [string, string][] => Object.entries(login).flatMap(([name, value]): [string, string][] => {
  if (typeof value === "string") return secretMembers.has(name) ? [[name, value]] : [];
  return (name === "headers" || name === "cookies") && value !== null ? Object.entries(value as Record<string, string>).map(([inner, text]) => [`${name}/${inner}`, text]) : [];
});

const textsOf = (value: unknown): string[] => (typeof value === "string" ? [value] : value !== null && typeof value === "object" ? Object.values(value).flatMap(textsOf) : []);
