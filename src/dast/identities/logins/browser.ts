// Logins in the browser: recorded steps, or a form that scripts make; cookies, tokens and storage are taken from it.
import { formLogin } from "../../browser/form-login.ts";
import { playSteps } from "../../browser/play-steps.ts";
import type { LoginOutcome, LoginValues, PlayOptions, PlayTools } from "../../browser/play-steps.ts";
import type { LoginMethod } from "../identity.ts";
import type { Login, LoginResult, LoginTools } from "../login.ts";
import { into, out } from "../login.ts";

type Steps = Extract<LoginMethod, { kind: "browser" }>;
type Form = Extract<LoginMethod, { kind: "browser-form" }>;
type Work = (options: PlayOptions, tools: PlayTools) => Promise<LoginOutcome>;

const mostMs = 90_000;

export const browserLogin = ({ steps, username, password }: Steps): Login => (tools) => {
  // A step may also hold its value itself, in place or by reference.
  const resolved = steps.map((step) => (step.do === "fill" && /^(?:env|file|secret):/.test(step.value) ? { ...step, value: tools.secret(step.value) } : step));
  for (const step of resolved) if (step.do === "fill" && /pass|pwd|secret|kennwort/i.test(JSON.stringify(step.on)) && !step.value.includes("{")) tools.keepSecret(step.value);
  return played(tools, { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password: tools.secret(password) }) }, (options, play) => playSteps(resolved, options, play));
};

export const browserFormLogin = ({ url, username, password }: Form): Login => (tools) =>
  played(tools, { username, password: tools.secret(password) }, (options, play) => formLogin(url, options, play));

async function played(tools: LoginTools, values: LoginValues, work: Work): Promise<LoginResult> {
  const { engine, clock, totp, bare } = tools;
  if (engine === undefined) return out("This login needs a browser, and there is no Chromium or it was switched off.");
  await totp?.fresh();
  const outcome = await work({ session: bare, values: { ...values, ...(totp === undefined ? {} : { totp: () => totp.code() }) }, signal: new AbortController().signal, maxMs: mostMs }, { engine, clock });
  return outcome.done ? taken(outcome, tools) : out(outcome.why ?? "The login in the browser did not come to its end.");
}

function taken({ cookies, headers, storage, url }: LoginOutcome, { jar, start, keepSecret }: LoginTools): LoginResult {
  for (const cookie of cookies) jar.put(cookie.secure ? start.replace(/^http:/, "https:") : start, cookie);
  for (const value of Object.values(headers).flat().map(([, one]) => one)) { keepSecret(value); keepSecret(value.replace(/^\w+ /, "")); }
  for (const { value } of Object.values(storage).flat()) if (/^ey[\w-]+\.ey[\w-]+\./.test(value)) keepSecret(value);
  return into({ headers: [], headersByOrigin: headers, storage }, url);
}
