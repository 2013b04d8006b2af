// One route as a form: only what is changed is written into the text.
import { useState } from "react";
import type { Receiver } from "../api/alert-shapes.ts";
import { useResource } from "../api/queries.ts";
import { listOf, receiversOf } from "../lists/route-text.ts";
import type { RawRoute, RouteEdit, RoutePatch } from "../lists/route-text.ts";
import { Dialog } from "../shell/dialog.tsx";
import { ConfirmButton } from "./confirm-button.tsx";

interface Form { id: string; matchers: string; inherits: boolean; receivers: readonly string[]; groupBy: string; groupWait: string; groupInterval: string; repeatInterval: string; mute: readonly string[]; active: readonly string[]; goesOn: boolean }

export interface RouteDialogProps { route: RawRoute; title: string; isRoot: boolean; times: readonly string[]; canUp: boolean; canDown: boolean; isNew?: boolean; onEdit: (edit: RouteEdit) => void; onClose: () => void; onAdd?: () => void }

export function RouteDialog({ route, title, isRoot, times, canUp, canDown, isNew = false, onEdit, onClose, onAdd }: RouteDialogProps) {
  const [first] = useState(() => formOf(route, isRoot));
  const [form, setForm] = useState(first);
  const set = (patch: Partial<Form>): void => setForm({ ...form, ...patch });
  const act = (edit: RouteEdit): void => { onEdit(edit); onClose(); };
  const text = (name: "groupBy" | "groupWait" | "groupInterval" | "repeatInterval", label: string, placeholder: string) => <label className="field"><span>{label}</span><input value={form[name]} placeholder={placeholder} onChange={(event) => set({ [name]: event.target.value })} /></label>;
  return (
    <Dialog title={title} onClose={onClose} wide>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); act({ kind: isNew ? "add" : "set", patch: isNew ? withoutNothing(patchOf(form, undefined)) : patchOf(form, first) }); }}>
        {!isRoot && <label className="field"><span>Matchers, one a line: all of them must hold</span><textarea className="record" rows={3} spellCheck={false} value={form.matchers} placeholder={'severity="critical"\nservice=~"pay.*"'} onChange={(event) => set({ matchers: event.target.value })} /></label>}
        <ReceiverChoice form={form} isRoot={isRoot} onChange={set} />
        {!isRoot && <label className="check"><input type="checkbox" checked={form.goesOn} onChange={(event) => set({ goesOn: event.target.checked })} /> Routes after this one may take it too</label>}
        <details open={isRoot || form.groupBy + form.groupWait + form.groupInterval + form.repeatInterval !== ""}><summary>Grouping and times</summary>
          <div className="route">
            {text("groupBy", "Grouped by labels, with commas", isRoot ? "alertname, service" : "as above")}
            {text("groupWait", "First message after", isRoot ? "30s" : "as above")}
            {text("groupInterval", "What is new after", isRoot ? "5m" : "as above")}
            {text("repeatInterval", "The same again after", isRoot ? "4h" : "as above")}
            {!isRoot && <label className="field"><span>Name (optional)</span><input maxLength={200} value={form.id} placeholder="urgent" onChange={(event) => set({ id: event.target.value })} /></label>}
          </div>
        </details>
        {!isRoot && times.length > 0 && <><TimeChoice legend="Quiet in" times={times} chosen={form.mute} onChange={(mute) => set({ mute })} /><TimeChoice legend="Only in" times={times} chosen={form.active} onChange={(active) => set({ active })} /></>}
        <div className="row">
          <button type="submit" className="button button-main">{isNew ? "Add it to the text" : "Write it into the text"}</button>
          {onAdd && <button type="button" className="button" onClick={onAdd}>Add a route below</button>}
          {!isRoot && !isNew && <><button type="button" className="button" disabled={!canUp} onClick={() => act({ kind: "move", step: -1 })}>Up</button><button type="button" className="button" disabled={!canDown} onClick={() => act({ kind: "move", step: 1 })}>Down</button><ConfirmButton text="Remove" confirm="Remove it and what is below" onConfirm={() => act({ kind: "remove" })} /></>}
        </div>
      </form>
    </Dialog>
  );
}

