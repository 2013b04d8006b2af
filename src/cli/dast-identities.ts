// The file of identities: who a scan is. YAML or JSON, checked at the door; secrets by name where they can be.
import { existsSync, readFileSync } from "node:fs";
import type { IdentitySpec, LoginMethod } from "../dast/identities/identity.ts";
import { readLoginSteps } from "../dast/identities/login-steps.ts";
import { Fault, messageOf } from "../kernel/fault.ts";
import type { FaultPlace } from "../kernel/fault.ts";
import type { Io } from "./io.ts";

type Kind = LoginMethod["kind"];
type Shape = "text" | "map" | "tree" | "steps";
// A question mark after the name: it may be missing.
const members: Readonly<Record<Kind, Readonly<Record<string, Shape>>>> = {
  form: { url: "text", username: "text", password: "text", "usernameField?": "text", "passwordField?": "text", "totp?": "text", "extra?": "map" },
  header: { headers: "map" }, cookie: { cookies: "map" }, basic: { username: "text", password: "text" }, bearer: { token: "text" },
  oauth2: { "tokenUrl?": "text", grant: "text", clientId: "text", "clientSecret?": "text", "username?": "text", "password?": "text", "refreshToken?": "text", "scope?": "text", "issuer?": "text" },
  json: { url: "text", body: "tree", "tokenAt?": "text", "header?": "text", "scheme?": "text" },
  browser: { steps: "steps", "username?": "text", "password?": "text", "totp?": "text" }, "browser-form": { url: "text", username: "text", password: "text", "totp?": "text" },
};
const defaults: Readonly<Partial<Record<Kind, object>>> = { form: { extra: {} }, json: { header: "authorization", scheme: "Bearer" }, oauth2: { tokenUrl: "" } };

type Table = Readonly<Record<string, unknown>>;
const isTable = (value: unknown): value is Table => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * `identities:` a list, or the list alone; each `{ name, login: { kind, ... }, assertion?: { url, status?, contains?, lacks? }, logoutUrls? }`.
 * Throws dast.identities-invalid with every place.
 */
export async function readIdentities(text: string): Promise<IdentitySpec[]> {
  const { load } = await import("js-yaml");
  let value: unknown;
  try { value = load(text); } catch (cause) { throw new Fault("dast.identities-invalid", { detail: `It is no YAML: ${messageOf(cause)}.` }, cause); }
  const list = isTable(value) ? value["identities"] : value;
  if (!Array.isArray(list) || list.length === 0) throw new Fault("dast.identities-invalid", { places: [{ at: "/identities", rule: "must be a list of at least one" }] });
  const places = list.flatMap((one: unknown, at) => breachesOf(one, `/identities/${at}`));
  const names = list.map((one: unknown) => (isTable(one) ? one["name"] : undefined));
  const twice = names.filter((name, at) => name !== undefined && names.indexOf(name) !== at);
  if (places.length + twice.length > 0) throw new Fault("dast.identities-invalid", { places: [...places, ...twice.map((name) => ({ at: "/identities", rule: `names ${String(name)} twice` }))] });
  return (list as Table[]).map(identityFrom);
}

function breachesOf(one: unknown, at: string): FaultPlace[] {
  if (!isTable(one)) return [{ at, rule: "must be an object with name and login" }];
  const login = one["login"];
  const known = isTable(login) && typeof login["kind"] === "string" && Object.hasOwn(members, login["kind"]);
  return [
    ...(typeof one["name"] === "string" && one["name"] !== "" && one["name"] !== "anonymous" ? [] : [{ at: `${at}/name`, rule: "must be a name other than anonymous" }]),
    ...(known ? memberBreaches(login as Table, members[(login as Table)["kind"] as Kind], `${at}/login`) : [{ at: `${at}/login/kind`, rule: `must be one of ${Object.keys(members).join(", ")}` }]),
    ...(one["assertion"] === undefined || (isTable(one["assertion"]) && typeof one["assertion"]["url"] === "string") ? [] : [{ at: `${at}/assertion/url`, rule: "is needed: a page that only someone who is logged in gets" }]),
    ...(one["logoutUrls"] === undefined || isTexts(one["logoutUrls"]) ? [] : [{ at: `${at}/logoutUrls`, rule: "must be a list of URLs" }]),
    ...Object.keys(one).filter((name) => !["name", "login", "assertion", "logoutUrls"].includes(name)).map((name) => ({ at: `${at}/${name}`, rule: "is no member of an identity" })),
  ];
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === "string");

