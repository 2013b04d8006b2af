// The colour of a message, for receivers that show a bar or a border.
import type { Notice, NoticeSeverity } from "./notice.ts";

const bySeverity: Readonly<Record<NoticeSeverity, string>> = { critical: "b3261e", high: "d9822b", medium: "e0b400", low: "3b82c4", unknown: "7b5ea7" };

/** Six hex digits without a mark. Green once resolved; unknown has a colour of its own, not that of low. */
export const colourOf = ({ state, severity }: Pick<Notice, "state" | "severity">): string => (state === "resolved" ? "2e7d32" : bySeverity[severity]);
