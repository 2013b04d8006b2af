// Open findings by outcome as a small bar; the numbers stand beside it, so the bar is never read alone.
import type { Service } from "../api/shapes.ts";
import { formatCount } from "../app/format.ts";
import { Mark } from "./badges.tsx";
import type { MarkName } from "./badges.tsx";

const parts = [["act", "critical", "octagon"], ["attend", "high", "triangle"], ["track*", "medium", "diamond"], ["track", "low", "circle"]] as const satisfies readonly (readonly [keyof Service["risk"], string, MarkName])[];

export function RiskBar({ risk }: { risk: Service["risk"] }) {
  const shown = parts.filter(([outcome]) => risk[outcome] > 0);
  if (shown.length === 0) return <span className="muted">none open</span>;
  return <span className="risk-bar">{shown.map(([outcome, tone, mark]) => <span key={outcome} className={`tone-text-${tone}`} title={`${outcome}: ${formatCount(risk[outcome])}`}><Mark name={mark} /><span className="visually-hidden">{outcome}</span> {formatCount(risk[outcome])}</span>)}</span>;
}
