// Scripted logins: recorded steps are played in a tab of their own, and what makes the browser logged in is taken from it.
import type { FrameLocator, Locator, Page } from "playwright-core";
import type { Clock } from "../../kernel/clock.ts";
import type { LoginStep, StepTarget } from "../identities/login-steps.ts";
import type { Session, StoredItem } from "../session.ts";
import type { Engine, Tab } from "./engine.ts";
import { within } from "./patience.ts";
import { settle } from "./settle.ts";

export interface LoginCookie { name: string; value: string; domain: string; path: string; httpOnly: boolean; secure: boolean; sameSite: string; expiresAt: number | undefined }
/** headers: authorization and headers like tokens that the page's scripts sent after the login, by origin. */
export interface LoginOutcome { done: boolean; /** Why it stopped, with the number of the step, from 1. */ why: string | undefined; url: string; title: string; cookies: readonly LoginCookie[]; storage: Readonly<Record<string, readonly StoredItem[]>>; headers: Readonly<Record<string, readonly (readonly [string, string])[]>> }

export interface LoginValues { username?: string; password?: string; /** A fresh one-time password, asked for when a step needs it. */ totp?: () => string }
export interface PlayOptions { session: Session; values: LoginValues; signal: AbortSignal; maxMs: number }
export interface PlayTools { engine: Engine; clock: Clock }
/** What plays: a tab that goes where its pages go, and what it has heard. */
export interface LoginTab { tab: Tab; rest(maxMs?: number): Promise<unknown>; heard: Map<string, Map<string, string>> }

const stepMs = 10_000;
const restMs = 6000;
const methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Plays the steps. Nothing throws for what the target does: `done` and `why` say it. */
export async function playSteps(steps: readonly LoginStep[], options: PlayOptions, tools: PlayTools): Promise<LoginOutcome> {
  return inLoginTab(options, tools, async (login) => {
    for (const [at, step] of steps.entries()) {
      const why = await attempt(login, step, options.values);
      if (why !== undefined && step.optional !== true) return `Step ${at + 1} (${step.do}) failed: ${why}`;
    }
    return undefined;
  });
}

/** Opens a tab for a login, lets it work, and gathers what it left; `work` says why it failed. */
export async function inLoginTab(options: PlayOptions, { engine, clock }: PlayTools, work: (login: LoginTab) => Promise<string | undefined>): Promise<LoginOutcome> {
  const tab = await engine.tab();
  const heard = new Map<string, Map<string, string>>();
  const login: LoginTab = { tab, heard, rest: (maxMs = restMs) => settle(tab, { clock, secret: engine.secret }, { stillMs: 80, maxMs }) };
  tab.page.on("dialog", (dialog) => { void dialog.accept().catch(() => {}); });
  tab.gate.open({ session: options.session, navigations: "follow", methods, maxRequests: 2000, onRequest: ({ request }) => { hear(heard, request.url, request.headers); } });
  tab.sockets.open({ allowed: false, foundOn: () => tab.page.url() });
  try {
    // Time is up is told apart from an end without a complaint.
    const ended = await within(options.maxMs, work(login).then((why) => ({ why }), (thrown: unknown) => ({ why: sentenceOf(thrown) })));
    const scanEnded = tab.gate.ended();
    if (scanEnded !== undefined) throw scanEnded;
    return await outcomeOf(login, ended === undefined ? `It took longer than ${Math.round(options.maxMs / 1000)} s.` : ended.why);
  } finally { await engine.drop(tab); }
}

const tokenLike = /^(?:authorization|x-.*(?:token|auth|csrf|xsrf|session|api-?key).*)$/i;

function hear(heard: LoginTab["heard"], url: string, headers: readonly (readonly [string, string])[]): void {
  for (const [name, value] of headers) {
    if (!tokenLike.test(name)) continue;
    const { origin } = new URL(url);
    heard.set(origin, (heard.get(origin) ?? new Map<string, string>()).set(name.toLowerCase(), value));
  }
}

