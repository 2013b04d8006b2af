// Hands: they grasp one control of a page, and point, press and type with the browser's own mouse and keyboard.
// Nothing of the driver comes into the page: its handles of elements bring a large script into each document, with listeners that a page can see.
import type { Frame, Page } from "playwright-core";
import { agent } from "./page-agent.ts";
import type { FieldWords } from "./page-agent.ts";
import { within } from "./patience.ts";

/** What is held now. point: its middle in the window, brought into view; undefined: nobody could point at it. takesText: can be typed into. */
export interface Grasped { words: FieldWords; point: { x: number; y: number } | undefined; takesText: boolean }
/** The frame of a control, and the name of what we keep in its document. */
export interface Hand { page: Page; frame: Frame; secret: string }

const graspMs = 1500;

const graspScript = (name: string, pick: string): string => `(() => {${agent(name)}
  if (!self[${JSON.stringify(name)}]) Object.defineProperty(self, ${JSON.stringify(name)}, { value: kept, enumerable: false });
  const el = ${pick};
  kept.hand = el;
  if (!el) return null;
  const point = () => {
    if (!visible(el)) return undefined;
    el.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = el.getClientRects()[0] ?? el.getBoundingClientRect();
    let x = box.x + box.width / 2, y = box.y + box.height / 2;
    for (let at = self; at !== at.parent; at = at.parent) {
      if (!at.frameElement) return undefined;
      const frame = at.frameElement.getBoundingClientRect();
      x += frame.x + at.frameElement.clientLeft; y += frame.y + at.frameElement.clientTop;
    }
    return x >= 0 && y >= 0 && x < self.top.innerWidth && y < self.top.innerHeight ? { x, y } : undefined;
  };
  const attribute = (one) => String(el[one] ?? "");
  const words = { tag: el.tagName.toLowerCase(), type: String(el.type ?? "text").toLowerCase(), name: attribute("name") || el.id || "", label: [...(el.labels ?? [])].map((one) => one.textContent ?? "").join(" "), placeholder: attribute("placeholder"), pattern: attribute("pattern"), min: attribute("min"), max: attribute("max"), maxLength: el.maxLength ?? -1, autocomplete: attribute("autocomplete") };
  const takesText = el.isContentEditable === true || el.tagName === "TEXTAREA" || (el.tagName === "INPUT" && /^(?:text|search|email|tel|url|password|number)$/.test(el.type));
  return { words, point: point(), takesText };
})()`;

/** Takes hold of the control of this key; undefined: it is not there, or the page does not answer. */
export const grasp = ({ frame, secret }: Hand, key: string): Promise<Grasped | undefined> => graspedBy(frame, graspScript(secret, `controls(everything()).found.find((one) => one.key === ${JSON.stringify(key)})?.el ?? null`));

/** Takes hold of the next field that is empty and was not held before. */
export const graspEmpty = ({ frame, secret }: Hand): Promise<Grasped | undefined> => graspedBy(frame, graspScript(secret, nextEmpty));
const nextEmpty = "(() => { kept.tried ??= new WeakSet(); const one = everything().find((one) => empty(one) && !kept.tried.has(one)) ?? null; if (one) kept.tried.add(one); return one; })()";

async function graspedBy(frame: Frame, script: string): Promise<Grasped | undefined> {
  return await within(graspMs, frame.evaluate(script)) as Grasped | null | undefined ?? undefined;
}

/** Does something with what is held: `el` in the code. */
const withHeld = ({ frame, secret }: Hand, code: string): Promise<unknown> => frame.evaluate(`(() => { const el = self[${JSON.stringify(secret)}]?.hand; if (el) { ${code} } })()`);

export type Click = "click" | "dblclick" | "contextmenu";

/** By the mouse where it can be seen; as an event where it cannot, for menus that only a style sheet opens. */
export async function click(hand: Hand, { point }: Grasped, how: Click): Promise<void> {
  const { mouse } = hand.page;
  if (point === undefined) return fire(hand, how);
  await mouse.click(point.x, point.y, { button: how === "contextmenu" ? "right" : "left", clickCount: how === "dblclick" ? 2 : 1 });
}

/** An event of what is held, with the effects that a click has by itself. */
export async function fire(hand: Hand, type: string): Promise<void> {
  const kind = /^(?:mouse|click|dblclick|contextmenu|auxclick)/.test(type) ? "MouseEvent" : type.startsWith("pointer") ? "PointerEvent" : "Event";
  const dispatch = `el.dispatchEvent(new ${kind}(${JSON.stringify(type)}, { bubbles: true, cancelable: true, composed: true }));`;
  await withHeld(hand, type === "click" ? `if (el.click) el.click(); else ${dispatch}` : dispatch);
}

/** Types in place of what is there; where no text is taken, sets the value and tells of it. */
export async function type(hand: Hand, { takesText }: Grasped, value: string): Promise<void> {
  if (!takesText) return setValue(hand, value);
  await withHeld(hand, "el.focus({ preventScroll: true }); el.select?.();");
  await hand.page.keyboard.insertText(value);
}

/** Through the platform's own setter, behind which frameworks listen. Without a value it is only told that it changed. */
export async function setValue(hand: Hand, value: string | undefined): Promise<void> {
  const set = value === undefined ? "" : `const value = ${JSON.stringify(value)}; if (el.options) for (const one of el.options) one.selected = one.value === value; else Object.getOwnPropertyDescriptor(Object.getPrototypeOf(el), "value")?.set?.call(el, value);`;
  await withHeld(hand, `${set} for (const type of ["input", "change"]) el.dispatchEvent(new Event(type, { bubbles: true, composed: true }));`);
}

export const focus = async (hand: Hand): Promise<void> => { await withHeld(hand, "el.focus();"); };
export const submit = async (hand: Hand): Promise<void> => { await withHeld(hand, "el.requestSubmit();"); };
export const scrollDown = async (hand: Hand): Promise<void> => { await withHeld(hand, "el.scrollTop = el.scrollHeight;"); };
