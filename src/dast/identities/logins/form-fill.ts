// The login on a page: which form it is, which of its fields take the name, the password and the code, and the request that sends them.
import type { Exchange, TestRequest } from "../../exchange.ts";
import { mediaTypeOf } from "../../exchange.ts";
import { elementsOf } from "../../page/elements.ts";
import { multipart, multipartHeader } from "../../page/form-body.ts";
import type { FoundForm } from "../../page/forms.ts";
import { formsOf } from "../../page/forms.ts";

export interface LoginForm { form: FoundForm; user: string | undefined; password: string | undefined; code: string | undefined }
export interface NamedFields { usernameField: string | undefined; passwordField: string | undefined }

const userWords = /user|e-?mail|login|log|account|benutzer|usuario|utilisateur|gebruiker|identifi|ident|phone|mobile|konto|uid|nick|name|cpf|matricul/i;
const codeWords = /(?:^|[^a-z])(?:t?otp|mfa|2fa|tfa|pin)(?:$|[^a-z])|one[-_ ]?time|verif|token[-_ ]?code|auth[-_]?code|passcode|einmal|two[-_]?factor|second[-_]?factor|^code$|[-_]code$|totp|otp/i;
const passwordWords = /pass|pwd|kennwort|contrase|senha|mot_?de_?passe|heslo|haslo|wachtwoord/i;
const typed = /^(?:text|email|tel|number|url|search|)$/;

interface Field { name: string; type: string; words: string }

/** The form that logs in or goes a step further; undefined: the page has none. fewest passwords first, searches never. */
export function loginFormOf(exchange: Exchange, named: NamedFields): LoginForm | undefined {
  const about = fieldsOf(exchange);
  const forms = formsOf(exchange).map((form) => ({ form, ...rolesOf(form, about, named) }));
  const withPassword = forms.filter(({ password, passwords }) => password !== undefined && passwords === 1);
  const found = withPassword[0] ?? forms.find(({ code, password }) => code !== undefined && password === undefined) ?? forms.find(({ user, certain, form }) => user !== undefined && certain && form.request.method === "POST") ?? forms.find(({ user, certain }) => user !== undefined && certain);
  return found === undefined ? undefined : { form: found.form, user: found.user, password: found.password, code: found.code };
}

/** Attributes and labels by field name: what forms give is only the name. */
function fieldsOf({ reply }: Exchange): ReadonlyMap<string, Field> {
  const page = reply === undefined ? [] : elementsOf(reply).named("input");
  return new Map(page.toReversed().map(({ attributes }) => [attributes["name"] ?? "", { name: attributes["name"] ?? "", type: (attributes["type"] ?? "text").toLowerCase(), words: [attributes["name"], attributes["id"], attributes["autocomplete"], attributes["placeholder"], attributes["aria-label"]].join(" ") }]));
}

function rolesOf({ parameters, hasPassword }: FoundForm, about: ReadonlyMap<string, Field>, { usernameField, passwordField }: NamedFields): { user: string | undefined; password: string | undefined; code: string | undefined; passwords: number; certain: boolean } {
  const fields = parameters.map(({ name, type }): Field => about.get(name) ?? { name, type: type ?? "text", words: name });
  const has = (name: string | undefined): string | undefined => (fields.some((field) => field.name === name) ? name : undefined);
  const passwords = fields.filter(({ type }) => type === "password");
  const texts = fields.filter(({ type }) => typed.test(type));
  const code = texts.find(({ words }) => codeWords.test(words)) ?? (passwords.length === 1 && passwords[0] !== undefined && /one-time-code/.test(passwords[0].words) ? passwords[0] : undefined);
  const password = has(passwordField) ?? passwords.find((field) => field !== code)?.name ?? (hasPassword ? texts.find(({ words }) => passwordWords.test(words))?.name : undefined);
  const names = texts.filter((field) => field !== code && field.name !== password);
  const exact = names.find(({ words }) => /(?:^| )username(?: |$)/.test(words)) ?? names.find(({ words, type }) => type === "email" || userWords.test(words));
  return { user: has(usernameField) ?? exact?.name ?? (password === undefined ? undefined : names[0]?.name), password, code: code?.name, passwords: password === undefined ? 0 : Math.max(1, passwords.filter((field) => field !== code).length), certain: usernameField !== undefined ? has(usernameField) !== undefined : exact !== undefined && /user|mail|login|ident|account/i.test(exact.words) && !/search|newsletter|subscri/i.test(`${exact.words} ${fields.map(({ words }) => words).join(" ")}`) };
}

/** The form's request with these fields: others keep what the page gave them. */
export function filled({ request }: FoundForm, values: Readonly<Record<string, string>>): TestRequest {
  if (request.method === "GET") {
    const url = new URL(request.url);
    for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
    return { ...request, url: url.href };
  }
  const body = typeof request.body === "string" ? request.body : "";
  if (mediaTypeOf(request.headers) === "multipart/form-data") return { ...request, headers: [multipartHeader], body: multipart(Object.entries({ ...partsOfMultipart(body), ...values }).map(([name, value]) => ({ name, value }))) };
  const form = new URLSearchParams(body);
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return { ...request, headers: [["content-type", "application/x-www-form-urlencoded"]], body: form.toString() };
}

const partsOfMultipart = (body: string): Record<string, string> => Object.fromEntries([...body.matchAll(/name="([^"]*)"\r\n\r\n([^]*?)\r\n--/g)].map(([, name = "", value = ""]) => [name, value]));
