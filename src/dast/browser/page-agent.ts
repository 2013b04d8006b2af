// What looks at a rendered document: what in it can be operated, what it links to, and what shape it has. Runs in the page.

/** Something that can be operated. key: the same for the same control in every run. gestures: what it seems to listen to. */
export interface Control { key: string; gestures: readonly string[]; label: string; tag: string; type: string; visible: boolean; options: readonly string[] }
/** A form or link as the document holds it after scripts have run. URLs are absolute. */
export interface DomForm { method: string; action: string; enctype: string; fields: readonly (readonly [string, string])[]; label: string }
export interface DomView { title: string; url: string; shape: string; controls: readonly Control[]; links: readonly string[]; forms: readonly DomForm[]; alike: number; /** Fields that wait to be filled. */ empty: number }

/** What looks and finds, for one evaluation: nothing of it stays in the page. `kept` is what the watcher has noted (see page-watch.ts). */
export const agent = (name: string): string => String.raw`
  const kept = self[${JSON.stringify(name)}] ?? { listeners: new WeakMap(), roots: new WeakMap() };
  const maxElements = 20000;
  const shadowOf = (el) => el.shadowRoot ?? kept.roots.get(el);
  const everything = () => {
    const all = [], roots = [document];
    for (let at = 0; at < roots.length && at < 500; at += 1) {
      for (const el of roots[at].querySelectorAll("*")) { if (all.length >= maxElements) return all; all.push(el); const root = shadowOf(el); if (root) roots.push(root); }
    }
    return all;
  };
  const gesturesByType = {
    click: "click", mousedown: "press", mouseup: "press", pointerdown: "press", pointerup: "press", touchstart: "press", touchend: "press", auxclick: "click",
    dblclick: "dblclick", contextmenu: "contextmenu", mouseover: "hover", mouseenter: "hover", mousemove: "hover", pointerover: "hover", pointerenter: "hover", pointermove: "hover", mouseleave: "hover", mouseout: "hover",
    focus: "focus", focusin: "focus", blur: "focus", focusout: "focus", keydown: "keys", keyup: "keys", keypress: "keys", input: "fill", change: "fill", beforeinput: "fill", submit: "submit",
    dragstart: "drag", drop: "drag", dragover: "drag", wheel: "wheel", scroll: "scroll", paste: "event:paste", copy: "event:copy", cut: "event:cut", select: "event:select", search: "event:search", touchmove: "event:touchmove", reset: "event:reset", animationend: "event:animationend", transitionend: "event:transitionend",
  };
  const typesOf = (el) => {
    const types = new Set(kept.listeners.get(el) ?? []);
    for (const type in gesturesByType) { try { if (typeof el["on" + type] === "function") types.add(type); } catch {} }
    if (el.getAttributeNames) for (const attribute of el.getAttributeNames()) {
      if (/^on[a-z]+$/.test(attribute)) types.add(attribute.slice(2));
      const said = /^(?:@|v-on:|x-on:|\(|ng-|data-ng-|on-)([a-z]+)/.exec(attribute);
      if (said && gesturesByType[said[1]]) types.add(said[1]);
    }
    return types;
  };
  const text = (value) => String(value ?? "").replace(/\s+/g, " ").trim().slice(0, 80);
  const labelOf = (el) => text(el.getAttribute("aria-label") || (el.matches("input") ? (/^(?:submit|button|image|reset)$/.test(el.type) ? el.value || el.alt : [...(el.labels ?? [])].map((one) => one.textContent).join(" ") || el.placeholder) : el.matches("select,textarea") ? [...(el.labels ?? [])].map((one) => one.textContent).join(" ") : el.textContent) || el.title || el.getAttribute("name") || el.id);
  const visible = (el) => { const box = el.getBoundingClientRect(); if (box.width < 1 || box.height < 1) return false; return el.checkVisibility ? el.checkVisibility({ visibilityProperty: true }) : true; };
  const steady = (word) => String(word ?? "").replace(/\d+/g, "0").slice(0, 60);
  const pathOf = (el) => { const path = []; for (let at = el; at && path.length < 4; at = at.parentElement ?? at.getRootNode().host) path.push(at.tagName.toLowerCase()); return path.join("<"); };
  const keyOf = (el) => [pathOf(el), steady(el.id), steady(el.getAttribute("name")), el.getAttribute("type") ?? "", el.getAttribute("role") ?? "", steady(labelOf(el)).slice(0, 40), steady(el.getAttribute("href") ?? ""), steady(el.getAttribute("onclick") ?? "")].join("|");
  const fields = "input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=image]):not([type=reset]),select,textarea,[contenteditable=''],[contenteditable=true]";
  const byNature = "button,input[type=submit],input[type=button],input[type=image],summary,[role=button],[role=tab],[role=menuitem],[role=option],[role=switch],[role=checkbox],[role=radio],[role=link],[role=treeitem],[role=combobox],[popovertarget],[aria-haspopup],[aria-expanded],[data-toggle],[data-bs-toggle],area[href^='javascript:' i],a[href^='javascript:' i],a[href=''],a[href='#'],a:not([href]),[routerlink],[tabindex]:not([tabindex='-1'])";
  const clickable = (el, delegated) => {
    if (el.matches(byNature)) return true;
    if (el.matches("a[href^='#']")) return true;
    if (el.matches("html,body") || el.children.length > 12) return false;
    const style = getComputedStyle(el);
    if (style.cursor === "pointer" && !el.matches("a[href],label") && !(el.parentElement && getComputedStyle(el.parentElement).cursor === "pointer")) return true;
    return delegated && el.children.length === 0 && [...el.attributes].some((one) => one.name.startsWith("data-")) && !el.matches("script,style,link,meta,a[href]");
  };
  const gesturesOf = (el, delegated, within) => {
    const gestures = new Set();
    for (const type of typesOf(el)) if (gesturesByType[type]) gestures.add(gesturesByType[type]);
    if (gestures.has("press")) { gestures.delete("press"); gestures.add("click"); gestures.add("press"); }
    if (el.matches("[draggable=true]")) gestures.add("drag");
    if (clickable(el, delegated)) gestures.add("click");
    if (el.parentElement && within.has(el.parentElement) && el.parentElement.children.length > 1 && !el.matches("a[href],script,style") && !el.matches(fields)) gestures.add("click");
    if (el.matches(fields)) {
      const type = el.matches("select") ? "select" : (el.type ?? "");
      if (type === "checkbox" || type === "radio") gestures.add("check");
      else if (type === "select") gestures.add("select");
      else { if (gestures.has("keys") || !el.form) gestures.add("enter"); if (gestures.has("fill") || !el.form) gestures.add("fill"); }
    }
    if (el.matches("form") && !el.querySelector("button:not([type=button]),input[type=submit],input[type=image]")) gestures.add("submit");
    else gestures.delete("submit");
    return [...gestures].sort();
  };
  const whole = (el) => el === document.body || el === document.documentElement;
  const controls = (all) => {
    const found = [], counts = new Map();
    const top = new Set([...typesOf(document), ...typesOf(self), ...(document.body ? typesOf(document.body) : []), ...typesOf(document.documentElement)]);
    const delegated = top.has("click") || top.has("mousedown") || top.has("pointerdown");
    const within = new Set(all.filter((el) => !whole(el) && ["click", "mousedown", "pointerdown"].some((type) => typesOf(el).has(type))));
    let alike = 0;
    for (const el of all) {
      if (whole(el) || el.matches("script,style,head,meta,link,title,template") || el.disabled) continue;
      const gestures = gesturesOf(el, delegated, within);
      if (gestures.length === 0) continue;
      const base = keyOf(el), count = counts.get(base) ?? 0;
      counts.set(base, count + 1);
      if (count >= 4) { alike += 1; continue; }
      found.push({ el, key: base + "#" + count, gestures });
    }
    const whenAll = [...new Set([...top].map((type) => gesturesByType[type]).filter((one) => one && one !== "submit" && one !== "fill" && one !== "scroll"))].sort();
    if (whenAll.length && document.body) found.push({ el: document.body, key: "body", gestures: whenAll });
    return { found, alike };
  };
  const urlAttributes = ["href", "src", "action", "formaction", "data", "cite", "longdesc", "poster", "background", "codebase", "manifest", "ping", "icon", "xlink:href", "data-href", "data-url", "data-src", "routerlink"];
  const absolute = (value) => { try { return new URL(value, document.baseURI).href; } catch { return ""; } };
  const linksOf = (all) => {
    const links = new Set();
    for (const el of all) for (const attribute of urlAttributes) {
      const value = el.getAttribute(attribute);
      if (value && value.length < 4000 && !/^\s*(?:javascript|data|mailto|tel|blob|about):/i.test(value)) { const url = absolute(value); if (/^https?:/.test(url)) links.add(url); }
    }
    return [...links].slice(0, 5000);
  };
  const formsOf = (all) => all.filter((el) => el.tagName === "FORM").slice(0, 200).flatMap((form) => {
    const one = (submitter) => {
      try {
        const data = new FormData(form, submitter);
        const at = (name) => (submitter && submitter.hasAttribute("form" + name) ? submitter.getAttribute("form" + name) : form.getAttribute(name));
        return { method: (at("method") || "get").toUpperCase(), action: absolute(at("action") || document.URL), enctype: at("enctype") || "application/x-www-form-urlencoded", fields: [...data].map(([key, value]) => [key, typeof value === "string" ? value : value.name || ""]), label: text(submitter ? labelOf(submitter) : "") };
      } catch { return undefined; }
    };
    const buttons = [...form.elements].filter((el) => el.matches("button:not([type=button]):not([type=reset]),input[type=submit],input[type=image]"));
    return [...(buttons.length ? buttons.slice(0, 6) : [undefined])].map(one).filter((form) => form && form.method !== "DIALOG");
  });
  const shapeOf = (all) => { let hash = 5381; let count = 0; for (const el of all) { if (count > 4000) break; if (!/^(?:SCRIPT|STYLE|LINK|META)$/.test(el.tagName) && visible(el)) { count += 1; const word = el.tagName + (el.getAttribute("role") ?? "") + (el.getAttribute("type") ?? ""); for (let at = 0; at < word.length; at += 1) hash = (hash * 33 + word.charCodeAt(at)) >>> 0; } } return hash.toString(36) + "." + count; };
  const empty = (el) => el.matches(fields) && !el.disabled && !el.readOnly && !/^(?:checkbox|radio|file|range|color|select-one|select-multiple)$/.test(el.type ?? "") && (el.value ?? el.textContent) === "" && visible(el);
  const optionsOf = (el) => (el.tagName === "SELECT" ? [...el.options].slice(0, 12).map((one) => one.value) : []);
`;

