// How late our own clock ticks: a process that stands still takes its own slowness for the target's.

export interface Stalls { tick(now: number): void; /** The worst of the last ticks, ms; what a timer is late anyway is not counted. */ worst(): number }

const usualMs = 20;
const remembered = 15;

export function createStalls(everyMs: number, startedAt: number): Stalls {
  let last = startedAt;
  const late: number[] = [];
  return {
    tick(now) {
      late.push(Math.max(0, now - last - everyMs - usualMs));
      if (late.length > remembered) late.shift();
      last = now;
    },
    worst: () => Math.max(0, ...late),
  };
}
