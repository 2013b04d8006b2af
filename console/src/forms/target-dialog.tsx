// Registers or changes a target: what it is, whose word says that it may be tested, how it is tested and when.
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Profile, Target, TargetRequest } from "../api/dast-shapes.ts";
import { useChange, useMe, useResource } from "../api/queries.ts";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { Instant } from "../shell/instant.tsx";
import { tell } from "../shell/toasts.tsx";
import { BudgetFields, OptIns, ProfileChoice } from "./scan-settings.tsx";
import { draftOf, emptyTarget, problemsOf, requestOf } from "./target-draft.ts";
import type { TargetDraft } from "./target-draft.ts";
import "../app/styles/tests.css";

/** target: one to change. */
export function TargetDialog({ target, onClose }: { target?: Target; onClose: () => void }) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState<TargetDraft>(() => (target === undefined ? emptyTarget : draftOf(target)));
  const profiles = useResource<{ items: Profile[] }>("/scan-profiles").data?.items ?? [];
  const change = useChange<TargetRequest, Target>((body) => ({ path: target === undefined ? "/targets" : `/targets/${encodeURIComponent(target.id)}`, method: target === undefined ? "POST" : "PUT", body }), ["/targets"]);
  const set = (patch: Partial<TargetDraft>): void => setDraft({ ...draft, ...patch });
  const problems = problemsOf(draft);
  const profile = profiles.find(({ id }) => id === draft.profile);
  const save = async (): Promise<void> => {
    const kept = await change.run(requestOf(draft));
    tell(target === undefined ? `${kept.name} is a target` : "Saved");
    onClose();
    if (target === undefined) await navigate({ to: "/tests/targets/$id", params: { id: kept.id } });
  };
  return (
    <Dialog title={target === undefined ? "Add a target" : `Change ${target.name}`} onClose={onClose} wide>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void save().catch(() => undefined); }}>
        <label className="field"><span>Name</span><input required maxLength={200} value={draft.name} placeholder="shop, production" onChange={(event) => set({ name: event.target.value })} /></label>
        <label className="field"><span>URL: where it begins; other origins are not touched unless named below</span><input required maxLength={2000} value={draft.url} placeholder="https://shop.example.org/" spellCheck={false} onChange={(event) => set({ url: event.target.value })} /></label>
        <Served draft={draft} onChange={set} />
        <Word target={target} draft={draft} onChange={set} />
        <ProfileChoice profiles={profiles} chosen={draft.profile} onChoose={(chosen) => set({ profile: chosen })} />
        <OptIns profile={profile} optIn={draft.optIn} onChange={(optIn) => set({ optIn })} />
        <BudgetFields values={draft} profile={profile} onChange={set} />
        <When draft={draft} onChange={set} />
        <More draft={draft} onChange={set} />
        {problems.length > 0 && <div role="status"><ul className="note note-warn">{problems.map(({ field, says }) => <li key={field}><strong>{fieldNames[field] ?? field}</strong> {says}.</li>)}</ul></div>}
        <ProblemNote problem={change.problem} />
        <div className="row"><button type="submit" className="button button-main" disabled={change.running || problems.length > 0 || draft.name.trim() === "" || draft.url.trim() === ""}>{change.running ? "Saving…" : target === undefined ? "Add the target" : "Save"}</button><button type="button" className="button" onClick={onClose}>Cancel</button></div>
      </form>
    </Dialog>
  );
}

const fieldNames: Partial<Record<keyof TargetDraft, string>> = { url: "URL", requests: "Requests at most", perSecond: "Requests a second", minutes: "Minutes at most", everyHours: "Every so many hours", identities: "Identities" };
interface Part { draft: TargetDraft; onChange: (patch: Partial<TargetDraft>) => void }

