// Many notices of one story become one message; a later message of the story says what changed.
import { canonicalJson } from "../kernel/json.ts";
import type { Json } from "../kernel/json.ts";
import { fiveLines, oneLine } from "./message.ts";
import type { Notice, NoticeSeverity } from "./notice.ts";

/** How long the first notice of a group waits for others before it is sent. */
export const defaultGroupWaitMs = 500;

// The worst first. Unknown is not low: it stands above it, because it may be anything.
const severityOrder: readonly NoticeSeverity[] = ["critical", "high", "medium", "unknown", "low"];

/**
 * One message for notices with one group key, the same whatever the order they came in. The worst and newest leads;
 * every other one whose lines differ becomes a row, so nothing it said is lost. Throws on an empty list.
 */
export function mergeNotices(notices: readonly Notice[]): Notice {
  const ranked = [...byText(notices.map(withoutChanges))].toSorted(worstThenNewest).map(([, notice]) => notice);
  const [lead, ...rest] = ranked;
  if (lead === undefined) throw new TypeError("a message needs at least one notice");
  const leadLines = linesOf(lead);
  const others = rest.filter((notice) => linesOf(notice) !== leadLines);
  return {
    ...lead,
    title: others.length > 0 ? `${lead.title} (and ${others.length} more)` : lead.title,
    at: Math.max(...ranked.map((notice) => notice.at)),
    labels: mergeLabels(ranked),
    items: [...byText([...lead.items, ...others.map(toRow), ...rest.flatMap((notice) => notice.items)]).values()],
  };
}

const withoutChanges = ({ changes: _set, ...notice }: Notice): Notice => notice;

const linesOf = (notice: Notice): string => canonicalJson([notice.kind, notice.title, ...fiveLines(notice).map(([, text]) => text)]);

// The text settles ties, so that the order of arrival cannot.
function worstThenNewest([aText, a]: [string, Notice], [bText, b]: [string, Notice]): number {
  return severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) || b.at - a.at || (aText < bText ? -1 : 1);
}

const toRow = (notice: Notice): Notice["items"][number] => ({
  title: `[${notice.severity}] ${notice.title}`,
  detail: `${notice.what} · ${notice.where} · ${notice.why} · ${notice.due} · ${notice.action.label}`,
  url: notice.action.url,
});

function mergeLabels(notices: readonly Notice[]): Notice["labels"] {
  return {
    services: sorted(notices.flatMap(({ labels }) => labels.services)),
    environments: sorted(notices.flatMap(({ labels }) => labels.environments)),
    owner: joined(notices.map(({ labels }) => labels.owner)),
    vulnerability: joined(notices.map(({ labels }) => labels.vulnerability)),
  };
}

const sorted = (values: readonly string[]): string[] => [...new Set(values)].toSorted();
const joined = (values: readonly (string | undefined)[]): string | undefined => sorted(values.filter((value) => value !== undefined)).join(", ") || undefined;

// Notices and rows are plain data; owner and vulnerability may be undefined, which canonical JSON leaves out.
const textOf = (value: Notice | Notice["items"][number]): string => canonicalJson(value as unknown as Json);

// Equal values are told once.
const byText = <T extends Notice | Notice["items"][number]>(values: readonly T[]): Map<string, T> => new Map(values.map((value) => [textOf(value), value]));

/** What a message says that the last one of its group did not: one line per difference, none when they agree. */
export function changesSince(previous: Notice, next: Notice): string[] {
  return [
    ...difference("severity", previous.severity, next.severity),
    ...difference("event", previous.kind, next.kind),
    ...difference("what", previous.what, next.what),
    ...difference("where", previous.where, next.where),
    ...difference("why", previous.why, next.why),
    ...difference("due", previous.due, next.due),
    ...rowDifference(previous.items, next.items),
  ];
}

const difference = (name: string, before: string, after: string): string[] =>
  before === after ? [] : [`${name}: ${oneLine(before) || "nothing"} -> ${oneLine(after) || "nothing"}`];

function rowDifference(before: Notice["items"], after: Notice["items"]): string[] {
  const added = missingFrom(before, after);
  const gone = missingFrom(after, before);
  if (added === 0 && gone === 0) return [];
  return [`rows: ${added} new, ${gone} not in this message`];
}

function missingFrom(known: Notice["items"], items: Notice["items"]): number {
  const texts = new Set(known.map(textOf));
  return items.filter((item) => !texts.has(textOf(item))).length;
}

/** The message to send for the members of a group, given the members of the last one that was sent. */
export function messageFor(members: readonly Notice[], previous: readonly Notice[]): Notice {
  const message = mergeNotices(members);
  if (previous.length === 0) return message;
  const changes = changesSince(mergeNotices(previous), message);
  return { ...message, changes: changes.length > 0 ? changes : ["nothing since the last message of this group"] };
}
