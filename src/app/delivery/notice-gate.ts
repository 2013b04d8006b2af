// Notices of findings, incidents and of Aftwatch itself go through the same tree, silences and inhibitions as alerts.
import { noticeReceivers } from "../../notify/compiled-routing.ts";
import type { NoticeReceiver } from "../../notify/compiled-routing.ts";
import { labelSetsOf } from "../../notify/notice-labels.ts";
import type { LabelSet } from "../../notify/label.ts";
import { outboxRows } from "../../notify/notice-store.ts";
import type { OutboxRows } from "../../notify/notice-store.ts";
import type { Notice } from "../../notify/notice.ts";
import type { Suppression } from "../../notify/suppression.ts";
import type { Ports } from "../../store/store.ts";
import { inhibitedBy, muteHolder } from "../alerts/alert-sift.ts";
import type { Holder, Sieve } from "../alerts/alert-sift.ts";
import type { LoopContext } from "../loop/context.ts";
import { routingInForce, silencerInForce } from "../alerts/routes.ts";

export interface NoticeWay { rows: readonly OutboxRows[]; held: readonly Suppression[] }

export const sieveOf = async (context: LoopContext, ports: Ports, org: string): Promise<Sieve> =>
  ({ routing: await routingInForce(context, ports, org), silencer: await silencerInForce(context, ports, org), now: context.clock.now() });

/** The rows of a notice: waiting, held until quiet times end, suppressed, or for nobody; and what held it. */
export async function wayOf(ports: Ports, org: string, noticeId: string, notice: Notice, sieve: Sieve, groupWaitMs?: number): Promise<NoticeWay> {
  const labelSets = labelSetsOf(notice);
  const receivers = noticeReceivers(sieve.routing.compiled, labelSets).map((receiver) => ({ ...receiver, ...quietOf(sieve, receiver) }));
  const shared = { org, noticeId, notice, now: sieve.now, ...(groupWaitMs === undefined ? {} : { groupWaitMs }) };
  const nobody = "no route names a receiver for it";
  if (receivers.length === 0) return { rows: [outboxRows({ ...shared, routed: { kind: "no-receiver", why: nobody } })], held: [heldBy({ by: "route", byId: "", why: nobody }, notice, "")] };
  const holder = await holderOf(ports, org, labelSets, sieve);
  const ids = receivers.map(({ receiverId }) => receiverId);
  if (holder) return { rows: [outboxRows({ ...shared, routed: { kind: "suppressed", receivers: ids, why: holder.why } })], held: ids.map((id) => heldBy(holder, notice, id)) };
  return {
    rows: [...Map.groupBy(receivers, ({ heldUntil }) => heldUntil)].map(([heldUntil, same]) =>
      outboxRows({ ...shared, routed: { kind: "routed", receivers: same.map(({ receiverId }) => receiverId) }, ...(heldUntil === undefined ? {} : { heldUntil }) })),
    held: receivers.flatMap(({ receiverId, mute }) => (mute ? [heldBy(mute, notice, receiverId)] : [])),
  };
}

const heldBy = (holder: Holder, notice: Notice, target: string): Suppression => ({ ...holder, subject: notice.groupKey, target, title: notice.title });

/** Quiet only when every route that leads to the receiver is: until the first of them is heard again. */
function quietOf({ routing, now }: Sieve, { leaves }: NoticeReceiver): { heldUntil: number | undefined; mute: Holder | undefined } {
  const mutes = leaves.map((leaf) => routing.compiled.mutedAt(leaf, now));
  const [first] = mutes.flatMap((mute) => mute ?? []).toSorted((a, b) => a.endsAt - b.endsAt);
  return first === undefined || mutes.includes(undefined) ? { heldUntil: undefined, mute: undefined } : { heldUntil: first.endsAt, mute: muteHolder(first) };
}

/** Held only when every label set is: a notice that speaks of two services is not lost to a silence of one. */
async function holderOf(ports: Ports, org: string, labelSets: readonly LabelSet[], sieve: Sieve): Promise<Holder | undefined> {
  const inhibited = await inhibitedBy(ports, org, labelSets.map((labels) => ({ labels })), sieve);
  const holders = labelSets.map((labels, index): Holder | undefined => {
    const source = inhibited[index];
    if (source) return { by: "inhibition", byId: source.rule.id, why: `inhibited: alert ${source.fingerprint} fires (rule ${source.rule.id})` };
    const [silenceId] = sieve.silencer.silencedBy(labels, sieve.now);
    return silenceId === undefined ? undefined : { by: "silence", byId: silenceId, why: `silenced by ${silenceId}` };
  });
  return holders.includes(undefined) ? undefined : holders[0];
}
