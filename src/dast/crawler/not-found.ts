// How a target says that something is not there: some answer 200 to everything, or send everybody to one page.
import { hash } from "node:crypto";
import { getRequest, headerOf } from "../exchange.ts";
import type { Exchange, Reply, TestRequest } from "../exchange.ts";
import { shapeOf } from "./shape.ts";

interface Answer { status: number; shape: string; location: string | undefined; length: number; text: string }

export interface NotFound {
  /** Whether the answer is the one that something made up gets in the same place. Asks once for each folder and extension, at most for 40. */
  covers(exchange: Exchange): Promise<boolean>;
}

const mostPlaces = 40;

/** The made-up names come from the place: the same in every crawl. */
export function createNotFound(send: (request: TestRequest) => Promise<Exchange>): NotFound {
  const places = new Map<string, Promise<Answer | undefined>>();
  const learn = async (place: string, extension: string): Promise<Answer | undefined> => {
    const name = `${letters(`${place}${extension}`)}${extension}`;
    const { reply } = await send(getRequest(`${place}${name}`));
    return reply === undefined ? undefined : answerOf(reply, name);
  };
  return {
    async covers({ request, reply }) {
      if (reply === undefined || reply.status === 404 || reply.status === 410) return true;
      if (reply.status >= 400) return false;
      const { origin, pathname } = new URL(request.url);
      const name = pathname.slice(pathname.lastIndexOf("/") + 1);
      const extension = /\.[a-z]\w{0,7}$/i.exec(name)?.[0] ?? "";
      const place = `${origin}${pathname.slice(0, pathname.lastIndexOf("/") + 1)}`;
      const key = places.size < mostPlaces || places.has(`${place} ${extension}`) ? `${place} ${extension}` : `${origin}/ ${extension}`;
      const known = places.get(key) ?? (places.size < mostPlaces + 10 ? learn(key.slice(0, key.lastIndexOf(" ")), extension) : Promise.resolve(undefined));
      places.set(key, known);
      return isSame(answerOf(reply, name === "" ? pathname : name), await known);
    },
  };
}

const letters = (text: string): string => hash("sha256", text, "hex").slice(0, 12).replaceAll(/\d/g, (digit) => "ghijklmnop"[Number(digit)] ?? "q");

function answerOf(reply: Reply, name: string): Answer {
  const without = (text: string): string => (name.length < 4 ? text : text.replaceAll(name, "").replaceAll(encodeURIComponent(name), ""));
  const text = without(reply.text.slice(0, 200_000));
  return { status: reply.status, shape: shapeOf(reply), location: reply.status >= 300 && reply.status < 400 ? without(headerOf(reply.headers, "location") ?? "") : undefined, length: text.length, text };
}

/** The same text, or a page of the same shape and nearly the same length; a redirect to the same place. */
function isSame(one: Answer, madeUp: Answer | undefined): boolean {
  if (madeUp === undefined || one.status !== madeUp.status) return false;
  if (one.location !== undefined) return one.location === madeUp.location;
  return one.text === madeUp.text || (one.shape === madeUp.shape && Math.abs(one.length - madeUp.length) <= Math.max(16, madeUp.length * 0.02));
}
