// One value against what its hour usually brings: the middle 98 % as a band, the median, the last similar day.
import type { RateProof } from "../api/detection-proof.ts";
import { formatCount, formatDay } from "../app/format.ts";
import { usePreferences } from "../app/preferences.ts";

const width = 600, height = 92, edge = 16;

export function RateBand({ rate: { value, expected, lastSimilar } }: { rate: RateProof }) {
  const { zone } = usePreferences();
  const most = Math.max(value, expected.high, lastSimilar?.most ?? 0, 1);
  const at = (given: number): number => edge + (Math.max(0, given) / most) * (width - 2 * edge);
  const day = lastSimilar && formatDay(new Date(lastSimilar.at).toISOString(), zone);
  const summary = `${formatCount(value)} where ${formatCount(expected.low)} to ${formatCount(expected.high)} were expected, ${formatCount(expected.middle)} in the middle${lastSimilar ? `; ${formatCount(lastSimilar.mean)} on average and ${formatCount(lastSimilar.most)} at most on the last similar day, ${day}` : "; there is no similar day before"}.`;
  return (
    <figure className="rate-band">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={summary}>
        <line x1={edge} x2={width - edge} y1="50" y2="50" className="rate-axis" />
        <rect x={at(expected.low)} width={Math.max(4, at(expected.high) - at(expected.low))} y="38" height="24" rx="3" className="rate-expected" />
        <line x1={at(expected.middle)} x2={at(expected.middle)} y1="34" y2="66" className="rate-middle" />
        {lastSimilar && <path d={`M${at(lastSimilar.mean)} 66l6 10h-12Z`} className="rate-last" />}
        <path d={`M${at(value)} 34l8-8-8-8-8 8Z`} className="rate-value" /><line x1={at(value)} x2={at(value)} y1="34" y2="66" className="rate-value-line" />
      </svg>
      <figcaption className="small"><ul className="rate-legend"><li><span className="key-value" aria-hidden="true">◆</span> {formatCount(value)} seen</li><li><span className="key-band" aria-hidden="true">▬</span> {formatCount(expected.low)} to {formatCount(expected.high)} expected (98 %), {formatCount(expected.middle)} in the middle</li><li>{lastSimilar ? <><span aria-hidden="true">▲</span> {formatCount(lastSimilar.mean)} on average, {formatCount(lastSimilar.most)} at most on the last similar day, {day}</> : "no similar day before"}</li></ul></figcaption>
    </figure>
  );
}
