// WebSockets of pages: noted with what a page says first, and opened only where the scan may.
import type { BrowserContext, WebSocketRoute } from "playwright-core";
import { getRequest } from "../exchange.ts";
import type { SocketRoute } from "../route.ts";
import type { Traffic } from "../traffic/traffic.ts";

/** One connection to a system under test, made by whoever guards the scan's traffic. */
export interface OpenedSocket { send(message: string | Buffer): void; close(): void }
export type OpenSocket = (url: string, protocols: readonly string[], on: { message(message: string | Buffer): void; closed(): void }) => OpenedSocket | undefined;

export interface SocketPlan { allowed: boolean; foundOn(): string }
export interface Sockets { open(plan: SocketPlan): void; seen(): SocketRoute[] }

const maxSockets = 50;
const maxMessages = 5;
const maxMessageLength = 2000;

/** Puts itself between the pages of a context and every WebSocket that they open. */
export async function socketsOf(context: BrowserContext, traffic: Pick<Traffic, "refusal">, openSocket: OpenSocket | undefined): Promise<Sockets> {
  const state = { plan: { allowed: false, foundOn: () => "" } as SocketPlan, seen: new Map<string, SocketRoute & { firstMessages: string[] }>() };
  await context.routeWebSocket(/.*/, (socket) => {
    const url = socket.url();
    const known = state.seen.get(url) ?? { url, protocols: protocolsOf(socket), foundOn: state.plan.foundOn(), firstMessages: [] };
    if (state.seen.size < maxSockets) state.seen.set(url, known);
    const mayOpen = state.plan.allowed && traffic.refusal(getRequest(url.replace(/^ws/i, "http"))) === undefined;
    const opened = mayOpen ? openSocket?.(url, known.protocols, { message: (message) => { socket.send(message); }, closed: () => { void socket.close().catch(() => {}); } }) : undefined;
    socket.onMessage((message) => {
      if (known.firstMessages.length < maxMessages) known.firstMessages.push(String(message).slice(0, maxMessageLength));
      opened?.send(message);
    });
    socket.onClose(() => { opened?.close(); });
  });
  return { open: (plan) => { state.plan = plan; state.seen.clear(); }, seen: () => [...state.seen.values()] };
}

const protocolsOf = (socket: WebSocketRoute): string[] => socket.protocols();
