// Exceptions in force: which hits they leave out, and how often they did.
import { compileException } from "../../runtime/exception-filter.ts";
import type { Excepted, ExceptionFilter, Where } from "../../runtime/exception-filter.ts";
import { isInForce } from "../../runtime/exception.ts";
import type { Exception } from "../../runtime/exception.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Ports } from "../../store/store.ts";
import type { Found, Recorded } from "./record-hits.ts";

export interface Exceptions {
  /** The id of the exception that leaves this hit out: the newest of several. */
  exceptionFor(hit: Excepted, where: Where, now: Instant): string | undefined;
  /** Adds what was left out to their counters. */
  countHits(ports: Ports, org: string, found: readonly Found[], recorded: Recorded): Promise<void>;
  /** Whether these are the same exceptions, whatever they have counted since. */
  isOf(all: readonly Exception[]): boolean;
}

interface Compiled { exception: Exception; filter: ExceptionFilter }
const none: readonly Compiled[] = [];

/** all: newest first, as the store lists them. A hit is asked only of those that speak of its rule. */
export function createExceptions(all: readonly Exception[]): Exceptions {
  const standing = all.filter(({ revokedAt }) => revokedAt === undefined);
  const compiled = standing.map((exception): Compiled => ({ exception, filter: compileException(exception.text, exception.exceptionId) }));
  const byRule = new Map<string, readonly Compiled[]>();
  const ofAny = compiled.filter(({ filter }) => filter.rules === undefined);
  for (const ruleId of new Set(compiled.flatMap(({ filter }) => filter.rules ?? []))) byRule.set(ruleId, compiled.filter(({ filter }) => filter.rules === undefined || filter.rules.includes(ruleId)));
  const asked = (ruleId: string): readonly Compiled[] => byRule.get(ruleId) ?? (ofAny.length === 0 ? none : ofAny);
  const mark = markOf(standing);
  return {
    exceptionFor: (hit, where, now) => asked(hit.ruleId).find(({ exception, filter }) => isInForce(exception, now) && filter.leavesOut(hit, where))?.exception.exceptionId,
    countHits: (ports, org, found, recorded) => countHits(ports, org, found, recorded),
    isOf: (others) => markOf(others.filter(({ revokedAt }) => revokedAt === undefined)) === mark,
  };
}

// An exception's text never changes: another text is another exception.
const markOf = (all: readonly Exception[]): string => all.map(({ exceptionId, expiresAt }) => `${exceptionId} ${expiresAt}`).join(",");

async function countHits(ports: Ports, org: string, found: readonly Found[], { outcomes }: Recorded): Promise<void> {
  const hits = new Map<string, { count: number; lastAt: Instant }>();
  for (const [index, { exceptionId, hit }] of found.entries()) {
    if (exceptionId === undefined || outcomes[index] === "known") continue;
    const { count, lastAt } = hits.get(exceptionId) ?? { count: 0, lastAt: hit.at };
    hits.set(exceptionId, { count: count + 1, lastAt: Math.max(lastAt, hit.at) });
  }
  for (const [exceptionId, { count, lastAt }] of hits) {
    const exception = await ports.detections.findException(org, exceptionId);
    if (exception) await ports.detections.putExceptions(org, [{ ...exception, hits: exception.hits + count, lastHitAt: Math.max(exception.lastHitAt ?? 0, lastAt) }]);
  }
}
