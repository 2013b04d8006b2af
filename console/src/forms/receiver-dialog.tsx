// A receiver: a channel and its settings, asked for field by field as the channel names them, and what every receiver has.
import { useState } from "react";
import { useChange, useResource } from "../api/queries.ts";
import type { Channel, Receiver } from "../api/shapes.ts";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { tell } from "../shell/toasts.tsx";
import { CommonFields, commonFrom, commonOf } from "./receiver-common.tsx";
import type { Common, CommonField } from "./receiver-common.tsx";
import { ReceiverPreviewPart } from "./receiver-preview.tsx";

interface Edited { id: string; channel: string; settings: Record<string, string>; common: Common }

export function ReceiverDialog({ receiver, others, onClose }: { receiver: Receiver | undefined; others: readonly string[]; onClose: () => void }) {
  const channels = useResource<{ items: Channel[]; common?: CommonField[] }>("/channels");
  const [edited, setEdited] = useState<Edited>({ id: receiver?.id ?? "", channel: receiver?.channel ?? "", settings: receiver?.settings ?? {}, common: commonFrom(receiver?.common) });
  const change = useChange<Edited>(({ id, channel, settings, common }) => ({ path: `/receivers/${id}`, method: "PUT", body: { channel, settings: given(settings), common: commonOf(common) } }), ["/receivers"]);
  const channel = channels.data?.items.find((each) => each.id === edited.channel);
  // A secret is shown hidden and must not be sent back as if that were the secret: it counts once it is entered again.
  const hidden = new Set(channel?.id === receiver?.channel ? channel?.fields.filter(({ name, secret }) => secret && edited.settings[name] === receiver?.settings[name]).map(({ name }) => name) : []);
  const open = (settings: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(settings).filter(([name]) => !hidden.has(name)));
  const save = async (): Promise<void> => { await change.run({ ...edited, settings: open(edited.settings) }); tell(`${edited.id} is saved; send a test to be sure`); onClose(); };
  return (
    <Dialog title={receiver ? `Edit ${receiver.id}` : "Add a receiver"} onClose={onClose} wide>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void save().catch(() => undefined); }}>
        <label className="field"><span>Name</span><input required pattern="[a-z0-9][a-z0-9\-]{0,62}" title="Lower-case letters, digits and hyphens" disabled={receiver !== undefined} value={edited.id} placeholder="slack-payments" onChange={(event) => setEdited({ ...edited, id: event.target.value })} /></label>
        <label className="field"><span>Channel</span><select required value={edited.channel} onChange={(event) => setEdited({ ...edited, channel: event.target.value, settings: {} })}><option value="">choose</option>{channels.data?.items.map(({ id }) => <option key={id}>{id}</option>)}</select></label>
        {channel && <p className="muted small">{channel.about}</p>}
        {channel && <ChannelFields fields={channel.fields ?? []} settings={open(edited.settings)} isNew={receiver === undefined} onChange={(settings) => setEdited({ ...edited, settings: { ...edited.settings, ...settings } })} />}
        {channel && <CommonFields fields={channels.data?.common ?? []} common={edited.common} others={others} onChange={(common) => setEdited({ ...edited, common })} />}
        {channel && receiver && <ReceiverPreviewPart id={receiver.id} common={edited.common} />}
        <ProblemNote problem={change.problem ?? channels.problem} />
        <div className="row"><button type="submit" className="button button-main" disabled={change.running || !channel}>Save</button></div>
      </form>
    </Dialog>
  );
}

function ChannelFields({ fields, settings, isNew, onChange }: { fields: Channel["fields"]; settings: Record<string, string>; isNew: boolean; onChange: (settings: Record<string, string>) => void }) {
  return <>{fields.map(({ name, about, secret, required }) => (
    <label key={name} className="field"><span>{name}{required ? "" : " (optional)"}</span>
      <input required={required && (isNew || !secret)} type={secret ? "password" : "text"} autoComplete="off" value={settings[name] ?? ""} placeholder={secret && !isNew ? "kept unless you enter another" : ""} onChange={(event) => onChange({ ...settings, [name]: event.target.value })} />
      <span className="muted small">{about}</span>
    </label>
  ))}</>;
}

const given = (settings: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ""));
