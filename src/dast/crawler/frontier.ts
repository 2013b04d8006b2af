// The frontier: what a crawl still has to request, in the order it was found; can be saved and taken up again.
import type { Candidate } from "./candidate.ts";
import { isPlain } from "./candidate.ts";
import { classOf, folderOf, hasData, keyOf } from "./classes.ts";
import { crawlLimits } from "./limits.ts";
import type { CrawlLimits } from "./limits.ts";
import { trapIn } from "./traps.ts";

interface ClassCount { taken: number; allowed: number; shapes: string[] }

/** Plain data. waiting: sure ones and guesses, those under way first. */
export interface FrontierState {
  waiting: readonly Candidate[];
  guesses: readonly Candidate[];
  seen: readonly string[];
  classes: readonly (readonly [name: string, count: ClassCount])[];
  folders: readonly (readonly [name: string, count: number])[];
  contents: readonly (readonly [content: string, count: number])[];
  routes: readonly string[];
  requests: number;
  left: Readonly<Record<string, number>>;
}

export interface Frontier {
  /** False: known already, or left out for a reason that is counted. */
  add(candidate: Candidate): boolean;
  /** The next to request, first found first, guesses after everything sure; undefined: none waits. */
  take(): Candidate | undefined;
  /** Its answer was dealt with. shape: of the page that came. */
  done(candidate: Candidate, shape: string | undefined): void;
  /** Whether this content came less than three times: links of more copies are links of traps. */
  isFresh(content: string): boolean;
  /** True the first time. */
  isNewRoute(routeId: string): boolean;
  leave(why: string): void;
  readonly requests: number;
  /** Why and how often something was not requested. */
  readonly left: Readonly<Record<string, number>>;
  save(): FrontierState;
}

const mostCopies = 3;

export function createFrontier(limits: CrawlLimits = crawlLimits, saved?: FrontierState): Frontier {
  const [waiting, guesses] = [createQueue(saved?.waiting), createQueue(saved?.guesses)];
  const underWay = new Set<Candidate>();
  const seen = new Set(saved?.seen);
  const guessed = new Set(saved?.guesses.map(keyOf));
  const classes = new Map(saved?.classes.map(([name, count]) => [name, { ...count, shapes: [...count.shapes] }]));
  const folders = new Map(saved?.folders);
  const contents = new Map(saved?.contents);
  const routes = new Set(saved?.routes);
  const left: Record<string, number> = { ...saved?.left };
  let requests = saved?.requests ?? 0;

  const leave = (why: string): void => { left[why] = (left[why] ?? 0) + 1; };
  const counted = (name: string): ClassCount => { const known = classes.get(name) ?? { taken: 0, allowed: limits.samples, shapes: [] }; classes.set(name, known); return known; };
  const folderFull = (candidate: Candidate): boolean => {
    const name = folderOf(candidate.url);
    const count = (folders.get(name) ?? 0) + 1;
    folders.set(name, count);
    return count > limits.folder;
  };
  const refusalOf = (candidate: Candidate): string | undefined => {
    const trap = trapIn(candidate.url);
    if (trap !== undefined) return trap;
    if (candidate.depth > limits.depth) return `more than ${limits.depth} steps from the start`;
    if (candidate.chain > limits.chain) return `more than ${limits.chain} pages of one shape that lead to each other`;
    if (waiting.size + guesses.size >= limits.waiting) return `more than ${limits.waiting} requests wait`;
    return folderFull(candidate) ? `more than ${limits.folder} paths in one folder` : undefined;
  };
  return {
    add(candidate) {
      const key = keyOf(candidate);
      // A guess does not stand in the way of the same URL found for sure later.
      if (seen.has(key) && !(candidate.sure && guessed.has(key))) return false;
      const refusal = refusalOf(candidate);
      if (refusal !== undefined) { leave(refusal); return false; }
      seen.add(key);
      if (candidate.sure) { guessed.delete(key); waiting.push(candidate); }
      else { guessed.add(key); guesses.push(candidate); }
      return true;
    },
    take() {
      for (;;) {
        if (requests >= limits.requests) { if (waiting.size + guesses.size > 0) left[`the limit of ${limits.requests} requests of the crawl`] = waiting.size + guesses.size; return undefined; }
        const next = waiting.shift() ?? guesses.shift();
        if (next === undefined) return undefined;
        if (!next.sure && !guessed.delete(keyOf(next))) continue;
        const name = classOf(next);
        const count = counted(name);
        // Forms and described requests differ in more than their URL shows.
        if (hasData(name) && isPlain(next) && count.taken >= Math.min(count.allowed, limits.mostSamples)) { leave("enough samples of its template"); continue; }
        count.taken += 1;
        requests += 1;
        underWay.add(next);
        return next;
      }
    },
    done(candidate, shape) {
      underWay.delete(candidate);
      if (shape === undefined) return;
      const count = counted(classOf(candidate));
      if (!count.shapes.includes(shape) && count.shapes.length < limits.mostSamples) { count.shapes.push(shape); count.allowed += count.shapes.length > 1 ? 3 : 0; }
    },
    isFresh(content) { const count = (contents.get(content) ?? 0) + 1; contents.set(content, count); return count <= mostCopies; },
    isNewRoute(routeId) { if (routes.has(routeId)) return false; routes.add(routeId); return true; },
    leave,
    get requests() { return requests; },
    get left() { return left; },
    save: () => ({
      waiting: [...[...underWay].filter(({ sure }) => sure), ...waiting.all()], guesses: [...[...underWay].filter(({ sure }) => !sure), ...guesses.all()],
      seen: [...seen], classes: [...classes].map(([name, count]) => [name, { ...count, shapes: [...count.shapes], taken: count.taken - [...underWay].filter((one) => classOf(one) === name).length }]),
      folders: [...folders], contents: [...contents], routes: [...routes], requests: requests - underWay.size, left: { ...left },
    }),
  };
}

/** First in, first out, without moving what is left. */
function createQueue(first: readonly Candidate[] = []): { push(one: Candidate): void; shift(): Candidate | undefined; all(): Candidate[]; readonly size: number } {
  let items: Candidate[] = [...first];
  let head = 0;
  return {
    push: (one) => { items.push(one); },
    shift: () => {
      const one = items[head];
      if (one === undefined) return undefined;
      head += 1;
      if (head > 1000 && head * 2 > items.length) { items = items.slice(head); head = 0; }
      return one;
    },
    all: () => items.slice(head),
    get size() { return items.length - head; },
  };
}
