// What people do about tests from outside: a verdict and taking it back, testing again, stopping; and reading what runs every second.
import { useQueryClient } from "@tanstack/react-query";
import { formatNoun } from "../app/format.ts";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { ask } from "./client.ts";
import type { Query } from "./client.ts";
import { isUnderWay } from "./dast-shapes.ts";
import type { DastFinding, DastVerdict, Scan } from "./dast-shapes.ts";
import { useList, useResource } from "./queries.ts";
import type { List } from "./queries.ts";

type Client = ReturnType<typeof useQueryClient>;

/** Everything that counts or shows tests from outside. */
export const dastPaths = ["/targets", "/scans", "/dast-findings"] as const;
/** The facts after which it may look different. */
export const dastNouns = ["target", "scan", "dast-finding"] as const;

export const refreshDast = (client: Client): Promise<void> => client.invalidateQueries({ predicate: ({ queryKey: [path] }) => dastPaths.some((prefix) => String(path).startsWith(prefix)) });

const at = ({ id }: Pick<DastFinding, "id">, verb: string): string => `/dast-findings/${encodeURIComponent(id)}/${verb}`;

/** One by one, so that one failure does not stop the others; says how many went through. Answers whether all did. */
function useEach(): (rows: readonly DastFinding[], how: (row: DastFinding) => Promise<unknown>, done: string) => Promise<boolean> {
  const client = useQueryClient();
  return async (rows, how, done) => {
    const results = await Promise.allSettled(rows.map(how));
    const failed = results.filter((result) => result.status === "rejected");
    if (failed[0]) tellProblem(`${failed.length} of ${formatNoun(rows.length, "finding")} were not changed`, failed[0].reason);
    else tell(`${done} ${formatNoun(rows.length, "finding")}`);
    await refreshDast(client);
    return failed.length === 0;
  };
}

export interface Judgement { verdict: DastVerdict; until: string | undefined; note: string }
export interface DastJudging { judge(rows: readonly DastFinding[], judgement: Judgement): Promise<boolean>; reopen(rows: readonly DastFinding[]): Promise<boolean>; testAgain(rows: readonly DastFinding[]): Promise<boolean> }

export function useDastJudging(): DastJudging {
  const each = useEach();
  return {
    judge: (rows, { verdict, until, note }) => each(rows, (row) => ask(at(row, "verdict"), { method: "PUT", body: { verdict, ...(until === undefined ? {} : { until }), ...(note === "" ? {} : { note }) } }), "Dismissed"),
    reopen: (rows) => each(rows, (row) => ask(at(row, "verdict"), { method: "DELETE" }), "Reopened"),
    testAgain: (rows) => each(rows, (row) => ask(at(row, "replay"), { method: "POST" }), "Testing again:"),
  };
}

/** Everything under way is aborted on the server within two seconds. */
export function useStopScan(): (scan: Pick<Scan, "id">) => Promise<void> {
  const client = useQueryClient();
  return async ({ id }) => {
    try {
      await ask(`/scans/${encodeURIComponent(id)}/stop`, { method: "POST" });
      tell("Stopping: nothing more is sent");
    } catch (cause) { tellProblem("The scan was not stopped", cause); }
    await refreshDast(client);
  };
}

const liveMs = 1_500;

/** Read again and again while it is under way: progress is no fact, so the stream does not tell of it. */
export function useFollowed<T extends Pick<Scan, "state">>(path: string): { data: T | undefined; problem: ReturnType<typeof useResource>["problem"] } {
  const first = useResource<T>(path);
  const { data, problem } = useResource<T>(path, {}, first.data !== undefined && isUnderWay(first.data) ? { refetchIntervalMs: liveMs } : {});
  return { data, problem };
}

/** What is queued and what runs now. */
export function useUnderWay(): readonly Scan[] {
  const running = useResource<{ items: Scan[] }>("/scans", { state: "running", limit: "50" }, { refetchIntervalMs: liveMs }).data;
  const queued = useResource<{ items: Scan[] }>("/scans", { state: "queued", limit: "50" }, { refetchIntervalMs: liveMs * 2 }).data;
  return [...running?.items ?? [], ...queued?.items ?? []];
}

export const useScans = (targetId: string | undefined, query: Query = {}): List<Scan> => useList<Scan>("/scans", { ...query, target: targetId });
