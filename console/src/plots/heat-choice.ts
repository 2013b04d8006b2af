// What is chosen in the heat map is part of the filter, so that it is in the address and in the field above the list.
import { readWords, tokenFor } from "../lists/query-tokens.ts";
import { detectionWords } from "../lists/detection-tokens.ts";

interface Choice { workload: string; slot: { fromMs: number; toMs: number } | undefined }

export function chosenIn(q: string): Choice | undefined {
  const { workload, since, until } = readWords(q, detectionWords.names, detectionWords).query;
  if (workload === undefined) return undefined;
  const [fromMs, toMs] = [Date.parse(since ?? ""), Date.parse(until ?? "")];
  return { workload, slot: Number.isNaN(fromMs) || Number.isNaN(toMs) ? undefined : { fromMs, toMs } };
}

// Splits as the filter does: a token may hold a quoted value.
const tokens = (q: string): string[] => q.match(/-?[a-z]+:"[^"]*"|"[^"]*"|\S+/g) ?? [];
const isPlace = (token: string): boolean => /^(workload|since|until):/.test(token);

/** The filter narrowed to the place; the same place again lets go of it. */
export function withPlace(q: string, { workload, slot }: Choice): string {
  const rest = tokens(q).filter((token) => !isPlace(token));
  const before = chosenIn(q);
  const isSame = before?.workload === workload && before.slot?.fromMs === slot?.fromMs && before.slot?.toMs === slot?.toMs;
  if (isSame) return rest.filter((token) => token !== "is:all").join(" ");
  // A cell counts every detection, so its list shows those that are judged, too.
  const state = rest.some((token) => /^(is|state):/.test(token)) ? [] : ["is:all"];
  return [...rest, ...state, tokenFor("workload", workload), ...(slot ? [`since:${iso(slot.fromMs)}`, `until:${iso(slot.toMs)}`] : [])].join(" ");
}

const iso = (ms: number): string => new Date(ms).toISOString().replace(".000Z", "Z");
