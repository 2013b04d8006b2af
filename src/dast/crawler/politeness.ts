// Politeness: what robots.txt asks of crawlers, for profiles that keep to it (RFC 9309).
import robotsParser from "robots-parser";
import { getRequest } from "../exchange.ts";
import type { Exchange, TestRequest } from "../exchange.ts";

export interface Politeness { refusal(url: string): Promise<string | undefined> }

// robots-parser's types describe its CommonJS form; what a module gets is the function itself.
const parseRobots = robotsParser as unknown as (url: string, text: string) => { isDisallowed(url: string, agent?: string): boolean | undefined };

/** agent: the name that robots.txt may speak to. RFC 9309 2.3.1.3: without a file everything is allowed. */
export function createPoliteness(send: (request: TestRequest) => Promise<Exchange>, agent: string): Politeness {
  const byOrigin = new Map<string, Promise<ReturnType<typeof parseRobots> | undefined>>();
  const rulesOf = async (origin: string): Promise<ReturnType<typeof parseRobots> | undefined> => {
    const { reply } = await send(getRequest(`${origin}/robots.txt`));
    return reply?.status === 200 ? parseRobots(`${origin}/robots.txt`, reply.text.slice(0, 500_000)) : undefined;
  };
  return {
    async refusal(url) {
      const { origin, pathname } = new URL(url);
      if (pathname === "/robots.txt") return undefined;
      const rules = byOrigin.get(origin) ?? rulesOf(origin);
      byOrigin.set(origin, rules);
      return (await rules)?.isDisallowed(url, agent) === true ? "robots.txt asks crawlers to stay away" : undefined;
    },
  };
}
