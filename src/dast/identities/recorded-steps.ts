// Login steps from recordings of other tools: the Chrome DevTools Recorder's JSON, and code that Playwright's codegen wrote.
import { Fault } from "../../kernel/fault.ts";
import { readLoginSteps } from "./login-steps.ts";
import type { LoginStep, StepTarget } from "./login-steps.ts";

/** unread: what of the recording has no step of ours, in words. */
export interface RecordedSteps { steps: readonly LoginStep[]; unread: readonly string[] }

/** Reads our own JSON, a Recorder document or codegen's code, whichever it is. Passwords in recordings stay as they are: replace them by "{password}". */
export function readRecordedSteps(text: string): RecordedSteps {
  if (/\bpage\s*\.\s*goto\(/.test(text)) return orFault(codegenSteps(text));
  const document = jsonOf(text);
  const steps = (document as { steps?: unknown } | undefined)?.steps;
  if (Array.isArray(steps) && steps.some((step) => typeof (step as { type?: unknown } | null)?.type === "string")) return orFault(recorderSteps(steps as RecorderStep[]));
  return { steps: readLoginSteps(document), unread: [] };
}

function jsonOf(text: string): unknown {
  try { return JSON.parse(text); } catch (cause) { throw new Fault("dast.steps-invalid", { detail: "This is neither JSON nor code with page.goto()." }, cause); }
}

function orFault(recorded: RecordedSteps): RecordedSteps {
  if (recorded.steps.length === 0) throw new Fault("dast.steps-invalid", { detail: "The recording has no step that can be played." });
  return recorded;
}

// https://github.com/puppeteer/replay, docs/api: selectors are lists of ways, each a selector or a list of selectors through shadow roots.
interface RecorderStep { type: string; url?: string; selectors?: readonly (string | readonly string[])[]; value?: string; key?: string; frame?: readonly number[]; assertedEvents?: readonly { type: string; url?: string }[]; timeout?: number }

function recorderSteps(given: readonly RecorderStep[]): RecordedSteps {
  const steps: LoginStep[] = [];
  const unread: string[] = [];
  for (const [at, one] of given.entries()) {
    const step = recorderStep(one);
    if (step === undefined) { if (!silent.has(one.type)) unread.push(`step ${at + 1} (${one.type})`); continue; }
    if (one.frame !== undefined && one.frame.length > 0) unread.push(`step ${at + 1}: its frame is named by number`);
    steps.push(step);
  }
  return { steps, unread };
}

// They belong to the recording, not to the login.
const silent = new Set(["setViewport", "keyUp", "scroll", "emulateNetworkConditions", "hover"]);

function recorderStep(step: RecorderStep): LoginStep | undefined {
  const on = recorderTarget(step.selectors);
  switch (step.type) {
    case "navigate": return step.url === undefined ? undefined : { do: "goto", url: step.url };
    case "click": case "doubleClick": return on && { do: "click", on };
    case "change": return on && { do: "fill", on, value: step.value ?? "" };
    case "keyDown": return step.key === undefined ? undefined : { do: "press", key: step.key };
    case "waitForElement": { const css = on?.selector; return css === undefined ? undefined : { do: "wait", selector: css }; }
    default: return undefined;
  }
}

function recorderTarget(selectors: RecorderStep["selectors"] = []): StepTarget | undefined {
  const all = selectors.map((one) => (typeof one === "string" ? [one] : [...one]));
  // Labels outlive ids and class names.
  const aria = all.find((path) => path.length === 1 && path[0]?.startsWith("aria/"))?.[0];
  const css = all.find((path) => path.every((part) => !/^(?:aria|xpath|text|pierce)\//.test(part)));
  const text = all.find((path) => path.length === 1 && path[0]?.startsWith("text/"))?.[0];
  if (css !== undefined) return { selector: css.join(" >> ") };
  if (aria !== undefined) return ariaTarget(aria.slice("aria/".length));
  return text === undefined ? undefined : { text: text.slice("text/".length) };
}

/** `Sign in[role="button"]`, or a name alone. */
function ariaTarget(text: string): StepTarget {
  const [, name = text, role] = /^(.*?)\[role="([^"]*)"\]$/.exec(text) ?? [];
  return role === undefined ? { label: name } : { role, name };
}

const quoted = String.raw`(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|` + "`((?:[^`\\\\]|\\\\.)*)`)";
const statement = new RegExp(String.raw`page\s*\.\s*(?:(goto)\(\s*${quoted}|(?:(locator|getByLabel|getByText|getByPlaceholder|getByRole|getByTestId)\(\s*${quoted}\s*(?:,\s*\{([^}]*)\}\s*)?\)(?:\s*\.\s*(?:first|last|nth)\([^)]*\))*\s*\.\s*)?(fill|click|press|check|uncheck|selectOption|dblclick)\(\s*(?:${quoted})?)`, "g");

/** One call a line, as codegen writes it for JavaScript and TypeScript. */
function codegenSteps(code: string): RecordedSteps {
  const steps: LoginStep[] = [];
  const unread: string[] = [];
  for (const line of code.split("\n")) {
    if (!/\bpage\s*\./.test(line) || /\bexpect\(/.test(line)) continue;
    const [found] = line.matchAll(statement);
    const step = found === undefined ? undefined : codegenStep(found);
    if (step === undefined) unread.push(line.trim().slice(0, 120)); else steps.push(step);
  }
  return { steps, unread };
}

function codegenStep(found: RegExpExecArray): LoginStep | undefined {
  const text = (from: number): string | undefined => { const raw = found[from] ?? found[from + 1] ?? found[from + 2]; return raw?.replaceAll(/\\(.)/g, "$1"); };
  if (found[1] !== undefined) return { do: "goto", url: text(2) ?? "" };
  const on = codegenTarget(found[5], text(6), found[9] ?? "");
  const value = text(11) ?? "";
  if (on === undefined) return undefined;
  switch (found[10]) {
    case "fill": return { do: "fill", on, value };
    case "click": case "dblclick": return { do: "click", on };
    case "press": return { do: "press", on, key: value };
    case "check": case "uncheck": return { do: "check", on, checked: found[10] === "check" };
    case "selectOption": return { do: "select", on, value };
    default: return undefined;
  }
}

function codegenTarget(by: string | undefined, text: string | undefined, options: string): StepTarget | undefined {
  if (text === undefined) return undefined;
  const [, , name] = /\bname:\s*(['"`])(.*?)\1/.exec(options) ?? [];
  switch (by) {
    case "locator": return { selector: text };
    case "getByLabel": return { label: text };
    case "getByText": return { text };
    case "getByPlaceholder": return { placeholder: text };
    case "getByTestId": return { selector: `[data-testid=${JSON.stringify(text)}]` };
    case "getByRole": return { role: text, ...name === undefined ? {} : { name } };
    default: return undefined;
  }
}