function memberBreaches(login: Table, shapes: Readonly<Record<string, Shape>>, at: string): FaultPlace[] {
  const wrong = Object.entries(shapes).flatMap(([named, shape]): FaultPlace[] => {
    const name = named.replace("?", "");
    const value = login[name];
    if (value === undefined || value === null) return named.endsWith("?") ? [] : [{ at: `${at}/${name}`, rule: "is needed" }];
    const sound = shape === "text" ? typeof value === "string" : shape === "map" ? isTable(value) && Object.values(value).every((one) => typeof one === "string") : shape === "tree" ? isTable(value) : Array.isArray(value);
    return sound ? [] : [{ at: `${at}/${name}`, rule: shape === "text" ? "must be a text; quote it" : shape === "map" ? "must be names with texts" : shape === "tree" ? "must be an object" : "must be a list of steps" }];
  });
  return [...wrong, ...Object.keys(login).filter((name) => name !== "kind" && !Object.hasOwn(shapes, name) && !Object.hasOwn(shapes, `${name}?`)).map((name) => ({ at: `${at}/${name}`, rule: `is no member of this login` }))];
}

function identityFrom(one: Table): IdentitySpec {
  const login = one["login"] as Table;
  const kind = login["kind"] as Kind;
  const optional = Object.fromEntries(Object.keys(members[kind]).filter((name) => name.endsWith("?")).map((name) => [name.replace("?", ""), undefined]));
  const assertion = one["assertion"] as Table | undefined;
  const steps = kind === "browser" ? { steps: readLoginSteps(login["steps"]) } : {};
  return {
    name: one["name"] as string, login: { ...optional, ...defaults[kind], ...login, ...steps } as unknown as LoginMethod, logoutUrls: (one["logoutUrls"] as string[] | undefined) ?? [],
    assertion: assertion === undefined ? undefined : { status: undefined, contains: undefined, lacks: undefined, ...assertion } as IdentitySpec["assertion"],
  };
}

/** Values of "env:NAME" and "file:PATH"; any other text stands for itself. Throws dast.identities-invalid for what is not there. */
export function secretReader({ env, cwd }: Pick<Io, "env" | "cwd">, resolve: (cwd: string, path: string) => string): (reference: string) => string | undefined {
  return (reference) => {
    const [, kind, name = ""] = /^(env|file):(.+)$/s.exec(reference) ?? [];
    if (kind === "env") return env[name];
    const path = resolve(cwd, name);
    return kind === "file" && existsSync(path) ? readFileSync(path, "utf8").replace(/\r?\n$/, "") : undefined;
  };
}

/** Every reference that leads nowhere, before a scan begins. */
export function refuseMissing(identities: readonly IdentitySpec[], secretOf: (reference: string) => string | undefined): void {
  const references = (value: unknown): string[] => (typeof value === "string" ? [value] : isTable(value) || Array.isArray(value) ? Object.values(value).flatMap(references) : []);
  const places = identities.flatMap((identity, at) => references(identity.login).filter((text) => /^(?:env|file):/.test(text) && secretOf(text) === undefined).map((text) => ({ at: `/identities/${at}/login`, rule: `${text} is not there` })));
  if (places.length > 0) throw new Fault("dast.identities-invalid", { places });
}
