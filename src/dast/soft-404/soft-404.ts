// Proof that a file is really there: what it holds, again, and not at a made-up name beside it, whatever status the server gives.
import type { Tools } from "../check.ts";
import type { Exchange, Reply } from "../exchange.ts";
import { getRequest } from "../exchange.ts";
import type { ProofStep } from "../evidence.ts";
import type { Route } from "../route.ts";

export type ShowsIt = (reply: Reply) => boolean;
export interface SeenFile { exchange: Exchange; steps: readonly ProofStep[] }

/** The same folder and extension with a name that nobody has. "/a/.env" -> "/a/.qzkdpwha", "/a/b.sql" -> "/a/qzkdpwha.sql", "/a/b/" -> "/a/qzkdpwha/". */
export function siblingOf(url: string, word: string): string {
  const made = new URL(url);
  if (made.pathname.endsWith("/")) {
    made.pathname = `${made.pathname.replace(/[^/]*\/$/, "")}${word}/`;
    return made.href;
  }
  const [, folder = "/", name = ""] = /^(.*\/)([^/]*)$/.exec(made.pathname) ?? [];
  const [, dot = "", extension = ""] = /^(\.?).*?((?:\.[\w~-]{1,12}){0,2})$/.exec(name) ?? [];
  made.pathname = folder + dot + word + (dot === "." ? "" : extension);
  return made.href;
}

/**
 * Asks for the address; when the answer shows what only the file holds, asks for a made-up sibling, which must not show it,
 * and for the file again. One request where nothing is there, three where something is.
 */
export async function seenFile(url: string, shows: ShowsIt, tools: Pick<Tools, "send" | "seed">, told: string): Promise<SeenFile | undefined> {
  const exchange = await tools.send(getRequest(url));
  if (!holds(exchange, shows)) return undefined;
  const control = await tools.send(getRequest(siblingOf(url, tools.seed.word(`sibling ${url}`, 9))));
  if (control.reply === undefined || control.reply.status === 429 || control.reply.status >= 500 || holds(control, shows)) return undefined;
  // What answers to everything below a folder is a program, not a folder.
  const below = url.endsWith("/") ? await tools.send(getRequest(`${url}${tools.seed.word(`below ${url}`, 9)}/`)) : undefined;
  if (below !== undefined && holds(below, shows)) return undefined;
  const again = await tools.send(getRequest(url));
  if (!holds(again, shows)) return undefined;
  return { exchange, steps: [
    { role: "attack", exchange, shows: told }, { role: "control", exchange: control, shows: `A made-up name beside it answers ${control.reply.status} without it.` }, { role: "attack", exchange: again, shows: "The same again." },
  ] };
}

const holds = ({ reply }: Exchange, shows: ShowsIt): boolean => reply !== undefined && reply.status >= 200 && reply.status < 300 && reply.sizeBytes > 0 && shows(reply);

/** The root and the folders of known routes, shallow ones first. most: how many; deepest: how many segments. */
export function foldersOf(origin: string, routes: readonly Route[], { most, deepest }: { most: number; deepest: number }): string[] {
  const folders = new Set(["/"]);
  for (const route of routes.filter((one) => one.origin === origin)) {
    const segments = new URL(route.request.url).pathname.split("/").slice(1, -1);
    for (let depth = 1; depth <= Math.min(deepest, segments.length); depth += 1) folders.add(`/${segments.slice(0, depth).join("/")}/`);
  }
  const depthOf = (folder: string): number => folder.split("/").length;
  return [...folders].toSorted((one, other) => depthOf(one) - depthOf(other) || (one < other ? -1 : 1)).slice(0, most);
}
