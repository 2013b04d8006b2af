// What each scan said of one finding, the oldest left: a mark for every scan, with the reason, and the same as a list.
import { Link } from "@tanstack/react-router";
import type { DastFindingDetail } from "../api/dast-shapes.ts";
import { formatInstant } from "../app/format.ts";
import { usePreferences } from "../app/preferences.ts";
import { Mark } from "../lists/badges.tsx";
import { outcomeLooks } from "../lists/dast-badges.tsx";

/** history: the newest first, as the door gives it. */
export function OutcomeStrip({ history }: { history: DastFindingDetail["history"] }) {
  const { zone } = usePreferences();
  return (
    <ol className="outcome-strip" aria-label="What each scan said, the oldest first">
      {history.toReversed().map(({ scanId, at, outcome, why }) => (
        <li key={scanId}><Link to="/tests/scans/$id" params={{ id: scanId }} className={`outcome-step outcome-${outcome}`} title={`${formatInstant(at, zone)}: ${outcomeLooks[outcome].word}${why === null ? "" : `: ${why}`}`}><Mark name={outcomeLooks[outcome].mark} /><span>{outcomeLooks[outcome].word}</span><time dateTime={at} className="small muted">{formatInstant(at, zone)}</time></Link></li>
      ))}
    </ol>
  );
}
