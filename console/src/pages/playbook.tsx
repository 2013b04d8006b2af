// One playbook: its steps, its text with what is wrong in it line by line, and its runs.
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import "../app/styles/incident.css";
import type { Playbook, PlaybookCheck, Run } from "../api/incident-shapes.ts";
import { useCan, useChange, useList, useResource } from "../api/queries.ts";
import { formatSpan } from "../app/format.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { Badge } from "../lists/badges.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { spaced } from "../lists/incident-badges.tsx";
import { RunTable } from "../lists/incident-run.tsx";
import { Loading } from "../lists/loading.tsx";
import { Facts, Page } from "../lists/page.tsx";
import { ProblemNote, ProblemPanel } from "../lists/problem-panel.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { Switch } from "./playbooks.tsx";

export function PlaybookPage() {
  const { id } = useParams({ from: "/playbooks/$id" });
  const { data, problem } = useResource<Playbook>(`/playbooks/${encodeURIComponent(id)}`, {}, { enabled: id !== "new" });
  if (id === "new") return <Page title="A playbook of your own" lead={<p>Start from the text of one that is shipped, or from nothing. Checking keeps nothing.</p>}><Editor id={undefined} text={blank} /></Page>;
  if (problem) return <Page title="Playbook"><ProblemPanel problem={problem} what="The playbook could not be read" /></Page>;
  return data ? <Detail playbook={data} /> : <Loading />;
}

const blank = "id: my-playbook\nname: What it is for\nabout: One sentence\ntriggers:\n  - kinds: [attack]\nstart: proposed\nsteps:\n  - id: evidence\n    kind: snapshot\n    about: Keep what is known now\n";

function Detail({ playbook }: { playbook: Playbook }) {
  return (
    <Page title={playbook.name} lead={<p>{playbook.about}</p>} actions={<a className="button" href={`/api/v1/playbooks/${encodeURIComponent(playbook.id)}/cacao`} download={`${playbook.id}.cacao.json`}>Export as CACAO 2.0</a>}>
      <OnlyNow what="A playbook" />
      <Facts facts={[
        ["On", <Switch playbook={playbook} />], ["Starts", playbook.start === "automatic" ? "by itself" : "when a person agrees"],
        ["For", playbook.triggers.length === 0 ? "started by hand" : playbook.triggers.map((trigger) => [trigger.kinds.map(spaced).join(", ") || "any kind", trigger.severities.length > 0 ? `severity ${trigger.severities.join(", ")}` : "", trigger.on.length > 0 ? `on ${trigger.on.join(", ")}` : "", trigger.when === null ? "" : `when ${trigger.when}`].filter((part) => part !== "").join("; ")).join(" · ")],
        ["Again after", playbook.cooldown === null ? "no time" : `${formatSpan(playbook.cooldown.seconds * 1000)}, per ${playbook.cooldown.per}`],
        ["From", playbook.source === "shipped" ? "Aftwatch, as shipped" : `version ${playbook.version}, by ${playbook.updatedBy ?? "someone"}`], ...(playbook.updatedAt === null ? [] : [["Written", <Instant at={playbook.updatedAt} />] as const]),
      ]} />
      {playbook.warnings.length > 0 && <Places title="Doubtful" places={playbook.warnings} tone="note-warn" />}
      <Tabs label="About this playbook" tabs={[
        { id: "steps", title: `Steps (${playbook.steps.length})`, body: () => <Steps playbook={playbook} /> },
        { id: "text", title: "Text", body: () => <Editor key={playbook.version} id={playbook.id} text={playbook.text} own={playbook.source === "own"} /> },
        { id: "runs", title: "Runs", body: () => <Runs id={playbook.id} /> },
      ]} />
    </Page>
  );
}

const Runs = ({ id }: { id: string }) => <RunTable list={useList<Run>("/runs", { playbook: id })} empty={<Empty title="It has not run yet." />} />;