/** What joins its findings to a release and an owner. */
function Served({ draft, onChange }: Part) {
  const endpoints = useResource<{ items: { id: string; name: string }[] }>("/endpoints", { limit: "200" }).data?.items ?? [];
  const services = useResource<{ items: { id: string; name: string }[] }>("/services", { limit: "200" }).data?.items ?? [];
  return (
    <div className="row row-end">
      <label className="field"><span>Endpoint that serves it (optional)</span><input list="target-endpoints" value={draft.endpoint} maxLength={200} onChange={(event) => onChange({ endpoint: event.target.value })} /></label>
      <label className="field"><span>Service (optional)</span><input list="target-services" value={draft.service} maxLength={200} onChange={(event) => onChange({ service: event.target.value })} /></label>
      <datalist id="target-endpoints">{endpoints.map(({ id, name }) => <option key={id} value={name} />)}</datalist>
      <datalist id="target-services">{services.map(({ id, name }) => <option key={id} value={name} />)}</datalist>
    </div>
  );
}

function Word({ target, draft, onChange }: Part & { target: Target | undefined }) {
  const me = useMe().data?.name ?? "you";
  return (
    <div className={draft.testable ? "note note-good" : "note"}>
      <label className="check"><input type="checkbox" checked={draft.testable} onChange={(event) => onChange({ testable: event.target.checked })} /><strong>This system may be tested</strong></label>
      <p className="small">{target?.testable === true && draft.testable ? <>Said by {target.testableBy ?? "somebody"} <Instant at={target.testableAt} as="absolute" none="at a time nobody kept" />.</> : draft.testable ? `${me} says that its owner allows it to be tested: the name stands in every scan and in the ledger.` : "Without anybody's word nothing is sent until the target says so itself: by a file on it, or a TXT record of its name. Its page shows both."} The word is for this target and its scope alone.</p>
    </div>
  );
}

function When({ draft, onChange }: Part) {
  return (
    <fieldset className="row row-end"><legend>When it is tested by itself; only with somebody's word</legend>
      <label className="field"><span>Every so many hours (empty: only when asked)</span><input inputMode="decimal" size={9} value={draft.everyHours} placeholder="168" onChange={(event) => onChange({ everyHours: event.target.value })} /></label>
      <label className="check"><input type="checkbox" checked={draft.afterDeployment} onChange={(event) => onChange({ afterDeployment: event.target.checked })} /> After every deployment on its endpoint</label>
    </fieldset>
  );
}

function More({ draft, onChange }: Part) {
  const lines = (name: "origins" | "include" | "exclude" | "descriptions", label: string, placeholder: string) => <label className="field"><span>{label}</span><textarea className="record" rows={2} spellCheck={false} value={draft[name]} placeholder={placeholder} onChange={(event) => onChange({ [name]: event.target.value })} /></label>;
  return (
    <details className="opt-ins" open={draft.identities !== ""}>
      <summary>Scope, identities, descriptions, browser</summary>
      <div className="stack">
        {lines("origins", "Further origins in scope, one a line", "https://api.example.org")}{lines("include", "Only paths that match, one a line", "/app/.*")}{lines("exclude", "Never these, one a line", "/admin/delete.*")}{lines("descriptions", "Descriptions of its API, one a line: OpenAPI, GraphQL, Postman, HAR", "/openapi.json")}
        <label className="field"><span>Identities (JSON): who the scan is; secrets by reference, as secret:NAME or env:NAME, never in place</span><textarea className="record" rows={5} spellCheck={false} value={draft.identities} placeholder={'[{ "name": "ana", "login": { "kind": "form", "url": "/login", "username": "ana", "password": "secret:ANA_PASSWORD" } }]'} onChange={(event) => onChange({ identities: event.target.value })} /></label>
        <label className="check"><input type="checkbox" checked={draft.browser === "auto"} onChange={(event) => onChange({ browser: event.target.checked ? "auto" : "off" })} /> Use a browser where one is installed and the profile allows it</label>
      </div>
    </details>
  );
}
