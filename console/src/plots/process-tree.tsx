// The lineage of the process: the oldest ancestor at the top, the one that was detected at the bottom.
import type { ProcessNode } from "../api/detection-proof.ts";
import { formatNoun } from "../app/format.ts";
import { Icon } from "../shell/icons.tsx";
import { Instant } from "../shell/instant.tsx";

/** processes: the nearest first, as the proof has them. */
export function ProcessTree({ processes }: { processes: readonly ProcessNode[] }) {
  const oldestFirst = processes.toReversed();
  return (
    <figure className="process-tree">
      <figcaption className="muted small">{processes.length === 1 ? "Its parent was not seen." : `${formatNoun(processes.length - 1, "ancestor")}; the process of the event stands last.`}</figcaption>
      <ol aria-label="From the oldest ancestor to the process of the event">
        {oldestFirst.map((process, depth) => <Process key={process.id} process={process} depth={depth} isOwn={depth === oldestFirst.length - 1} />)}
      </ol>
    </figure>
  );
}

const deepestIndent = 8;

function Process({ process: { image, commandLine, pid, user, at }, depth, isOwn }: { process: ProcessNode; depth: number; isOwn: boolean }) {
  return (
    <li className={isOwn ? "process process-own" : "process"} style={{ marginInlineStart: `${Math.min(depth, deepestIndent) * 18}px` }} {...(isOwn ? { "aria-current": "true" as const } : {})}>
      <p className="line">{depth > 0 && <Icon name="branch" size={14} />}<strong className="break">{image?.split(/[\\/]/).at(-1) ?? "? unknown image"}</strong><span className="muted small">{pid === undefined ? "" : `pid ${pid}`}{user === undefined ? "" : ` as ${user}`}</span>{at !== undefined && <span className="muted small"><Instant at={new Date(at).toISOString()} as="absolute" /></span>}</p>
      <code className="break small">{commandLine ?? image ?? ""}</code>
    </li>
  );
}
