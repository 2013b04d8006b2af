// The pulse: how many facts each hour of the last day brought; a flat line is worth a look at the sources.
import type { Now } from "../api/shapes.ts";
import { formatCount, formatHour, formatNoun } from "../app/format.ts";
import { usePreferences } from "../app/preferences.ts";

export function Pulse({ pulse }: { pulse: Now["pulse"] }) {
  const { zone } = usePreferences();
  const most = Math.max(1, ...pulse.map((slot) => slot.facts));
  const total = pulse.reduce((sum, slot) => sum + slot.facts, 0);
  const summary = `${formatNoun(total, "fact")} in 24 h; the busiest hour brought ${formatCount(most)}, ${formatNoun(pulse.filter((slot) => slot.facts === 0).length, "hour")} brought none.`;
  return (
    <figure className="pulse">
      <figcaption><strong>Pulse, last 24 h</strong> <span className="muted">{summary}</span></figcaption>
      <svg viewBox={`0 0 ${pulse.length * 10} 44`} preserveAspectRatio="none" role="img" aria-label={summary}>
        {pulse.map((slot, index) => <rect key={slot.at} x={index * 10 + 1} width={8} y={slot.facts === 0 ? 42.500 : 44 - Math.max(2, (slot.facts / most) * 42)} height={slot.facts === 0 ? 1.500 : Math.max(2, (slot.facts / most) * 42)} className={slot.facts === 0 ? "pulse-none" : "pulse-some"}><title>{`${formatHour(Date.parse(slot.at), zone)}: ${formatNoun(slot.facts, "fact")}`}</title></rect>)}
      </svg>
    </figure>
  );
}
