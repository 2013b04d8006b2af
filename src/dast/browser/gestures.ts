// Gestures: what a person does to one control, with the mouse and the keyboard of the browser, so that pages take it for real.
import type { Tab } from "./engine.ts";
import { fieldValue } from "./field-value.ts";
import { click, fire, focus, grasp, graspEmpty, scrollDown, setValue, submit, type } from "./hands.ts";
import type { Grasped, Hand } from "./hands.ts";
import { dragScript } from "./page-agent.ts";
import { pause, within } from "./patience.ts";

/** One step of a way through a page. frame: its number among the frames of the page; value: what is chosen. */
export interface Step { frame: number; key: string; gesture: string; value?: string; /** How dialogs are answered while it is made. */ dialogs: "accept" | "dismiss" }

const actMs = 1500;
const pressMs = 1300;
const maxFields = 40;

/** Whether the control was there. What a page throws is its own affair. */
export async function perform(tab: Tab, secret: string, step: Step): Promise<boolean> {
  const frame = tab.page.frames()[step.frame];
  if (frame === undefined) return false;
  const hand: Hand = { page: tab.page, frame, secret };
  if (step.gesture === "fill-all") { await fillEmpty(hand); return true; }
  const held = await grasp(hand, step.key);
  if (held === undefined) return false;
  await within(actMs + pressMs, act(hand, held, step));
  return true;
}

async function act(hand: Hand, held: Grasped, { gesture, value, key }: Step): Promise<unknown> {
  const { page: { mouse, keyboard }, frame, secret } = hand;
  switch (gesture) {
    case "click": return key === "body" ? mouse.click(3, 3) : click(hand, held, "click");
    case "dblclick": return click(hand, held, "dblclick");
    case "contextmenu": return click(hand, held, "contextmenu");
    case "press": return press(hand, held);
    case "hover": return hover(hand, held);
    case "focus": await focus(hand); return keyboard.press("Tab");
    case "keys": return keys(hand, key === "body");
    case "enter": await fill(hand, held, value); await focus(hand); return keyboard.press("Enter");
    case "fill": await fill(hand, held, value); return keyboard.press("Tab");
    case "select": return setValue(hand, value ?? "");
    case "check": return click(hand, held, "click");
    case "submit": return submit(hand);
    case "drag": return frame.evaluate(dragScript(secret, key));
    case "wheel": if (held.point !== undefined) await mouse.move(held.point.x, held.point.y); return mouse.wheel(0, 600);
    case "scroll": return scrollDown(hand);
    default: return fire(hand, gesture.replace(/^event:/, ""));
  }
}

async function press(hand: Hand, { point }: Grasped): Promise<void> {
  const { mouse } = hand.page;
  await fire(hand, "touchstart");
  if (point === undefined) await fire(hand, "mousedown");
  else { await mouse.move(point.x, point.y); await mouse.down(); }
  await pause(pressMs);
  if (point === undefined) await fire(hand, "mouseup");
  else await mouse.up();
  await fire(hand, "touchend");
}

async function hover(hand: Hand, { point }: Grasped): Promise<void> {
  if (point === undefined) { for (const event of ["mouseover", "mouseenter", "mousemove"]) await fire(hand, event); return; }
  await hand.page.mouse.move(point.x, point.y);
  await hand.page.mouse.move(1, 1);
}

const keysToTry = ["Enter", "Space", "ArrowDown", "ArrowRight", "Escape", "a"] as const;

async function keys(hand: Hand, whole: boolean): Promise<void> {
  if (!whole) await focus(hand);
  for (const key of keysToTry) await hand.page.keyboard.press(key);
}

async function fill(hand: Hand, held: Grasped, value: string | undefined): Promise<void> {
  if (/^(?:range|color|file)$/.test(held.words.type)) return setValue(hand, undefined);
  await type(hand, held, value ?? fieldValue(held.words));
}

/** Fills what is empty, so that a form that is sent says something. */
async function fillEmpty(hand: Hand): Promise<void> {
  for (let count = 0; count < maxFields; count += 1) {
    const held = await graspEmpty(hand);
    if (held === undefined) return;
    await within(actMs, fill(hand, held, undefined));
  }
}
