// The browser of a check's test: the system's Chromium, whose requests reach loopback addresses only.
import { systemClock } from "../../src/kernel/clock.ts";
import type { Browser } from "../../src/dast/browser.ts";
import { findChromium } from "../../src/dast/browser/chromium.ts";
import { openBrowser } from "../../src/dast/browser/open-browser.ts";
import { profiles } from "../../src/dast/profile.ts";
import { checkTools } from "./check-tools.ts";

/** undefined where the machine has no Chromium: tests skip aloud then. */
export const chromium: string | undefined = findChromium();

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Close it when done. */
export function openLoopbackBrowser(): Browser {
  if (chromium === undefined) throw new Error("There is no Chromium on this machine.");
  const { send } = checkTools();
  return openBrowser({
    executable: chromium, signal: new AbortController().signal, log: silent as unknown as Parameters<typeof openBrowser>[0]["log"], note: () => {}, secret: "awloopbacksecret", clock: systemClock, profile: profiles.full,
    traffic: {
      send: (request, { session, timeoutMs }) => send(request, { session: session ?? "none", ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
      refusal: ({ url }) => (["127.0.0.1", "localhost"].includes(new URL(url).hostname) ? undefined : "not a loopback address"),
    },
  });
}
