// What people do to detections: a verdict, taking it back, and following what is new without moving rows under the cursor.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { formatNoun } from "../app/format.ts";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { ask } from "./client.ts";
import { onStreamEvent } from "./live.ts";
import type { Detection, Verdict } from "./runtime-shapes.ts";

type Client = ReturnType<typeof useQueryClient>;

/** Everything that counts or shows detections. */
export const detectionPaths = ["/detections", "/runtime", "/rules", "/incidents"] as const;

export const refreshDetections = (client: Client): Promise<void> => client.invalidateQueries({ predicate: ({ queryKey: [path] }) => detectionPaths.some((prefix) => String(path).startsWith(prefix)) });

const at = ({ id }: Pick<Detection, "id">): string => `/detections/${encodeURIComponent(id)}/verdict`;

/** One by one, so that one failure does not stop the others; says how many went through. Answers whether all did. */
function useEach(): (rows: readonly Detection[], how: (row: Detection) => Promise<unknown>, done: string) => Promise<boolean> {
  const client = useQueryClient();
  return async (rows, how, done) => {
    const results = await Promise.allSettled(rows.map(how));
    const failed = results.filter((result) => result.status === "rejected");
    if (failed[0]) tellProblem(`${failed.length} of ${formatNoun(rows.length, "detection")} were not changed`, failed[0].reason);
    else tell(`${done} ${formatNoun(rows.length, "detection")}`);
    await refreshDetections(client);
    return failed.length === 0;
  };
}

export function useJudging(): { judge: (rows: readonly Detection[], verdict: Verdict, note: string) => Promise<boolean>; reopen: (rows: readonly Detection[]) => Promise<boolean> } {
  const each = useEach();
  return {
    judge: (rows, verdict, note) => each(rows, (row) => ask(at(row), { method: "PUT", body: { verdict, ...(note === "" ? {} : { note }) } }), verdict === "true-positive" ? "A true positive:" : "Dismissed"),
    reopen: (rows) => each(rows, (row) => ask(at(row), { method: "DELETE" }), "Reopened"),
  };
}

// Not put off by what comes meanwhile: in a storm the list goes on once a second.
const settleMs = 1_000;
const inUse = (): boolean => document.querySelector(".live-rows :is(tr:hover, tr:focus-within, tr[aria-selected=true]), .live-rows .peek, dialog[open]") !== null;

/** Rows follow at once while nobody works in them; else what came is counted, and shown when it is asked for. */
export function useLiveDetections(): { waiting: number; show: () => void } {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState(0);
  const show = (): void => { setWaiting(0); void refreshDetections(client); };
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = (): void => { if (!inUse()) { setWaiting(0); void refreshDetections(client); } };
    const stop = onStreamEvent(({ kind }) => {
      if (!/^(detection|rules)\./.test(kind)) return;
      if (inUse()) { if (kind === "detection.opened") setWaiting((before) => before + 1); return; }
      timer ??= setTimeout(() => { timer = undefined; refresh(); }, settleMs);
    });
    return () => { stop(); clearTimeout(timer); };
  }, [client]);
  return { waiting, show };
}
