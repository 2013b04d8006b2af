// What runs in every document before its own scripts: it remembers listeners, closed shadow roots and timers, and is hardly seen.

/**
 * Functions of the platform are wrapped by Proxy, so that they still print as native code: pages that hide from automated browsers look there.
 * `name` holds what was seen: { listeners, roots, timers, changedAt }; it is neither enumerable nor guessable by a page.
 *
 * Timers: a page that will change in two seconds is not quiet yet. Only the first runs of one callback count, so that a clock is no reason to wait for ever.
 */
export const watchScript = (name: string): string => String.raw`(() => {
  if (Object.getOwnPropertyDescriptor(self, ${JSON.stringify(name)})) return;
  const kept = { listeners: new WeakMap(), roots: new WeakMap(), hosts: [], timers: 0, changedAt: performance.now(), now: performance.now.bind(performance) };
  Object.defineProperty(self, ${JSON.stringify(name)}, { value: kept, enumerable: false });
  const wrap = (owner, key, apply) => {
    const own = owner && Object.getOwnPropertyDescriptor(owner, key);
    if (own && typeof own.value === "function") Object.defineProperty(owner, key, { ...own, value: new Proxy(own.value, { apply }) });
  };
  const call = Reflect.apply;
  wrap(EventTarget.prototype, "addEventListener", (native, target, args) => {
    try {
      const on = target ?? self;
      if (args[1]) { const types = kept.listeners.get(on) ?? new Set(); types.add(String(args[0])); kept.listeners.set(on, types); }
    } catch {}
    return call(native, target, args);
  });
  const observer = new MutationObserver(() => { kept.changedAt = kept.now(); });
  const observed = { childList: true, subtree: true, attributes: true, characterData: true };
  const watchRoot = (root) => { try { observer.observe(root, observed); } catch {} };
  wrap(Element.prototype, "attachShadow", (native, host, args) => {
    const root = call(native, host, args);
    try { kept.roots.set(host, root); watchRoot(root); } catch {}
    return root;
  });
  watchRoot(document);
  const later = self.setTimeout.bind(self);
  const seen = new Map();
  const longest = 4000;
  const track = (args) => {
    const delay = Math.max(0, Number(args[1]) || 0);
    if (delay > longest || kept.timers > 200) return;
    let text = "";
    try { text = typeof args[0] === "function" ? Function.prototype.toString.call(args[0]) : String(args[0]); } catch {}
    const runs = seen.get(text) ?? 0;
    if (runs >= 2 || seen.size > 500) return;
    seen.set(text, runs + 1);
    kept.timers += 1;
    later(() => { kept.timers -= 1; }, delay + 1);
  };
  for (const key of ["setTimeout", "setInterval"]) wrap(self, key, (native, target, args) => { const id = call(native, target, args); track(args); return id; });
  for (const key of ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport"]) { try { delete self[key]; } catch {} }
})();`;

/** Whether a document has come to rest: open timers, milliseconds since it changed, whether it has loaded. */
export interface Rest { timers: number; stillMs: number; loaded: boolean }

export const restScript = (name: string): string => `(() => { const kept = self[${JSON.stringify(name)}]; return kept ? { timers: kept.timers, stillMs: kept.now() - kept.changedAt, loaded: document.readyState === "complete" } : { timers: 0, stillMs: 1e6, loaded: document.readyState !== "loading" }; })()`;