async function outcomeOf({ tab, heard }: LoginTab, why: string | undefined): Promise<LoginOutcome> {
  const state = await within(3000, tab.context.storageState());
  const session = await within(1000, tab.page.evaluate("Object.entries(sessionStorage)")) as [string, string][] | undefined;
  const url = tab.page.url();
  const storage: Record<string, StoredItem[]> = {};
  for (const { origin, localStorage } of state?.origins ?? []) storage[origin] = localStorage.map(({ name, value }): StoredItem => ({ area: "local", name, value }));
  const origin = URL.canParse(url) ? new URL(url).origin : "";
  if (session !== undefined && session.length > 0) storage[origin] = [...storage[origin] ?? [], ...session.map(([name, value]): StoredItem => ({ area: "session", name, value }))];
  return {
    done: why === undefined, why, url, title: await within(1000, tab.page.title()) ?? "", storage,
    cookies: (state?.cookies ?? []).map(({ name, value, domain, path, httpOnly, secure, sameSite, expires }) => ({ name, value, domain, path, httpOnly, secure, sameSite, expiresAt: expires < 0 ? undefined : Math.round(expires * 1000) })),
    headers: Object.fromEntries([...heard].map(([of, values]) => [of, [...values]])),
  };
}

/** undefined: it worked. */
async function attempt(login: LoginTab, step: LoginStep, values: LoginValues): Promise<string | undefined> {
  const timeout = step.timeoutMs ?? stepMs;
  try {
    await make(login, step, { values, timeout });
    if (step.do !== "fill") await login.rest();
    return undefined;
  } catch (thrown) { return sentenceOf(thrown); }
}

async function make({ tab: { page } }: LoginTab, step: LoginStep, { values, timeout }: { values: LoginValues; timeout: number }): Promise<void> {
  switch (step.do) {
    case "goto": await page.goto(filled(step.url, values), { waitUntil: "commit", timeout }); return;
    case "fill": await located(page, step.on).fill(filled(step.value, values), { timeout }); return;
    case "press": await (step.on === undefined ? page.keyboard.press(step.key) : located(page, step.on).press(step.key, { timeout, noWaitAfter: true })); return;
    case "click": await located(page, step.on).click({ timeout, noWaitAfter: true }); return;
    case "check": await located(page, step.on).setChecked(step.checked ?? true, { timeout }); return;
    case "select": await located(page, step.on).selectOption(filled(step.value, values), { timeout }); return;
    case "wait": return waitFor(page, step, timeout);
    default: return step satisfies never;
  }
}

async function waitFor(page: Page, { url, text, selector, ms }: Extract<LoginStep, { do: "wait" }>, timeout: number): Promise<void> {
  if (url !== undefined) await page.waitForURL(globOf(url), { timeout, waitUntil: "commit" });
  if (text !== undefined) await page.getByText(text).first().waitFor({ timeout });
  if (selector !== undefined) await page.locator(selector).first().waitFor({ timeout });
  if (ms !== undefined) await page.waitForTimeout(ms);
}

/** A `*` is anything. */
const globOf = (url: string): RegExp => new RegExp(`^${url.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)).join(".*")}$`, "s");

function located(page: Page, { selector, label, text, placeholder, role, name, frames = [] }: StepTarget): Locator {
  let within: Page | FrameLocator = page;
  for (const frame of frames) within = within.frameLocator(frame);
  if (selector !== undefined) return within.locator(selector).first();
  if (label !== undefined) return within.getByLabel(label).first();
  if (placeholder !== undefined) return within.getByPlaceholder(placeholder).first();
  if (role !== undefined) return within.getByRole(role as "button", name === undefined ? {} : { name }).first();
  return within.getByText(text ?? "").first();
}

function filled(text: string, { username, password, totp }: LoginValues): string {
  const value = (name: string): string => {
    const given = name === "username" ? username : name === "password" ? password : totp?.();
    if (given === undefined) throw new Error(`the identity has no ${name}`);
    return given;
  };
  return text.replaceAll(/\{(username|password|totp)\}/g, (_all, name: string) => value(name));
}

/** The first line, and none of the values that were typed: the driver's messages show what it looked for, not what it filled in. */
const sentenceOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown)).split("\n", 1)[0]!.replace(/^[a-zA-Z.]+: /, "").slice(0, 300);
