// How one tells that a login holds: what people have given, or what a page shows to the identity and not to anybody else.
import type { Exchange } from "../exchange.ts";
import { partsOf } from "../compare/parts.ts";
import { stableParts } from "../compare/parts.ts";
import type { LoggedInAssertion } from "./identity.ts";
import { asksForPassword, logoutPlacesOf, looksLikeLoginUrl, looksLoggedOut } from "./logged-out.ts";

export interface Assertion { url: string; /** undefined: nothing can be told, there was no answer. */ holds(exchange: Exchange): boolean | undefined; /** In words. */ says: string }

export type Ask = (url: string) => Promise<Exchange>;

const tellsNothing = ({ reply }: Exchange): boolean => reply === undefined || reply.status === 429 || reply.status >= 500;

export function givenAssertion({ url, status, contains, lacks }: LoggedInAssertion): Assertion {
  const rules = [status === undefined ? "" : `answers ${status}`, contains === undefined ? "" : `has ${JSON.stringify(contains)}`, lacks === undefined ? "" : `has no ${JSON.stringify(lacks)}`].filter((one) => one !== "");
  return {
    url, says: `${url} ${rules.length === 0 ? "answers with success and no login" : rules.join(" and ")}`,
    holds: (exchange) => {
      const { reply } = exchange;
      if (reply === undefined || (tellsNothing(exchange) && status !== reply.status)) return undefined;
      if (rules.length === 0) return reply.status < 300 && !asksForPassword(reply);
      return (status === undefined || reply.status === status) && (contains === undefined || reply.text.includes(contains)) && (lacks === undefined || !reply.text.includes(lacks));
    },
  };
}

const mostMarks = 40;

/**
 * Asks each page as the identity twice and as nobody once, and takes the first that tells them apart steadily: a status, a login in its
 * place, or parts that only the identity sees. Undefined: none does.
 */
export async function learnAssertion(urls: readonly string[], asIdentity: Ask, asNobody: Ask): Promise<Assertion | undefined> {
  for (const url of urls) {
    const [one, nobody] = [await asIdentity(url), await asNobody(url)];
    if (one.reply === undefined || nobody.reply === undefined || one.reply.status >= 300 || looksLikeLoginUrl(url) && asksForPassword(one.reply)) continue;
    const two = await asIdentity(url);
    if (two.reply === undefined || two.reply.status !== one.reply.status) continue;
    const learned = fromStatus(url, one, nobody) ?? fromParts(url, [one, two], nobody);
    if (learned !== undefined) return learned;
  }
  return undefined;
}

/** What nobody gets is a refusal. */
function fromStatus(url: string, one: Exchange, nobody: Exchange): Assertion | undefined {
  const status = one.reply?.status ?? 0;
  if (looksLoggedOut(one) || !(looksLoggedOut(nobody) || nobody.reply?.status === 403 || (nobody.reply?.status ?? 0) >= 300)) return undefined;
  return { url, says: `${url} answers ${status} and not as it answers to nobody (${nobody.reply?.status ?? 0})`, holds: (exchange) => (tellsNothing(exchange) ? undefined : exchange.reply?.status === status && !looksLoggedOut(exchange)) };
}

/** Both get a page; parts of it stand there for the identity alone. A link that ends the login is the best of them. */
function fromParts(url: string, own: readonly [Exchange, Exchange], nobody: Exchange): Assertion | undefined {
  const answers = own.map(({ reply }) => (reply === undefined ? [] : partsOf(reply)));
  const others = new Set(nobody.reply === undefined ? [] : partsOf(nobody.reply));
  const marks = stableParts(answers).filter((part) => !others.has(part) && part.length > 1).slice(0, mostMarks);
  const hasLogout = logoutPlacesOf(own[0]).length > 0 && logoutPlacesOf(nobody).length === 0;
  // A line that changes by itself now and then is no sign: several, or a way out.
  if (marks.length === 0 || (marks.length < 2 && !hasLogout && marks.every((mark) => mark.startsWith("<")))) return undefined;
  return {
    url, says: hasLogout ? `${url} offers to log out` : `${url} shows what nobody else sees`,
    holds: (exchange) => {
      if (exchange.reply === undefined || tellsNothing(exchange)) return undefined;
      if (looksLoggedOut(exchange)) return false;
      if (hasLogout && logoutPlacesOf(exchange).length > 0) return true;
      const seen = new Set(partsOf(exchange.reply));
      return marks.filter((mark) => seen.has(mark)).length * 2 >= marks.length;
    },
  };
}
