// One Chromium for all tests of a file, and small pages to show it.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { openBrowser } from "../../src/dast/browser/open-browser.ts";
import { findChromium } from "../../src/dast/browser/chromium.ts";
import { profiles } from "../../src/dast/profile.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { silentLog } from "../../src/kernel/log.ts";
import { loopbackTraffic } from "./loopback-traffic.ts";
import type { LoopbackTraffic } from "./loopback-traffic.ts";

export const chromium = findChromium();
/** For the title of what is skipped without it. */
export const unlessChromium = chromium === undefined ? " (skipped: no Chromium is installed)" : "";

export interface Pages { origin: string; /** "GET /a?b": everything that was asked. */ seen: string[]; connections(): number; close(): Promise<void> }
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A loopback server that counts who comes. */
export async function openPages(answer: Answer): Promise<Pages> {
  const seen: string[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.setHeader("content-type", "text/html; charset=utf-8");
    answer(request, response);
  });
  server.on("connection", () => { connections += 1; });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, connections: () => connections, close: async () => { server.closeAllConnections(); await new Promise((resolve) => { server.close(resolve); }); } };
}

export interface BrowserUnderTest { browser: ReturnType<typeof openBrowser>; traffic: LoopbackTraffic; notes: string[]; stop: AbortController }

export function browserFor(origins: readonly string[], more: Partial<Parameters<typeof openBrowser>[0]> = {}): BrowserUnderTest {
  const traffic = loopbackTraffic(origins);
  const notes: string[] = [];
  const stop = new AbortController();
  const browser = openBrowser({ executable: chromium ?? "", traffic, signal: stop.signal, log: silentLog, note: (text) => { notes.push(text); }, secret: "kxqvwtrzuy", clock: systemClock, profile: profiles.staging, ...more });
  return { browser, traffic, notes, stop };
}
