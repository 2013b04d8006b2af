// Progress on stderr for what takes longer than a second: how much, how fast, how long still.
import { secondMs } from "../kernel/clock.ts";
import type { Clock } from "../kernel/clock.ts";
import type { TextSink } from "./io.ts";

export interface Progress {
  /** total undefined: not known. */
  start(label: string, total: number | undefined, unit: Unit): Bar;
}
interface Bar { at(done: number, total?: number): void; end(): void }
export type Unit = "bytes" | "records";

const firstAfterMs = secondMs;
const everyMs = secondMs / 5;

/** Only a terminal is shown progress: a log file would be filled with it. */
export function createProgress(sink: TextSink, clock: Clock, isOn: boolean): Progress {
  return {
    start(label, firstTotal, unit) {
      const startedAt = clock.now();
      let shownAt: number | undefined;
      let total = firstTotal;
      return {
        at(done, newTotal) {
          total = newTotal ?? total;
          const now = clock.now();
          const isDue = shownAt === undefined ? now - startedAt >= firstAfterMs : now - shownAt >= everyMs;
          if (!isOn || !sink.isTty || !isDue) return;
          shownAt = now;
          sink.write(`\r\u001b[K${progressText(label, done, total, unit, now - startedAt)}`);
        },
        end() { if (shownAt !== undefined) sink.write("\r\u001b[K"); },
      };
    },
  };
}

/** @example progressText("osv", 50_000, 200_000, "records", 10_000) === "osv 50000 of 200000 records, 5000/s, 30 s left" */
export function progressText(label: string, done: number, total: number | undefined, unit: Unit, elapsedMs: number): string {
  const perSecond = elapsedMs > 0 ? done / (elapsedMs / secondMs) : 0;
  const amount = total === undefined ? amountText(done, unit) : `${amountText(done, unit, false)} of ${amountText(total, unit)}`;
  const left = total !== undefined && perSecond > 0 && total > done ? `, ${durationText((total - done) / perSecond)} left` : "";
  return `${label} ${amount}, ${unit === "bytes" ? `${amountText(perSecond, unit)}/s` : `${Math.round(perSecond)}/s`}${left}`;
}

function amountText(amount: number, unit: Unit, withUnit = true): string {
  if (unit === "records") return withUnit ? `${amount} records` : String(amount);
  return amount < 1e6 ? `${(amount / 1e3).toFixed(1)} kB` : `${(amount / 1e6).toFixed(1)} MB`;
}

const durationText = (seconds: number): string => (seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`);
