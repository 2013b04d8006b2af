// The end of a scan: comes once, for one reason, and stops everything that waits or is under way.
import { ScanEnded } from "./traffic.ts";

export interface Ending {
  /** The first reason counts. "drain": nothing more leaves, but what is under way may come to its end. */
  end(reason: ScanEnded["reason"], message: string, underWay?: "stop" | "drain"): void;
  /** Throws when the scan is over. */
  check(): void;
  error(): ScanEnded | undefined;
  /** Called once at the end; at once when it has come already. */
  onEnd(listener: (error: ScanEnded, underWay: "stop" | "drain") => void): void;
  /** Resolves after so long, rejects at the end. */
  sleep(ms: number): Promise<void>;
}

export function createEnding(signal: AbortSignal): Ending {
  let error: ScanEnded | undefined;
  let how: "stop" | "drain" = "stop";
  const listeners = new Set<(error: ScanEnded, underWay: "stop" | "drain") => void>();
  const end: Ending["end"] = (reason, message, underWay = "stop") => {
    if (error !== undefined) return;
    error = new ScanEnded(reason, message);
    how = underWay;
    for (const listener of listeners) listener(error, how);
    listeners.clear();
  };
  const stopped = (): void => { end("stopped", "The scan was stopped."); };
  if (signal.aborted) stopped(); else signal.addEventListener("abort", stopped, { once: true });
  return {
    end,
    check() { if (error !== undefined) throw error; },
    error: () => error,
    onEnd(listener) { if (error === undefined) listeners.add(listener); else listener(error, how); },
    sleep: (ms) => new Promise((resolve, reject) => {
      if (error !== undefined) { reject(error); return; }
      const stop = (thrown: ScanEnded): void => { clearTimeout(timer); reject(thrown); };
      const timer = setTimeout(() => { listeners.delete(stop); resolve(); }, ms);
      listeners.add(stop);
    }),
  };
}
