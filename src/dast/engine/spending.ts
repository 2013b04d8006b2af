// What a scan has spent, kept in its journal, so that a scan that goes on after a crash has no second budget.
import type { Traffic } from "../traffic/traffic.ts";
import type { Journal } from "./journal.ts";

export interface Spent { seq: number; requests: number; bytes: number }

export function spentBefore({ before }: Journal): Spent {
  const line = before.findLast((one) => one.kind === "spent");
  return { seq: line?.requests ?? 0, requests: line?.requests ?? 0, bytes: line?.bytes ?? 0 };
}

export interface Spending { keep(): void; total(): { requests: number; bytes: number } }

export function spendingOf(journal: Journal, traffic: Traffic, before: Spent): Spending {
  let kept = before.requests;
  const total = (): { requests: number; bytes: number } => { const { requests, bytes } = traffic.counts(); return { requests: before.requests + requests, bytes: before.bytes + bytes }; };
  return {
    total,
    keep: () => {
      const { requests, bytes } = total();
      if (requests === kept) return;
      kept = requests;
      journal.write({ kind: "spent", requests, bytes });
    },
  };
}
