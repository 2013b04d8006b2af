// Gestures: what a person does to one control, with the mouse and the keyboard of the browser, so that pages take it for real.
import type { ElementHandle, Frame, JSHandle } from "playwright-core";
import type { Tab } from "./engine.ts";
import { fieldValue } from "./field-value.ts";
import { dragScript, emptyFieldsScript, fieldWords, findScript } from "./page-agent.ts";
import { pause, within } from "./patience.ts";

/** One step of a way through a page. frame: its number among the frames of the page; value: what is chosen. */
export interface Step { frame: number; key: string; gesture: string; value?: string; /** How dialogs are answered while it is made. */ dialogs: "accept" | "dismiss" }

const actMs = 1500;
const pressMs = 1300;

/** Whether the control was there. What a page throws is its own affair. */
export async function perform(tab: Tab, secret: string, step: Step): Promise<boolean> {
  const frame = tab.page.frames()[step.frame];
  if (frame === undefined) return false;
  if (step.gesture === "fill-all") { await fillEmpty(frame, secret); return true; }
  const handle = await find(frame, secret, step.key);
  if (handle === undefined) return false;
  await within(actMs + pressMs, act(tab, frame, secret, handle, step));
  await handle.dispose().catch(() => {});
  return true;
}

async function find(frame: Frame, secret: string, key: string): Promise<ElementHandle | undefined> {
  const handle: JSHandle | undefined = await within(actMs, frame.evaluateHandle(findScript(secret, key)));
  return handle?.asElement() ?? undefined;
}

async function act(tab: Tab, frame: Frame, secret: string, handle: ElementHandle, { gesture, value, key }: Step): Promise<unknown> {
  const { mouse, keyboard } = tab.page;
  const patient = { timeout: actMs, force: true, noWaitAfter: true };
  switch (gesture) {
    case "click": return key === "body" ? mouse.click(3, 3) : clickOn(handle, "click");
    case "dblclick": return clickOn(handle, "dblclick");
    case "contextmenu": return clickOn(handle, "contextmenu");
    case "press": return press(tab, handle);
    case "hover": return hover(tab, handle);
    case "focus": await handle.focus(); return keyboard.press("Tab");
    case "keys": return keys(tab, handle, key === "body");
    case "enter": await fill(handle, value); return handle.press("Enter", { timeout: actMs, noWaitAfter: true });
    case "fill": await fill(handle, value); await keyboard.press("Tab"); return undefined;
    case "select": await handle.selectOption(value ?? "", { timeout: actMs, force: true }); return undefined;
    case "check": return clickOn(handle, "click");
    case "submit": return handle.evaluate((form) => { (form as unknown as { requestSubmit(): void }).requestSubmit(); });
    case "drag": return frame.evaluate(dragScript(secret, key));
    case "wheel": await handle.hover(patient); return mouse.wheel(0, 600);
    case "scroll": return handle.evaluate((el) => { const box = el as unknown as { scrollTop: number; scrollHeight: number }; box.scrollTop = box.scrollHeight; });
    default: return handle.dispatchEvent(gesture.replace(/^event:/, ""), { bubbles: true });
  }
}

/** By the mouse where it can be seen; as an event where it cannot, for menus that only a style sheet opens. */
async function clickOn(handle: ElementHandle, how: "click" | "dblclick" | "contextmenu"): Promise<void> {
  const patient = { timeout: actMs, force: true, noWaitAfter: true };
  if (!await handle.isVisible()) return handle.dispatchEvent(how);
  if (how === "dblclick") return handle.dblclick(patient);
  return handle.click({ ...patient, button: how === "click" ? "left" : "right" });
}

async function press(tab: Tab, handle: ElementHandle): Promise<void> {
  await handle.dispatchEvent("touchstart").catch(() => {});
  await handle.hover({ timeout: actMs, force: true, noWaitAfter: true });
  await tab.page.mouse.down();
  await pause(pressMs);
  await tab.page.mouse.up();
  await handle.dispatchEvent("touchend").catch(() => {});
}

async function hover(tab: Tab, handle: ElementHandle): Promise<void> {
  if (!await handle.isVisible()) { for (const type of ["mouseover", "mouseenter", "mousemove"]) await handle.dispatchEvent(type); return; }
  await handle.hover({ timeout: actMs, force: true, noWaitAfter: true });
  await tab.page.mouse.move(1, 1);
}

const keysToTry = ["Enter", "Space", "ArrowDown", "ArrowRight", "Escape", "a"] as const;

async function keys({ page }: Tab, handle: ElementHandle, whole: boolean): Promise<void> {
  if (!whole) await handle.focus();
  for (const key of keysToTry) await page.keyboard.press(key);
}

async function fill(handle: ElementHandle, value: string | undefined): Promise<void> {
  const words = await handle.evaluate(fieldWords);
  if (words.type === "range" || words.type === "color" || words.type === "file") { for (const type of ["input", "change"]) await handle.dispatchEvent(type, { bubbles: true }); return; }
  await handle.fill(value ?? fieldValue(words), { timeout: actMs, force: true });
}

/** Fills what is empty, so that a form that is sent says something. */
async function fillEmpty(frame: Frame, secret: string): Promise<void> {
  const list = await within(actMs, frame.evaluateHandle(emptyFieldsScript(secret)));
  const properties = await within(actMs, list?.getProperties() ?? Promise.resolve(new Map<string, JSHandle>()));
  for (const one of properties?.values() ?? []) {
    const handle = one.asElement();
    if (handle !== null) await within(actMs, fill(handle, undefined));
  }
  await list?.dispose().catch(() => {});
}
