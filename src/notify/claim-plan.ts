// Which of a receiver's due lanes are sent now, each by itself or many as one summary; pure, the same for every store.

/** A lane that is due. messageKey: of a message that was tried before, which keeps its members; undefined: nothing of it was tried. */
export interface DueLane { groupKey: string; messageKey: string | undefined }

/** The most stories in one summary. */
export const summaryLaneLimit = 500;

/**
 * The messages to make of lanes in their order, at most `free`: each a list of lanes, more than one for a summary. In a pile
 * the last free place goes to a summary of all that was not tried yet. What was tried keeps its message, and goes by itself.
 */
export function planClaims<L extends DueLane>(lanes: readonly L[], free: number, isPile: boolean): (readonly L[])[] {
  const messages = onePerMessage(lanes);
  const alone = messages.slice(0, Math.max(0, free - 1));
  const rest = messages.slice(alone.length).filter(({ messageKey }) => messageKey === undefined).slice(0, summaryLaneLimit);
  if (!isPile || free < 1 || rest.length < 2) return messages.slice(0, Math.max(0, free)).map((lane) => [lane]);
  return [...alone.map((lane) => [lane]), rest];
}

// The lanes of a summary that is tried again are all due at once, and are one message.
function onePerMessage<L extends DueLane>(lanes: readonly L[]): L[] {
  const seen = new Set<string>();
  return lanes.filter(({ messageKey }) => {
    if (messageKey === undefined) return true;
    const isNew = !seen.has(messageKey);
    seen.add(messageKey);
    return isNew;
  });
}

/** One of each list in turn, at most `limit`: a receiver with a long queue does not take the places of the others. */
export function inTurns<T>(lists: readonly (readonly T[])[], limit: number): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, place) => lists.flatMap((list) => list.slice(place, place + 1))).flat().slice(0, limit);
}

/** The story of a receiver's summaries. */
export const summaryGroupOf = (receiverId: string): string => `summary|${receiverId}`;
