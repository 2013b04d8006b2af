// "Who would get this?": labels in, the way through the tree out, with why each route took it or not, and what would keep it quiet.
import { useEffect, useState } from "react";
import type { Alert, Silence, Simulation } from "../api/alert-shapes.ts";
import { ApiProblem, ask } from "../api/client.ts";
import { useList, useResource } from "../api/queries.ts";
import { useUrl } from "../app/url.ts";
import { LabelInput } from "../forms/label-input.tsx";
import { Holders, Names } from "../lists/alert-badges.tsx";
import { Card, Facts } from "../lists/page.tsx";
import { labelsText, readLabels } from "../lists/matchers.ts";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { readRoutes } from "../lists/route-text.ts";
import { RouteTree } from "../lists/route-tree.tsx";
import { silencesOf } from "../lists/would-silence.ts";
import type { Draft } from "./routes-draft.ts";

const settleMs = 250;

export function SimulatorTab({ draft }: { draft: Draft }) {
  const { url, set } = useUrl();
  const { labels, wrong } = readLabels(url.labels ?? "");
  const { simulation, problem } = useSimulation(draft, labelsText(labels));
  const read = readRoutes(draft.text);
  const root = "routing" in read ? read.routing.route : undefined;
  const changed = draft.text !== draft.saved.text;
  const seen = useList<Alert>("/alerts", { limit: "200" }).items;
  return (
    <div className="stack">
      <LabelInput text={url.labels ?? ""} seen={seen.map((alert) => alert.labels)} onChange={(text) => set({ labels: text })} />
      {wrong.length > 0 && <p className="note note-warn" role="status">{wrong.join(", ")}: write name=value.</p>}
      {changed && <p className="note">Asked of the text in the editor, which is not in force yet.</p>}
      <ProblemNote problem={problem} />
      {Object.keys(labels).length === 0 && <p className="muted">Write labels, or take those of an alert: the way they go is shown here.</p>}
      {simulation && root && Object.keys(labels).length > 0 && (
        <div className="side-by-side">
          <RouteTree root={root} steps={new Map(simulation.steps.map((step) => [step.id, step]))} />
          <div className="stack"><Outcome simulation={simulation} labels={labels} saved={draft.saved} changed={changed} /></div>
        </div>
      )}
    </div>
  );
}

function useSimulation({ text, saved }: Draft, given: string): { simulation?: Simulation; problem?: ApiProblem } {
  const [answer, setAnswer] = useState<{ simulation?: Simulation; problem?: ApiProblem }>({});
  useEffect(() => {
    const stop = new AbortController();
    const body = { labels: readLabels(given).labels, ...(text === saved.text ? {} : { text }) };
    const simulate = (): void => void ask<Simulation>("/routes/simulate", { method: "POST", body, signal: stop.signal }).then((simulation) => setAnswer({ simulation }), (cause: unknown) => { if (cause instanceof ApiProblem) setAnswer({ problem: cause }); });
    const timer = given === "" ? undefined : setTimeout(simulate, settleMs);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [text, saved.text, given]);
  return given === "" ? {} : answer;
}

function Outcome({ simulation, labels, saved, changed }: { simulation: Simulation; labels: Record<string, string>; saved: Draft["saved"]; changed: boolean }) {
  const { data } = useResource<{ items: Silence[] }>("/silences");
  const holding = silencesOf(data?.items ?? [], labels);
  return (
    <>
      <Card title={simulation.receivers.length === 0 ? "Nobody would get it" : `${simulation.receivers.join(", ")} would get it`}>
        {holding.length > 0 && <p className="note note-warn">A silence would keep it quiet now.</p>}
        {holding.length > 0 && <Holders holders={holding} />}
        {simulation.receivers.length === 0 && <p className="note note-warn">It would be kept as suppressed: no route names a receiver.</p>}
        <p className="muted small">Whether another alert would keep it quiet (inhibition) depends on what fires then, and cannot be told beforehand.</p>
      </Card>
      {simulation.groups.map((group) => <LeafCard key={group.leafId} group={group} node={changed ? undefined : saved.nodes.find(({ id }) => id === group.leafId)} />)}
    </>
  );
}

function LeafCard({ group, node }: { group: Simulation["groups"][number]; node: Draft["saved"]["nodes"][number] | undefined }) {
  return (
    <Card title={group.leafId === "root" ? "By the root" : `By ${group.leafId}`}>
      {group.muted !== null && <p className="note note-warn">Quiet now: {group.muted}. It would be told when that ends.</p>}
      <Facts facts={[["Told to", <Names names={group.receivers} none="? nobody" />], ...(node ? [["Grouped by", groupedBy(node.groupBy)] as const, ["First message", `after ${spanText(node.groupWaitMs)}`] as const, ["What is new", `after ${spanText(node.groupIntervalMs)}`] as const, ["The same again", `after ${spanText(node.repeatIntervalMs)}`] as const] : [])]} />
    </Card>
  );
}

const groupedBy = (labels: unknown): string => (labels === "all" ? "every label: nothing is grouped" : Array.isArray(labels) && labels.length > 0 ? labels.join(", ") : "nothing: all in one group");
const spanText = (ms: number): string => (ms % 3_600_000 === 0 ? `${ms / 3_600_000} h` : ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`);
