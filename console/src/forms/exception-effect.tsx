// What an exception would do: which detections of the last 30 days it removes, and which samples of attacks it would hide.
import type { ExceptionDraft } from "../api/runtime-shapes.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { LevelBadge } from "../lists/detection-badges.tsx";
import { Mark } from "../lists/badges.tsx";
import { Instant } from "../shell/instant.tsx";

const shown = 6;

export function ExceptionEffect({ draft, pending }: { draft: ExceptionDraft; pending: boolean }) {
  const { asked, covered, removes, removesTotal } = draft;
  const besides = Math.max(0, removesTotal - covered);
  const others = draft.problems.filter((problem) => !/^line \d+:/i.test(problem));
  return (
    <div className="exception-effect" aria-busy={pending} role="status">
      {asked > 0 && <p className={covered < asked ? "note note-warn" : "note note-good"}>It covers {formatCount(covered)} of the {formatNoun(asked, "chosen detection")}{pending && " (being counted again…)"}.</p>}
      <p className={besides > 0 ? "note note-warn" : "note"}>It would have removed {formatNoun(removesTotal, "detection")} of the last 30 days{asked > 0 && (besides === 0 ? ", none besides the chosen ones" : `, ${formatCount(besides)} of them not chosen`)}.</p>
      {removes.length > 0 && <details><summary>{removesTotal > removes.length ? `The latest ${removes.length} of them` : "Which"}</summary><ul className="plain-list small">{removes.slice(0, 30).map((row) => <li key={row.id} className="line"><LevelBadge level={row.level} /><span className="break">{row.title}</span><span className="muted break">{row.placement.workload}</span><Instant at={row.lastAt} /></li>)}{removes.length > 30 && <li className="muted">and {removes.length - 30} more</li>}</ul></details>}
      <Hides hides={draft.hides} />
      {others.length > 0 && <ul className="note">{others.map((problem) => <li key={problem}>{problem}</li>)}</ul>}
    </div>
  );
}

function Hides({ hides }: { hides: ExceptionDraft["hides"] }) {
  if (hides.length === 0) return <p className="note note-good">It hides none of the known samples of attacks.</p>;
  return (
    <div className="note note-bad">
      <p><Mark name="octagon" /> <strong>It would hide {formatNoun(hides.length, "attack sample")}.</strong> Make it narrower, or say why it may.</p>
      <ul className="hides">{hides.slice(0, shown).map(({ rule, title, sample, why }) => <li key={rule + sample}><strong>{title}</strong> <span className="small">{why}</span><pre className="raw" tabIndex={0}>{sample}</pre></li>)}</ul>
      {hides.length > shown && <p>and {formatNoun(hides.length - shown, "more sample")}.</p>}
    </div>
  );
}
