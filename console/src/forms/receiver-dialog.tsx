// A receiver: a channel and its settings, asked for field by field as the channel names them.
import { useState } from "react";
import { useChange, useResource } from "../api/queries.ts";
import type { Channel, Receiver } from "../api/shapes.ts";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { tell } from "../shell/toasts.tsx";

interface Edited { id: string; channel: string; settings: Record<string, string> }

export function ReceiverDialog({ receiver, onClose }: { receiver: Receiver | undefined; onClose: () => void }) {
  const channels = useResource<{ items: Channel[] }>("/channels");
  const [edited, setEdited] = useState<Edited>({ id: receiver?.id ?? "", channel: receiver?.channel ?? "", settings: plainSettings(receiver) });
  const change = useChange<Edited>(({ id, channel, settings }) => ({ path: `/receivers/${id}`, method: "PUT", body: { channel, settings: given(settings) } }), ["/receivers"]);
  const channel = channels.data?.items.find((each) => each.id === edited.channel);
  const save = async (): Promise<void> => { await change.run(edited); tell(`${edited.id} is saved; send a test to be sure`); onClose(); };
  return (
    <Dialog title={receiver ? `Edit ${receiver.id}` : "Add a receiver"} onClose={onClose}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void save().catch(() => undefined); }}>
        <label className="field"><span>Name</span><input required pattern="[a-z0-9][a-z0-9\-]{0,62}" title="Lower-case letters, digits and hyphens" disabled={receiver !== undefined} value={edited.id} placeholder="slack-payments" onChange={(event) => setEdited({ ...edited, id: event.target.value })} /></label>
        <label className="field"><span>Channel</span><select required value={edited.channel} onChange={(event) => setEdited({ ...edited, channel: event.target.value, settings: {} })}><option value="">choose</option>{channels.data?.items.map(({ id }) => <option key={id}>{id}</option>)}</select></label>
        {channel && <p className="muted small">{channel.about}</p>}
        {channel && <ChannelFields fields={channel.fields ?? []} settings={edited.settings} isNew={receiver === undefined} onChange={(settings) => setEdited({ ...edited, settings })} />}
        <ProblemNote problem={change.problem ?? channels.problem} />
        <div className="row"><button type="submit" className="button button-main" disabled={change.running || !channel}>Save</button></div>
      </form>
    </Dialog>
  );
}

function ChannelFields({ fields, settings, isNew, onChange }: { fields: Channel["fields"]; settings: Record<string, string>; isNew: boolean; onChange: (settings: Record<string, string>) => void }) {
  return <>{fields.map(({ name, about, secret, required }) => (
    <label key={name} className="field"><span>{name}{required ? "" : " (optional)"}</span>
      <input required={required} type={secret ? "password" : "text"} autoComplete="off" value={settings[name] ?? ""} placeholder={secret && !isNew ? "enter it again to save" : ""} onChange={(event) => onChange({ ...settings, [name]: event.target.value })} />
      <span className="muted small">{about}</span>
    </label>
  ))}</>;
}

// What is shown as hidden must not be sent back as if it were the secret.
const plainSettings = (receiver: Receiver | undefined): Record<string, string> => Object.fromEntries(Object.entries(receiver?.settings ?? {}).filter(([, value]) => !value.includes("[secret]")));
const given = (settings: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ""));
