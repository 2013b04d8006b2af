// Logging in by a form that nobody described: the fields are found by what they are, also when name and password come on two pages.
import type { ElementHandle, Frame } from "playwright-core";
import { within } from "./patience.ts";
import { inLoginTab } from "./play-steps.ts";
import type { LoginOutcome, LoginTab, LoginValues, PlayOptions, PlayTools } from "./play-steps.ts";

/** What a page offers for a login now. */
interface LoginFields { frame: Frame; user: ElementHandle | undefined; password: ElementHandle | undefined; code: ElementHandle | undefined }

const maxPages = 5;
const actMs = 3000;

/**
 * Opens the page, fills what it finds, sends it, and goes on until there is nothing more to fill: a name, a password, a one-time password.
 * done says only that it was filled and sent; whether it worked is told by the identity's assertion.
 */
export async function formLogin(url: string, options: PlayOptions, tools: PlayTools): Promise<LoginOutcome> {
  return inLoginTab(options, tools, async (login) => {
    await login.tab.page.goto(url, { waitUntil: "commit", timeout: 15_000 });
    await login.rest();
    const sent = { password: false };
    for (let count = 0; count < maxPages; count += 1) {
      const fields = await fieldsOf(login) ?? (sent.password ? undefined : await afterOpening(login));
      if (fields === undefined || (sent.password && fields.password !== undefined)) break;
      const why = await fillAndSend(login, fields, options.values);
      if (why !== undefined) return why;
      sent.password ||= fields.password !== undefined;
      await login.rest();
    }
    return sent.password ? undefined : "No field for a password was found.";
  });
}

async function fillAndSend(login: LoginTab, { user, password, code }: LoginFields, values: LoginValues): Promise<string | undefined> {
  if (user !== undefined && values.username !== undefined) await user.fill(values.username, { timeout: actMs, force: true });
  if (password !== undefined) {
    if (values.password === undefined) return "The identity has no password.";
    await password.fill(values.password, { timeout: actMs, force: true });
  }
  if (code !== undefined && password === undefined) {
    if (values.totp === undefined) return "A one-time password is asked for, and the identity has none.";
    await code.fill(values.totp(), { timeout: actMs, force: true });
  }
  const last = password ?? code ?? user;
  const before = login.tab.page.url();
  await last?.press("Enter", { timeout: actMs, noWaitAfter: true });
  await login.rest();
  // Some pages listen to their button alone.
  if (login.tab.page.url() === before && last !== undefined && await within(actMs, last.isVisible()) === true) await clickSubmit(last);
  return undefined;
}

// Runs in the page: the button of the form, or the nearest one after the field.
const submitOf = (field: unknown): unknown => {
  interface Element { form?: Element | null; matches(selector: string): boolean; querySelectorAll(selector: string): ArrayLike<Element>; parentElement: Element | null; textContent: string | null; offsetWidth?: number }
  const buttons = "button:not([type=button]):not([type=reset]),input[type=submit],input[type=image]";
  const any = "button,input[type=button],[role=button]";
  const start = field as Element;
  for (let at: Element | null = start.form ?? start; at !== null; at = at.parentElement) {
    const found = [...Array.from(at.querySelectorAll(buttons)), ...Array.from(at.querySelectorAll(any))].find((one) => (one.offsetWidth ?? 0) > 0);
    if (found !== undefined) return found;
  }
  return null;
};

async function clickSubmit(field: ElementHandle): Promise<void> {
  const button = (await within(actMs, field.evaluateHandle(submitOf)))?.asElement();
  if (button) await within(actMs, button.click({ timeout: actMs, force: true, noWaitAfter: true }));
}

const opener = /^(?:log ?in|sign ?in|anmelden|einloggen|se connecter|connexion|iniciar sesión|acceder|accedi|entrar|my account|login)$/i;

/** The form may be behind a button or link of the start page, or behind a notice that covers it. */
async function afterOpening(login: LoginTab): Promise<LoginFields | undefined> {
  const { page } = login.tab;
  for (const role of ["link", "button", "menuitem", "tab"] as const) {
    const one = page.getByRole(role, { name: opener }).first();
    if (await within(1000, one.count()) !== 1) continue;
    await within(actMs, one.click({ timeout: actMs, force: true, noWaitAfter: true }));
    await login.rest();
    const fields = await fieldsOf(login);
    if (fields !== undefined) return fields;
  }
  return undefined;
}

const userWords = /user|mail|login|account|benutzer|usuario|utilisateur|identifi|name|phone|konto/i;
const codeWords = /otp|totp|code|token|2fa|mfa|einmal|verification/i;

/** In whichever frame they are; undefined: nothing of a login is to be seen. */
async function fieldsOf({ tab: { page } }: LoginTab): Promise<LoginFields | undefined> {
  for (const frame of page.frames().slice(0, 10)) {
    const shown = await visibleInputs(frame);
    const password = shown.find(({ type }) => type === "password")?.handle;
    const texts = shown.filter(({ type }) => /^(?:text|email|tel|number|)$/.test(type));
    const code = texts.find(({ words }) => codeWords.test(words))?.handle;
    const before = password === undefined ? texts : texts.filter((one) => shown.indexOf(one) < shown.findIndex(({ type }) => type === "password"));
    const user = (before.filter(({ handle }) => handle !== code).findLast(({ words, type }) => type === "email" || userWords.test(words)) ?? (password === undefined ? undefined : before.at(-1)))?.handle;
    if (password !== undefined || user !== undefined || code !== undefined) return { frame, user, password, code };
  }
  return undefined;
}

async function visibleInputs(frame: Frame): Promise<{ handle: ElementHandle; type: string; words: string }[]> {
  const handles = await within(actMs, frame.locator("input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=checkbox]):not([type=radio])").elementHandles()) ?? [];
  const shown = [];
  for (const handle of handles.slice(0, 40)) {
    if (await within(500, handle.isVisible()) !== true) continue;
    const words = async (name: string): Promise<string> => await within(500, handle.getAttribute(name)) ?? "";
    shown.push({ handle, type: (await words("type")).toLowerCase(), words: [await words("name"), await words("id"), await words("autocomplete"), await words("placeholder"), await words("aria-label")].join(" ") });
  }
  return shown;
}
