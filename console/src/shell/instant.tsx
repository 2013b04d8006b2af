// An instant on screen: absolute or relative, always with the other reading, in the zone that was chosen.
import { useNow } from "../app/clock.ts";
import { formatAgo, formatDay, formatInstant } from "../app/format.ts";
import { usePreferences } from "../app/preferences.ts";

/** none: what to say when there is no instant; it is never left blank. */
export function Instant({ at, as = "relative", none = "never" }: { at: string | null | undefined; as?: "relative" | "absolute" | "day"; none?: string }) {
  const now = useNow();
  const { zone } = usePreferences();
  if (at === null || at === undefined) return <span className="muted">{none}</span>;
  const [ago, absolute] = [formatAgo(at, now), formatInstant(at, zone)];
  const text = as === "relative" ? ago : as === "day" ? formatDay(at, zone) : absolute;
  return <time dateTime={at} title={`${absolute} (${ago})`} className="nowrap">{text}</time>;
}

/** A due instant: overdue is said in words, not by colour alone. */
export function Due({ at, stoppedAt = null }: { at: string | null; stoppedAt?: string | null }) {
  const now = useNow();
  if (stoppedAt !== null) return <span>stopped <Instant at={stoppedAt} /></span>;
  if (at === null) return <span className="muted">next upgrade</span>;
  const left = Date.parse(at) - now;
  const tone = left < 0 ? "due-over" : left < 72 * 3_600_000 ? "due-soon" : "";
  return <span className={`due ${tone}`}>{left < 0 ? "overdue, " : ""}<Instant at={at} /></span>;
}
