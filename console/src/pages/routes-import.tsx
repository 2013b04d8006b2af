// From Alertmanager: a configuration is pasted; first it is shown what would be made and what would be left, then it may take over.
import { useState } from "react";
import type { Import } from "../api/alert-shapes.ts";
import { useCan, useChange } from "../api/queries.ts";
import { formatNoun } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { Badge } from "../lists/badges.tsx";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { readRoutes } from "../lists/route-text.ts";
import { RouteTree } from "../lists/route-tree.tsx";
import { tell } from "../shell/toasts.tsx";
import type { Draft } from "./routes-draft.ts";

export function RouteImportTab({ draft }: { draft: Draft }) {
  const [text, setText] = useState("");
  const [read, setRead] = useState<{ of: string; answer: Import }>();
  const { set } = useUrl();
  const isAdmin = useCan("admin");
  const bring = useChange<boolean, Import>((apply) => ({ path: "/routes/import", method: "POST", body: { text, apply } }), ["/receivers"]);
  const look = async (): Promise<void> => setRead({ of: text, answer: await bring.run(false) });
  const apply = async (): Promise<void> => { await bring.run(true); tell("The routes of Alertmanager are in force"); location.assign("/routes"); };
  const answer = read?.of === text ? read.answer : undefined;
  if (!isAdmin) return <p className="note note-warn">Bringing in routes makes receivers: it needs the admin scope.</p>;
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); void look().catch(() => undefined); }}>
      <label className="field"><span>alertmanager.yml</span><textarea className="record" rows={10} spellCheck={false} value={text} placeholder={"route:\n  receiver: team\n  routes: …\nreceivers:\n  - name: team\n    slack_configs: …"} onChange={(event) => setText(event.target.value)} /></label>
      <ProblemNote problem={bring.problem} />
      <div className="row"><button type="submit" className={answer ? "button" : "button button-main"} disabled={bring.running || text.trim() === ""}>Show what it would make</button></div>
      {answer && <Shown answer={answer} />}
      {answer && <div className="row"><button type="button" className="button" onClick={() => { draft.setText(answer.text); set({ tab: "edit" }); }}>Only take the routes into the editor</button><ConfirmButton text="Make the receivers and take over the routes" confirm="Yes: replace the routes in force" disabled={bring.running || answer.receivers.some(({ exists, problem }) => !exists && problem !== null)} onConfirm={() => void apply().catch(() => undefined)} /></div>}
    </form>
  );
}

function Shown({ answer: { receivers, left, text } }: { answer: Import }) {
  const read = readRoutes(text);
  return (
    <div className="side-by-side">
      <section className="stack"><h2>Routes</h2>{"routing" in read && read.routing.route && <RouteTree root={read.routing.route} />}</section>
      <section className="stack">
        <h2>{formatNoun(receivers.length, "receiver")}</h2>
        <ul className="plain-list">{receivers.map(({ id, channel, exists, problem }) => <li key={id} className="line"><strong className="break">{id}</strong><span className="muted">{channel}</span>{exists ? <Badge tone="plain" mark="check">is there, stays as it is</Badge> : problem === null ? <Badge tone="good" mark="check">would be made</Badge> : <Badge tone="critical" mark="octagon">cannot be made</Badge>}{problem !== null && !exists && <span className="small break">{problem}</span>}</li>)}</ul>
        <h2>What is left out</h2>
        {left.length === 0 ? <p className="muted">Nothing: all of it would be taken over.</p> : <ul className="plain-list">{left.map(({ at, why }) => <li key={at + why}><code className="break">{at}</code> <span className="small">{why}</span></li>)}</ul>}
      </section>
    </div>
  );
}
