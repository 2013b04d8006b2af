// Tabs are used again: a new one costs more than most pages. Between two uses nothing of the first is left in it.
import type { Engine, Tab } from "./engine.ts";
import { within } from "./patience.ts";

export interface TabPool {
  take(): Promise<Tab>;
  /** Washed for the next, or dropped: when it broke, was used often, or shall not be used again. */
  give(tab: Tab, how: { again: boolean }): Promise<void>;
}

const usesOfATab = 60;

export function createTabPool(engine: Engine): TabPool {
  const idle: Tab[] = [];
  const uses = new WeakMap<Tab, number>();
  return {
    take: async () => {
      for (let tab = idle.pop(); tab !== undefined; tab = idle.pop()) if (!tab.broken) return tab;
      return engine.tab();
    },
    give: async (tab, { again }) => {
      const count = (uses.get(tab) ?? 0) + 1;
      uses.set(tab, count);
      if (again && !tab.broken && count < usesOfATab && await wash(tab)) idle.push(tab);
      else await engine.drop(tab);
    },
  };
}

/** Nothing of one use may be seen by the next: document, name, cookies, storage. False: it does not come clean. */
export async function wash(tab: Tab): Promise<boolean> {
  const origin = URL.canParse(tab.page.url()) ? new URL(tab.page.url()).origin : "null";
  return await within(2000, Promise.all([
    tab.page.goto("about:blank", { timeout: 1500 }).then(() => tab.page.evaluate("void (self.name = '')")),
    tab.context.clearCookies(),
    origin === "null" ? undefined : tab.cdp.send("Storage.clearDataForOrigin", { origin, storageTypes: "local_storage,indexeddb,cache_storage,session_storage" }),
  ]).then(() => true, () => false)) === true;
}
