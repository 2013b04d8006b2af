// Routes that a scan is given: descriptions of APIs, real traffic, lists.
import { readFile } from "node:fs/promises";
import { messageOf } from "../../kernel/fault.ts";
import { readDescription } from "../descriptions/read-description.ts";
import { getRequest } from "../exchange.ts";
import { routeFrom } from "../route-from.ts";
import type { Route } from "../route.ts";
import type { ScanSpec } from "../scan.ts";
import type { Session } from "../session.ts";
import type { Traffic } from "../traffic/traffic.ts";

/** A description that cannot be had or read costs itself, and is told. */
export async function givenRoutes({ spec, traffic, session, note }: { spec: ScanSpec; traffic: Traffic; session: Session; note(text: string): void }): Promise<Route[]> {
  const routes: Route[] = spec.known.flatMap((line) => knownRoute(line, spec.url) ?? []);
  for (const { from, format } of spec.descriptions) {
    try {
      const text = /^https?:\/\//.test(from) ? await fetched(from, traffic, session) : await readFile(from, "utf8");
      const read = readDescription({ text, from }, { origin: new URL(spec.url).origin }, format);
      routes.push(...read.routes);
      for (const one of [...read.notes, ...read.left.map(({ at, why }) => `${at} was not taken: ${why}`)]) note(`${from}: ${one}`);
    } catch (thrown) { note(`The description ${from} could not be read: ${messageOf(thrown)}`); }
  }
  return routes;
}

async function fetched(url: string, traffic: Traffic, session: Session): Promise<string> {
  const { reply, failure } = await traffic.send(getRequest(url), { session, about: { phase: "crawl" }, follow: 3 });
  if (reply === undefined) throw new Error(failure?.why ?? "no answer");
  if (reply.status !== 200) throw new Error(`the answer was ${reply.status}`);
  return reply.text;
}

/** "GET /path?x=1" or "/path". */
function knownRoute(line: string, base: string): Route | undefined {
  const [, method = "GET", target = ""] = /^(?:([A-Z]+)\s+)?(\S+)$/.exec(line.trim()) ?? [];
  return URL.canParse(target, base) ? routeFrom({ ...getRequest(new URL(target, base).href), method }, { source: "traffic", foundOn: undefined, depth: 1 }) : undefined;
}
