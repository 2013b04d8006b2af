// Many notices of one story become one message; a later message of the story says what changed.
import { canonicalJson } from "../kernel/json.ts";
import type { Json } from "../kernel/json.ts";
import { fiveLines, oneLine } from "./message.ts";
import type { Notice, NoticeSeverity, NoticeState } from "./notice.ts";

/** How long the first notice of a group waits for others before it is sent. */
export const defaultGroupWaitMs = 500;

// The worst first. Unknown is not low: it stands above it, because it may be anything.
const severityOrder: readonly NoticeSeverity[] = ["critical", "high", "medium", "unknown", "low"];

// Of two notices of one instant: a story opens before somebody has it in hand, and that is before its end.
const stateOrder: readonly NoticeState[] = ["open", "acknowledged", "resolved"];

const stateOf = ({ state = "open" }: Notice): NoticeState => state;

/**
 * Where the story of these notices stands, given in the order they were queued: the last one says so. Their instants do not: a story
 * may end and begin again within one. Throws on an empty list.
 */
export function storyState(notices: readonly Notice[]): NoticeState {
  const last = notices.at(-1);
  if (last === undefined) throw new TypeError("a story needs at least one notice");
  return stateOf(last);
}

// Without an order, by the instants.
function newestState(notices: readonly Notice[]): NoticeState {
  const newest = Math.max(...notices.map(({ at }) => at));
  const states = notices.filter(({ at }) => at === newest).map(stateOf).toSorted((a, b) => stateOrder.indexOf(b) - stateOrder.indexOf(a));
  return states[0] ?? "open";
}

/**
 * One message for notices with one group key, the same whatever the order they came in. The worst and newest leads, of a story
 * that is resolved what says so; every other one whose lines differ becomes a row, so nothing it said is lost. Its state and
 * alerts are the newest's. Throws on an empty list.
 * @param state where the story stands, when the order of the notices is known
 */
export function mergeNotices(notices: readonly Notice[], state: NoticeState = newestState(notices)): Notice {
  const leadsFirst = (notice: Notice): number => (state === "resolved" && stateOf(notice) !== "resolved" ? 1 : 0);
  const ranked = [...byText(notices.map(withoutChanges))].toSorted((a, b) => leadsFirst(a[1]) - leadsFirst(b[1]) || worstThenNewest(a, b)).map(([, notice]) => notice);
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
    ...(ranked.some((notice) => notice.state !== undefined) ? { state } : {}),
    ...ofNewest(ranked),
  };
}

/** The group's alerts as they were told last, and every link once. */
function ofNewest(ranked: readonly Notice[]): Pick<Notice, "alerts" | "links"> {
  const [newest] = ranked.filter(({ alerts }) => alerts !== undefined).toSorted((a, b) => b.at - a.at || stateOrder.indexOf(stateOf(b)) - stateOrder.indexOf(stateOf(a)) || (textOf(a) < textOf(b) ? -1 : 1));
  const links = [...new Map(ranked.flatMap((notice) => (notice.links ?? []).map((link) => [`${link.label} ${link.url}`, link]))).values()];
  return { ...(newest?.alerts === undefined ? {} : { alerts: newest.alerts }), ...(links.length > 0 ? { links } : {}) };
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

/** The message to send for the members of a group in the order they were queued, given the members of the last one that was sent. */
export function messageFor(members: readonly Notice[], previous: readonly Notice[]): Notice {
  const message = mergeNotices(members, storyState(members));
  if (previous.length === 0) return message;
  const changes = changesSince(mergeNotices(previous), message);
  return { ...message, changes: changes.length > 0 ? changes : ["nothing since the last message of this group"] };
}
