// What proves in a page that a script ran: a function of the token's name, and dialogs that say the token.
import type { Execution } from "../browser.ts";

/** Reports go through a binding of this name, as JSON. */
export interface HookReport { how: "call" | "property"; frame: string }

/**
 * Defines the token on every window of the page, before its scripts. Reading it is no sign (pages look names up), calling it or setting it is.
 * A wildcard of quotes is not needed: the token is letters only, which the caller checks.
 */
export const hookScript = (token: string, binding: string): string => String.raw`(() => {
  const report = self[${JSON.stringify(binding)}];
  if (typeof report !== "function") return;
  const say = (how) => { try { report(JSON.stringify({ how, frame: String(location.href) })); } catch {} };
  const called = function () { say("call"); };
  try { Object.defineProperty(self, ${JSON.stringify(token)}, { configurable: true, enumerable: false, get: () => called, set: () => { say("property"); } }); } catch {}
})();`;

/**
 * Operates what carries the token: its handlers are called by events of their names, links and buttons are clicked, fields get the focus.
 * wide: everything that can be clicked, too, for listeners that scripts have attached.
 */
export const interactScript = (token: string): string => String.raw`(() => {
  const token = ${JSON.stringify(token)};
  const roots = [document];
  const all = [];
  for (let at = 0; at < roots.length && roots.length < 100; at += 1) for (const el of roots[at].querySelectorAll("*")) { all.push(el); if (el.shadowRoot) roots.push(el.shadowRoot); }
  const carries = (el) => [...el.attributes].some((one) => one.value.includes(token) || one.name.includes(token));
  const fire = (el, type) => {
    const Kind = /^(?:mouse|click|dblclick|contextmenu|aux)/.test(type) ? MouseEvent : /^pointer/.test(type) ? PointerEvent : /^key/.test(type) ? KeyboardEvent : /^(?:focus|blur)/.test(type) ? FocusEvent : Event;
    try { el.dispatchEvent(new Kind(type, { bubbles: true, cancelable: true, composed: true, ...(Kind === KeyboardEvent ? { key: "x" } : {}) })); } catch {}
  };
  const carriers = all.filter(carries).slice(0, 60);
  for (const el of carriers) {
    for (const { name, value } of [...el.attributes]) if (/^on/i.test(name) && value.includes(token)) fire(el, name.slice(2).toLowerCase());
    try { el.focus?.(); } catch {}
    for (const type of ["mouseover", "mouseenter", "pointerover", "mousedown", "mouseup"]) fire(el, type);
    try { el.tagName.toLowerCase() === "a" || typeof el.click === "function" ? (el.click ? el.click() : fire(el, "click")) : fire(el, "click"); } catch {}
    if (el.namespaceURI !== "http://www.w3.org/1999/xhtml") fire(el, "click");
    if (/^(?:form)$/i.test(el.tagName)) { try { el.requestSubmit(); } catch {} }
  }
  // A link around a carrier, or a button of a form whose action carries it.
  for (const el of carriers) { const link = el.closest?.("a[href],button,summary"); if (link && link !== el) { try { link.click(); } catch {} } }
  const others = all.filter((el) => !carriers.includes(el) && el.matches("a[href^='javascript:' i],a[href='#'],a:not([href]),button,input[type=button],input[type=submit],summary,[onclick],[role=button]")).slice(0, 20);
  for (const el of others) { try { fire(el, "mouseover"); el.click(); } catch {} }
  return carriers.length + others.length;
})()`;

export const executionOf = (report: HookReport, after: Execution["after"]): Execution => ({ how: report.how, frame: report.frame, after });
