// What must be looked at again at a time of the stream, earliest first.
import type { Instant } from "../../kernel/clock.ts";

export interface WakeHeap<T> {
  add(at: Instant, item: T): void;
  /** Takes the earliest if it is before `at`. */
  takeBefore(at: Instant): { at: Instant; item: T } | undefined;
  readonly size: number;
}

/** A binary heap. compare: the order of equal times, so that a restart does not change it. */
export function createWakeHeap<T>(compare: (one: T, other: T) => number): WakeHeap<T> {
  const heap: { at: Instant; item: T }[] = [];
  const isFirst = (place: number, than: number): boolean => {
    const [one, other] = [heap[place], heap[than]];
    if (one === undefined || other === undefined) return one !== undefined;
    return one.at < other.at || (one.at === other.at && compare(one.item, other.item) < 0);
  };
  const swap = (one: number, other: number): void => { [heap[one], heap[other]] = [heap[other] as { at: Instant; item: T }, heap[one] as { at: Instant; item: T }]; };
  const sink = (): void => {
    for (let place = 0; ;) {
      const child = isFirst(place * 2 + 2, place * 2 + 1) ? place * 2 + 2 : place * 2 + 1;
      if (!isFirst(child, place)) return;
      swap(place, child);
      place = child;
    }
  };
  return {
    get size() { return heap.length; },
    add(when, item) {
      heap.push({ at: when, item });
      for (let place = heap.length - 1; place > 0 && isFirst(place, (place - 1) >>> 1); place = (place - 1) >>> 1) swap(place, (place - 1) >>> 1);
    },
    takeBefore(when) {
      const first = heap[0];
      if (first === undefined || first.at >= when) return undefined;
      const last = heap.pop() as { at: Instant; item: T };
      if (heap.length > 0) { heap[0] = last; sink(); }
      return first;
    },
  };
}
