// Short messages after an action, read out politely and gone on their own; errors stay until they are closed.
import { useSyncExternalStore } from "react";
import { ApiProblem } from "../api/client.ts";
import { Icon } from "./icons.tsx";

interface Toast { id: number; text: string; tone: "good" | "bad" }

let toasts: readonly Toast[] = [];
let made = 0;
const watchers = new Set<() => void>();
const shownMs = 6_000;

export function tell(text: string, tone: Toast["tone"] = "good"): void {
  const id = ++made;
  change([...toasts, { id, text, tone }]);
  if (tone === "good") setTimeout(() => dismiss(id), shownMs);
}

/** For writes started by a key or a button without a form of its own: what failed, and the mend. */
export function tellProblem(what: string, cause: unknown): void {
  const problem = cause instanceof ApiProblem ? cause.problem : undefined;
  tell(problem ? `${what}: ${problem.title}. ${problem.detail ?? ""} ${problem.fix}` : `${what}: ${cause instanceof Error ? cause.message : String(cause)}`, "bad");
}

const dismiss = (id: number): void => change(toasts.filter((toast) => toast.id !== id));

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const watcher of watchers) watcher();
}

export function Toasts() {
  const shown = useSyncExternalStore((watcher) => { watchers.add(watcher); return () => void watchers.delete(watcher); }, () => toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className={`toast toast-${toast.tone}`}>
          <span>{toast.text}</span>
          <button type="button" className="button-quiet icon-button" aria-label="Dismiss this message" onClick={() => dismiss(toast.id)}><Icon name="close" size={12} /></button>
        </div>
      ))}
    </div>
  );
}
