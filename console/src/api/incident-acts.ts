// Reading one incident and changing it: edits name the version they were made upon, and show at once what can be taken back.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useAsOf } from "../app/url.ts";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { ApiProblem, ask, askWithTag } from "./client.ts";
import type { Answer } from "./client.ts";
import { onStreamEvent } from "./live.ts";
import { problemOf } from "./queries.ts";
import type { Incident, IncidentDetail } from "./incident-shapes.ts";

const at = (id: string): string => `/incidents/${encodeURIComponent(id)}`;

/** One incident, now or at the instant of the URL, by id or as INC-31. */
export function useIncident(id: string) {
  const asof = useAsOf();
  const answer = useQuery<Answer<IncidentDetail>, Error>({ queryKey: [at(id), { asof }], queryFn: ({ signal }) => askWithTag<IncidentDetail>(at(id), { query: { asof }, signal }) });
  return { detail: answer.data?.value, problem: problemOf(answer.error) };
}

/** verb: the last part of the door, as "phase". done: said when it went through. */
export interface Act { verb: string; body?: object; done: string; patch?: Partial<Incident> }

export interface Acting { run: (act: Act) => Promise<Incident | undefined>; running: boolean; problem: ApiProblem | undefined; reset: () => void }

// Edits of the state are refused when somebody else made one since; what only adds is not.
const versioned = new Set(["assign", "severity", "phase", "next", "close", "reopen"]);

/** Answers undefined when it failed; the problem is told, and stays for a dialog to show. */
export function useIncidentAct(id: string): Acting {
  const client = useQueryClient();
  const [state, setState] = useState<{ running: boolean; problem?: ApiProblem }>({ running: false });
  const key = [at(id), { asof: undefined }];
  const run: Acting["run"] = async ({ verb, body = {}, done, patch }) => {
    const before = client.getQueryData<Answer<IncidentDetail>>(key);
    if (before && patch) client.setQueryData(key, { ...before, value: { ...before.value, incident: { ...before.value.incident, ...patch } } });
    setState({ running: true });
    try {
      const incident = await ask<Incident>(`${at(id)}/${verb}`, { method: "POST", body, ...(versioned.has(verb) && before?.etag !== undefined ? { ifMatch: before.etag } : {}) });
      tell(done);
      // Running until the new version is here: the next edit is made upon it.
      void refreshIncidents(client).finally(() => setState({ running: false }));
      return incident;
    } catch (cause) {
      if (before && patch) client.setQueryData(key, before);
      if (!(cause instanceof ApiProblem)) throw cause;
      setState({ running: false, problem: cause });
      tellProblem("The incident was not changed", cause);
      void refreshIncidents(client);
      return undefined;
    }
  };
  return { run, running: state.running, problem: state.problem, reset: () => setState(({ running }) => ({ running })) };
}

export const refreshIncidents = (client: ReturnType<typeof useQueryClient>): Promise<void> => client.invalidateQueries({ predicate: ({ queryKey: [path] }) => ["/incidents", "/runs", "/approvals", "/pages", "/clocks", "/actions"].some((prefix) => String(path).startsWith(prefix)) });

const nouns = new Set(["incident", "page", "playbook", "run", "approval", "clock", "action", "report", "evidence"]);
const settleMs = 400;

/** A page about one incident shows its state, not rows under a cursor: it follows the facts about it at once. */
export function useFollowIncidents(): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onStreamEvent(({ kind }) => {
      if (!nouns.has(kind.split(".")[0] ?? "")) return;
      clearTimeout(timer);
      timer = setTimeout(() => void refreshIncidents(client), settleMs);
    });
    return () => { stop(); clearTimeout(timer); };
  }, [client]);
}
