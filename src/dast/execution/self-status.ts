// Proof that the target fetches URLs although it shows nothing of them: its answers tell a page of its own that exists from one that does not.
import type { Tools } from "../check.ts";
import { comparatorFor } from "../compare/answer.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import type { Point } from "../point.ts";
import { isJudged, step } from "./judged.ts";
import { knownPageFor } from "./known-page.ts";

/** A port at which nothing answers (RFC 6335 section 8.1.1, tcpmux): there every page is as absent as any other. */
const deadPort = "1";

/** Costs two requests where both are answered alike, as all that do not fetch do. For values that are URLs. */
export async function provesSelfStatus(point: Point, tools: Tools): Promise<Proof | undefined> {
  const baseline = await tools.baseline(point.route);
  const page = baseline === undefined ? undefined : await knownPageFor(point.route, tools);
  if (baseline === undefined || page === undefined) return undefined;
  const comparator = comparatorFor(baseline);
  const missing = (label: string): string => new URL(`/${tools.seed.word(`missing status ${label}`, 12)}`, page.url).href;
  const dead = (url: string): string => { const other = new URL(url); other.port = deadPort; return other.href; };
  const ask = async (url: string): Promise<{ exchange: Exchange; look: string | undefined }> => { const exchange = await tools.at(point, url); return { exchange, look: isJudged(exchange) || exchange.reply?.status === 502 ? comparator.lookOf(exchange, [url, point.value]) : undefined }; };
  const [there, absent] = [await ask(page.url), await ask(missing("one"))];
  if (there.look === undefined || absent.look === undefined || there.look === absent.look) return undefined;
  const [again, absentAgain] = [await ask(page.url), await ask(missing("two"))];
  if (again.look !== there.look || absentAgain.look !== absent.look) return undefined;
  // Whoever only knows the names of his pages, and fetches nothing, tells them apart on any port.
  const [deadThere, deadAbsent] = [await ask(dead(page.url)), await ask(dead(missing("three")))];
  if (deadThere.look === undefined || deadThere.look !== deadAbsent.look || deadThere.look === there.look) return undefined;
  return {
    technique: "self-status", confidence: "firm", because: `The answer tells whether a page of the target exists: ${new URL(page.url).pathname} is answered otherwise than two names that do not exist, and on a port where nothing answers both are alike.`,
    steps: [step("attack", there.exchange, "Given the URL of a page that exists."), step("control", absent.exchange, "Of one that does not."), step("attack", again.exchange, "The first again."), step("control", absentAgain.exchange, "Another one that does not exist."), step("control", deadThere.exchange, "The page on a port where nothing answers."), step("control", deadAbsent.exchange, "A missing one there.")],
  };
}