/** The view of one document. */
export const viewScript = (name: string): string => `(() => {${agent(name)}
  const all = everything();
  const { found, alike } = controls(all);
  return { title: document.title, url: document.URL, shape: shapeOf(all), alike, empty: all.filter(empty).length, links: linksOf(all), forms: formsOf(all), controls: found.slice(0, 600).map(({ el, key, gestures }) => ({ key, gestures, label: el === document.body ? "" : labelOf(el), tag: el.tagName.toLowerCase(), type: el.getAttribute("type") ?? "", visible: el === document.body || visible(el), options: optionsOf(el) })) };
})()`;

/** What a field says of itself, for a plausible value. */
export interface FieldWords { tag: string; type: string; name: string; label: string; placeholder: string; pattern: string; min: string; max: string; maxLength: number; autocomplete: string }
/** Scrolls the page and whatever scrolls in it to the end; says whether anything moved. */
export const scrollScript = (name: string): string => `(() => {${agent(name)}
  let moved = false;
  const scroller = document.scrollingElement ?? document.documentElement;
  const down = (el) => { const before = el.scrollTop; el.scrollTop = el.scrollHeight; if (el.scrollTop !== before) moved = true; };
  if (scroller) down(scroller);
  for (const el of everything()) if (el.scrollHeight > el.clientHeight + 4 && el !== scroller && /auto|scroll/.test(getComputedStyle(el).overflowY)) down(el);
  return moved;
})()`;

/** Drags an element over each place that takes drops: as events, since a mouse under remote control drags unreliably. */
export const dragScript = (name: string, key: string): string => `(() => {${agent(name)}
  const all = everything();
  const from = controls(all).found.find((one) => one.key === ${JSON.stringify(key)})?.el;
  if (!from) return;
  const data = new DataTransfer();
  const fire = (el, type) => el.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, composed: true, dataTransfer: data }));
  fire(from, "dragstart");
  for (const to of all.filter((el) => typesOf(el).has("drop")).slice(0, 5)) { fire(to, "dragenter"); fire(to, "dragover"); fire(to, "drop"); }
  fire(from, "dragend");
})()`;