function ReceiverChoice({ form, isRoot, onChange }: { form: Form; isRoot: boolean; onChange: (patch: Partial<Form>) => void }) {
  const { data } = useResource<{ items: Receiver[] }>("/receivers");
  const known = [...new Set([...(data?.items ?? []).map(({ id }) => id), ...form.receivers])];
  const toggle = (id: string): void => onChange({ inherits: false, receivers: form.receivers.includes(id) ? form.receivers.filter((each) => each !== id) : [...form.receivers, id] });
  return (
    <fieldset className="checks"><legend>Receivers</legend>
      {!isRoot && <label className="check"><input type="checkbox" checked={form.inherits} onChange={(event) => onChange({ inherits: event.target.checked, receivers: [] })} /> those of the route above</label>}
      {known.map((id) => <label key={id} className="check"><input type="checkbox" checked={form.receivers.includes(id)} onChange={() => toggle(id)} /> {id}</label>)}
      {known.length === 0 && <span className="muted">There is no receiver yet.</span>}
      {!form.inherits && form.receivers.length === 0 && <p className="note note-warn">Nobody is told of what this route takes; it is kept as suppressed.</p>}
    </fieldset>
  );
}

function TimeChoice({ legend, times, chosen, onChange }: { legend: string; times: readonly string[]; chosen: readonly string[]; onChange: (chosen: string[]) => void }) {
  return <fieldset className="checks"><legend>{legend}</legend>{times.map((name) => <label key={name} className="check"><input type="checkbox" checked={chosen.includes(name)} onChange={() => onChange(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name])} /> {name}</label>)}</fieldset>;
}

function formOf(route: RawRoute, isRoot: boolean): Form {
  const own = receiversOf(route);
  return {
    id: route.id ?? "", matchers: listOf(route.matchers).join("\n"), inherits: own === undefined && !isRoot, receivers: own ?? [], groupBy: listOf(route.groupBy).join(", "), groupWait: route.groupWait ?? "", groupInterval: route.groupInterval ?? "", repeatInterval: route.repeatInterval ?? "",
    mute: listOf(route.muteTimeIntervals), active: listOf(route.activeTimeIntervals), goesOn: route.continue === "true",
  };
}

const lines = (text: string, at: string | RegExp): string[] => text.split(at).map((each) => each.trim()).filter((each) => each !== "");
const orNothing = (text: string): { value?: string } => (text.trim() === "" ? {} : { value: text.trim() });

/** What differs from `before`; everything without it. Nothing is given as undefined, which takes the key away. */
function patchOf(form: Form, before: Form | undefined): RoutePatch {
  const all: Record<string, unknown> = {
    id: orNothing(form.id).value, matchers: lines(form.matchers, "\n"), receivers: form.inherits ? undefined : form.receivers, groupBy: form.groupBy.trim() === "" ? undefined : lines(form.groupBy, ","),
    groupWait: orNothing(form.groupWait).value, groupInterval: orNothing(form.groupInterval).value, repeatInterval: orNothing(form.repeatInterval).value, muteTimeIntervals: form.mute, activeTimeIntervals: form.active, continue: form.goesOn,
  };
  const names: Readonly<Record<string, keyof Form>> = { muteTimeIntervals: "mute", activeTimeIntervals: "active", continue: "goesOn" };
  const isNew = (key: string): boolean => { const name = names[key] ?? (key as keyof Form); return !before || JSON.stringify(form[name]) !== JSON.stringify(before[name]) || (key === "receivers" && form.inherits !== before.inherits); };
  return Object.fromEntries(Object.entries(all).filter(([key]) => isNew(key)));
}

const withoutNothing = (patch: RoutePatch): RoutePatch => Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
