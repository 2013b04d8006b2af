// Admission: whether and when a request may leave: the scan goes on, the window is open, the budget lasts, the lane is free.
import type { Clock } from "../../kernel/clock.ts";
import { toIso } from "../../kernel/clock.ts";
import type { Budget } from "../profile.ts";
import type { ChangeWindow } from "../scan.ts";
import { isOpen, opensAt } from "./change-window.ts";
import type { Ending } from "./ending.ts";
import type { Host } from "./hosts.ts";

export interface Admission {
  /** Resolves when the caller may send, counted already; false: this host's budget is spent, or a canary would have to wait. Throws ScanEnded. */
  enter(host: Host, isCanary: boolean): Promise<boolean>;
  /** Called a few times a second. */
  tick(): void;
}

export interface AdmissionPlan { budget: Budget; window: ChangeWindow | undefined; outsideWindow: "wait" | "end"; clock: Clock; elapsedMs: () => number; ending: Ending; startHost: Host; note(text: string): void }

const longestSleepMs = 30_000;

export function createAdmission({ budget, window, outsideWindow, clock, elapsedMs, ending, startHost, note }: AdmissionPlan): Admission {
  const startedAt = elapsedMs();
  let [waitedMs, tickedAt] = [0, startedAt];
  const isClosed = (): boolean => window !== undefined && !isOpen(window, clock.now());

  const untilOpen = async (given: ChangeWindow): Promise<void> => {
    if (outsideWindow === "end") { ending.end("window", `The change window ${given.from} to ${given.to} (${given.zone}) is closed.`); ending.check(); }
    const opens = opensAt(given, clock.now());
    if (opens === undefined) { ending.end("window", `The change window ${given.from} to ${given.to} (${given.zone}) never opens.`); ending.check(); }
    else note(`Outside the change window nothing is sent; the scan goes on at ${toIso(opens)}.`);
    while (isClosed()) await ending.sleep(Math.min(longestSleepMs, Math.max(50, (opens ?? 0) - clock.now())));
  };
  const spentWhat = ({ spent }: Host): string | undefined => (spent.requests >= budget.requests ? `${budget.requests} requests` : spent.bytes >= budget.bytes ? `${budget.bytes} bytes` : undefined);
  const isSpent = (host: Host): boolean => {
    const what = spentWhat(host);
    if (what !== undefined && host === startHost) { ending.end("budget", `The budget of ${what} for ${host.hostname} is spent.`, "drain"); ending.check(); }
    return what !== undefined;
  };
  const checkTime = (): void => { if (elapsedMs() - startedAt - waitedMs >= budget.totalMs) ending.end("budget", `The budget of ${Math.round(budget.totalMs / 1000)} s is spent.`); };

  return {
    async enter(host, isCanary) {
      for (;;) {
        ending.check();
        if (window !== undefined && isClosed()) { if (isCanary) return false; await untilOpen(window); }
        if (isSpent(host)) return false;
        if (isCanary) host.lane.overtake();
        else await host.lane.enter();
        // Others were let in meanwhile, and time has passed.
        if (!isClosed() && ending.error() === undefined && spentWhat(host) === undefined) break;
        if (!isCanary) host.lane.leave();
      }
      host.spent.requests += 1;
      return true;
    },
    tick() {
      const now = elapsedMs();
      if (isClosed()) waitedMs += now - tickedAt;
      tickedAt = now;
      checkTime();
    },
  };
}
