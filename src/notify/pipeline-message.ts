// What a claim says: the message of one story, the summary of many, or that there is nothing to say any more.
import { minuteMs } from "../kernel/clock.ts";
import { mergeNotices, messageFor, storyState } from "./grouping.ts";
import type { Claim } from "./notice-store.ts";
import type { Notice } from "./notice.ts";

/** The same for every attempt: it depends on nothing but what the outbox holds. */
export function messageOf(claim: Claim): Notice {
  const notices = claim.members.map((member) => member.notice);
  const message = claim.isSummary ? summaryOf(notices, claim.groupKey) : messageFor(notices, claim.previous);
  const because = [...new Set(claim.members.flatMap((member) => member.because ?? []))].map((reason) => `sent here because ${reason}`);
  return because.length > 0 ? { ...message, changes: [...because, ...message.changes ?? []] } : message;
}

/**
 * Why a message is not sent although it is due: it tells the end of a story whose beginning this receiver never got, or
 * the end is not wanted here. A beginning and an end that waited together are told, as one message.
 */
export function whyNothingToSay({ members, told, isSummary }: Pick<Claim, "members" | "told" | "isSummary">, { sendResolved }: { sendResolved: boolean }): string | undefined {
  const notices = members.map((member) => member.notice);
  if (isSummary || storyState(notices) !== "resolved") return undefined;
  if (!sendResolved) return "resolved, and this receiver is not told when a story ends";
  if (notices.some(({ state }) => state !== "resolved")) return undefined;
  if (told === "resolved") return "resolved, which this receiver was told before";
  return told === undefined ? "resolved before this receiver was told that it began" : undefined;
}

/** Many stories as one message: how many, how bad, and a row for each; the worst and newest leads. */
function summaryOf(notices: readonly Notice[], groupKey: string): Notice {
  const stories = [...Map.groupBy(notices, (notice) => notice.groupKey).values()].map((story) => mergeNotices(story, storyState(story)));
  const merged = mergeNotices(stories.map(({ alerts: _left, state: _told, links: _of, ...story }) => story));
  const { title, detail } = headOf(stories, notices);
  return {
    ...merged, kind: "summary", groupKey, title,
    what: `${detail}. The worst: ${merged.what}`,
    items: [...stories.map(rowOf), ...stories.flatMap((story) => story.items)],
    state: stories.every(({ state }) => state === "resolved") ? "resolved" : "open",
  };
}

function headOf(stories: readonly Notice[], notices: readonly Notice[]): { title: string; detail: string } {
  const times = notices.map(({ at }) => at);
  const minutes = Math.max(1, Math.ceil((Math.max(...times) - Math.min(...times)) / minuteMs));
  const resolved = stories.filter(({ state }) => state === "resolved").length;
  const severities = (["critical", "high", "medium", "unknown", "low"] as const).flatMap((severity) => {
    const count = stories.filter((story) => story.severity === severity).length;
    return count > 0 ? [`${count} ${severity}`] : [];
  });
  const counts = [...severities, ...(resolved > 0 ? [`${resolved} of them resolved`] : [])].join(", ");
  return { title: `${stories.length} more within ${minutes} min: ${counts}`, detail: `${stories.length} stories came faster than this receiver takes messages, so they are told in one` };
}

const rowOf = (story: Notice): Notice["items"][number] => ({
  title: `[${story.state === "resolved" ? "resolved" : story.severity}] ${story.title}`, detail: [story.what, story.where, story.why, story.due, story.action.label].filter((text) => text !== "").join(" · "), url: story.action.url,
});