const Steps = ({ playbook }: { playbook: Playbook }) => (
  <ol className="attempts">{playbook.steps.map((step) => (
    <li key={step.id} className="attempt">
      <p className="line"><strong>{step.about ?? step.id}</strong><code>{step.kind}</code>{step.destructive && <Badge tone="high" mark="triangle" title="Two people must approve it">destructive</Badge>}{!step.idempotent && <span className="muted small">asks before it is repeated after a restart</span>}</p>
      <p className="muted small">{[step.when === null ? "" : `only when ${step.when}`, step.timeoutSeconds === null ? "" : `at most ${formatSpan(step.timeoutSeconds * 1000)}`, step.retries > 0 ? `${step.retries} more tries` : "", `on failure: ${step.onFailure}`, `undo: ${step.undo}`, step.next === null ? "" : `then ${step.next}`].filter((part) => part !== "").join(" · ")}</p>
      <details className="fact small"><summary>Values</summary><pre tabIndex={0} aria-label={`Values of ${step.id}`}>{JSON.stringify(step.with, null, 2)}</pre></details>
    </li>
  ))}</ol>
);

const Places = ({ title, places, tone }: { title: string; places: PlaybookCheck["errors"]; tone: string }) => <div className={`note ${tone}`} role="status"><p><strong>{title}</strong></p><ul className="plain-list">{places.map((place) => <li key={place.at + place.rule}><code>{place.at}</code>: {place.rule}. {place.mend}</li>)}</ul></div>;

function Editor({ id, text: given, own = false }: { id: string | undefined; text: string; own?: boolean }) {
  const isAdmin = useCan("admin");
  const navigate = useNavigate();
  const [text, setText] = useState(given);
  const check = useChange<string, PlaybookCheck>((body) => ({ path: "/playbooks/validate", method: "POST", body: { text: body } }), []);
  const [found, setFound] = useState<PlaybookCheck>();
  const keep = useChange<{ id: string; text: string }, Playbook>((body) => ({ path: `/playbooks/${encodeURIComponent(body.id)}`, method: "PUT", body: { text: body.text } }), ["/playbooks"]);
  const remove = useChange<void>(() => ({ path: `/playbooks/${encodeURIComponent(id ?? "")}`, method: "DELETE" }), ["/playbooks"]);
  const look = async (): Promise<PlaybookCheck> => { const answer = await check.run(text); setFound(answer); return answer; };
  const save = async (): Promise<void> => {
    const answer = await look();
    if (!answer.usable || answer.id === null) return;
    const kept = await keep.run({ id: answer.id, text });
    tell(`${kept.name} is kept as version ${kept.version}`);
    if (answer.id !== id) await navigate({ to: "/playbooks/$id", params: { id: answer.id } });
  };
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); void save().catch(() => undefined); }}>
      <label className="field"><span>The playbook, as YAML or JSON</span><textarea className="record" rows={24} spellCheck={false} maxLength={262_144} readOnly={!isAdmin} value={text} onChange={(event) => { setText(event.target.value); setFound(undefined); }} /></label>
      {found && found.errors.length > 0 && <Places title="It cannot be used" places={found.errors} tone="note-bad" />}
      {found && found.warnings.length > 0 && <Places title="Doubtful" places={found.warnings} tone="note-warn" />}
      {found?.usable && found.warnings.length === 0 && <p className="note note-good" role="status">Nothing is wrong with it.</p>}
      <ProblemNote problem={keep.problem ?? check.problem} />
      <div className="row">
        <button type="button" className="button" disabled={check.running} onClick={() => void look().catch(() => undefined)}>Check it</button>
        {isAdmin ? <button type="submit" className="button button-main" disabled={keep.running || text === given && id !== undefined}>{own || id === undefined ? "Keep it" : "Keep it as our own"}</button> : <span className="muted small">Keeping one needs the admin scope.</span>}
        {isAdmin && own && <ConfirmButton text="Remove ours" confirm="Remove it? A shipped one of this id holds again." onConfirm={() => void remove.run().then(() => navigate({ to: "/playbooks" }), (cause: unknown) => tellProblem("It was not removed", cause))} />}
      </div>
    </form>
  );
}
