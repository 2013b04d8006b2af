// What is still to be tried on a page: gestures, each once, with the way that leads to where they can be made.
import type { Step } from "./gestures.ts";
import type { Control } from "./page-agent.ts";
import type { FrameView } from "./visit.ts";

/** from: the URL with its fragment that the way begins at. */
export interface Pending { from: string; way: readonly Step[]; step: Step; label: string; late: number }

export interface Pendings {
  /** Adds what these views offer and was not offered before. */
  offer(views: readonly FrameView[], from: string, way: readonly Step[]): void;
  add(pending: Pending): void;
  next(): Pending | undefined;
  /** Kept for a second look, after the page was loaded anew. */
  postpone(pending: Pending): void;
  left(): number;
}

const maxWay = 7;
const slow = new Set(["press", "drag", "wheel"]);

/** refusesLabel: controls with such labels are noted and left alone. */
export function createPendings({ refusesLabel, note }: { refusesLabel(label: string): boolean; note(text: string): void }): Pendings {
  const known = new Set<string>();
  const lists: Pending[][] = [[], [], [], []];
  const add = (pending: Pending): void => {
    const { frame, key, gesture, value = "", dialogs } = pending.step;
    const id = JSON.stringify([frame === 0 ? "" : "frame", key, gesture, value, dialogs]);
    if (known.has(id) || pending.way.length >= maxWay) return;
    known.add(id);
    lists[pending.late]?.push(pending);
  };
  return {
    offer: (views, from, way) => {
      for (const { frame, view } of views) {
        for (const control of view.controls) {
          if (refusesLabel(control.label)) { note(`"${control.label}" was not operated: its words say that it may end, change or delete something.`); continue; }
          for (const { gesture, value } of stepsOf(control)) add({ from, way, label: control.label, late: lateness(control, gesture), step: { frame, key: control.key, gesture, dialogs: "accept", ...value === undefined ? {} : { value } } });
        }
      }
    },
    add,
    next: () => lists.find((list) => list.length > 0)?.shift(),
    postpone: (pending) => { lists[3]?.push({ ...pending, late: 3 }); },
    left: () => lists.reduce((sum, list) => sum + list.length, 0),
  };
}

const stepsOf = ({ gestures, options }: Control): { gesture: string; value?: string }[] => gestures.flatMap((gesture): { gesture: string; value?: string }[] => (gesture === "select" ? options.map((value) => ({ gesture, value })) : [{ gesture }]));

/** What can be seen first, what takes long or cannot be seen last. */
const lateness = ({ visible }: Control, gesture: string): number => (slow.has(gesture) ? 1 : visible ? 0 : 2);
