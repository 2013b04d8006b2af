// What another tool reports, as a weakness of ours: check "imported", never retested by us, at the same kind of place.
import type { Instant } from "../../kernel/clock.ts";
import { evidenceOf } from "../engine/evidence-of.ts";
import { createMask } from "../engine/mask.ts";
import type { Mask } from "../engine/mask.ts";
import type { Exchange } from "../exchange.ts";
import { fingerprintOf } from "../finding.ts";
import type { FindingPlace, FoundWeakness } from "../finding.ts";
import { routeFrom } from "../route-from.ts";
import type { ImportedExchange, ImportedItem, Rejected } from "./report-reader.ts";

export const importedCheck = "imported";

interface Target { tool: string; start: string; now: Instant }

const placesKept = 10;

/** Items of one place and rule are one weakness, its places counted. A report may speak of other hosts: those are not the target's. */
export function collectImported(items: readonly ImportedItem[], target: Target): { weaknesses: FoundWeakness[]; outside: Rejected[] } {
  const mask = createMask(() => []);
  const known = new Map<string, FoundWeakness>();
  const outside = new Map<string, number>();
  const host = new URL(target.start).hostname;
  for (const item of items) {
    const other = hostOf(item.url);
    if (other !== host) { outside.set(other ?? "no host", (outside.get(other ?? "no host") ?? 0) + 1); continue; }
    const fresh = weaknessFrom(item, target, mask);
    const old = known.get(fresh.fingerprint);
    known.set(fresh.fingerprint, old === undefined ? fresh : { ...old, count: old.count + 1, alsoAt: old.alsoAt.includes(fresh.alsoAt[0] ?? "") || old.alsoAt.length >= placesKept ? old.alsoAt : [...old.alsoAt, ...fresh.alsoAt] });
  }
  return { weaknesses: [...known.values()], outside: [...outside].map(([name, times]) => ({ at: name, rule: `${times === 1 ? "one entry is" : `${times} entries are`} of this host, not of ${host}` })) };
}

const hostOf = (url: string): string | undefined => (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? new URL(url).hostname : undefined);

function weaknessFrom(item: ImportedItem, { tool, start, now }: Target, mask: Mask): FoundWeakness {
  const place = placeOf(item);
  const about = [tool, item.rule, item.detail].filter((part) => part !== undefined).join(":");
  const url = mask.url(item.url);
  return {
    fingerprint: fingerprintOf({ id: importedCheck }, place, about, new URL(start).origin), check: importedCheck, title: item.title, place, about, severity: item.severity, confidence: item.confidence, cwe: item.cwe, owasp: item.owasp,
    remediation: item.remediation, component: undefined, foundAt: now, alsoAt: [url], count: 1, retest: { check: importedCheck, route: undefined, pointId: undefined, identity: "anonymous", template: undefined },
    evidence: evidenceOf({ technique: `reported by ${tool} (${item.rule})`, confidence: item.confidence, because: item.because, steps: item.exchange === undefined ? [] : [{ role: "attack", shows: item.because, exchange: exchangeFrom(item.exchange, now) }] }, mask),
  };
}

/** A parameter that stands in the URL is of the query, one of a request with a body of the form; of any other only the name is known. */
function placeOf({ url, method, parameter }: ImportedItem): FindingPlace {
  const route = routeFrom({ method: /^[A-Za-z-]{1,20}$/.test(method) ? method : "GET", url, headers: [], body: undefined }, { source: "list", foundOn: undefined, depth: 0 });
  const named = parameter === undefined ? undefined : new URL(url).searchParams.has(parameter) ? `query:${parameter}` : /^(?:POST|PUT|PATCH)$/.test(route.method) ? `form:${parameter}` : undefined;
  return { origin: route.origin, method: route.method, template: route.template, point: named, at: parameter !== undefined && named === undefined ? `parameter:${parameter}` : undefined };
}

function exchangeFrom({ method, url, requestHeaders, requestBody, status, headers, body }: ImportedExchange, at: Instant): Exchange {
  const bytes = Buffer.from(body);
  return {
    seq: 0, at, request: { method, url, headers: requestHeaders, body: requestBody },
    reply: status === 0 ? undefined : { status, headers, body: bytes, text: body, sizeBytes: bytes.length, truncated: false, headMs: 0, totalMs: 0 },
    failure: status === 0 ? { kind: "stopped", why: "the report does not hold the answer" } : undefined,
  };
}
