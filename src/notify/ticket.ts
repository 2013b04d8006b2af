// The life of a ticket, the same wherever it is kept: made once for a story, then changed, commented, closed and opened again.
import type { Delivery } from "./delivery.ts";
import type { Notice } from "./notice.ts";
import { callReceiver } from "./post.ts";
import type { Call } from "./post.ts";

/** What a request gave, or how the attempt ends because it failed. */
export type Asked<T> = { kind: "answer"; value: T } | Exclude<Delivery, { kind: "sent" }>;

export interface Ticket {
  /** What people call it: OPS-12, owner/name#12, INC0010012. */
  ref: string;
  isOpen: boolean;
  /** The text in which its maker left the delivery key. */
  marked: string;
}

/** One ticket system, for one notice. */
export interface TicketDesk<T extends Ticket> {
  /** The ticket of an earlier message; undefined when it is not there any more, or ref is none of this desk's. */
  get(ref: string): Promise<Asked<T | undefined>>;
  /** The ticket that carries the story key, the newest when there are several. */
  find(): Promise<Asked<T | undefined>>;
  /** lost: the ticket it takes the place of. */
  create(lost: string | undefined): Promise<Asked<T>>;
  /** Title, labels, priority and state as the notice has them: whatever can be repeated without harm. A new ticket instead of this one when it can no longer be opened: undefined. */
  change(ticket: T): Promise<Asked<T | undefined>>;
  comment(ticket: T): Promise<Asked<unknown>>;
}

/**
 * Tells the ticket system of a notice. The first message looks for the story key before it makes a ticket: an answer that was lost
 * must not make two. What can be repeated comes before the comment, which cannot. A resolved story that has no ticket any more gets none.
 */
export async function tellTicket<T extends Ticket>(notice: Notice, context: { previousRef: string | undefined; deliveryKey: string }, desk: TicketDesk<T>): Promise<Delivery> {
  const known = await knownTicket(context.previousRef, desk);
  if (known.kind !== "answer") return known;
  const { ticket, lost, isFound } = known.value;
  if (ticket === undefined) return lost !== undefined && notice.state === "resolved" ? { kind: "sent", detail: `${lost} is no longer there: nothing to close` } : make(notice, desk, lost);
  const isOwn = isFound && ticket.marked.includes(context.deliveryKey);
  if (isOwn && notice.state !== "resolved") return sent(ticket, "made by an earlier attempt whose answer was lost");
  const changed = await desk.change(ticket);
  if (changed.kind !== "answer") return changed;
  if (changed.value === undefined) return make(notice, desk, ticket.ref);
  if (isOwn) return sent(changed.value, "made by an earlier attempt whose answer was lost");
  const said = await desk.comment(changed.value);
  return said.kind === "answer" ? sent(changed.value, `${notice.state === "resolved" ? "closed" : "commented"} ${changed.value.ref}`) : said;
}

const sent = ({ ref }: Ticket, detail: string): Delivery => ({ kind: "sent", ref, detail });

async function knownTicket<T extends Ticket>(ref: string | undefined, desk: TicketDesk<T>): Promise<Asked<{ ticket: T | undefined; lost: string | undefined; isFound: boolean }>> {
  const got = ref === undefined ? undefined : await desk.get(ref);
  if (got !== undefined && (got.kind !== "answer" || got.value !== undefined)) return got.kind === "answer" ? { kind: "answer", value: { ticket: got.value, lost: undefined, isFound: false } } : got;
  const found = await desk.find();
  return found.kind === "answer" ? { kind: "answer", value: { ticket: found.value, lost: ref, isFound: true } } : found;
}

async function make<T extends Ticket>(notice: Notice, desk: TicketDesk<T>, lost: string | undefined): Promise<Delivery> {
  const made = await desk.create(lost);
  if (made.kind !== "answer") return made;
  const closed = notice.state === "resolved" ? await desk.change(made.value) : made;
  if (closed.kind !== "answer") return closed;
  return sent(made.value, lost === undefined ? `made ${made.value.ref}` : `made ${made.value.ref} in place of ${lost}, which is no longer there or cannot be opened again`);
}

const answerBytes = 4_000_000;

/** One request of several: its JSON answer, undefined when there is none or its status says that the thing asked for is absent. */
export async function ask({ absent = [], ...call }: Call & { absent?: readonly number[] }): Promise<Asked<unknown>> {
  const got: { value?: unknown } = {};
  const read: Call["read"] = (answer) => {
    const { status, text } = answer;
    if (absent.includes(status)) return { kind: "sent" };
    if (status < 200 || status >= 300) return call.read?.(answer);
    try { got.value = text.trim() === "" ? undefined : JSON.parse(text); } catch { return unreadable(); }
    return { kind: "sent" };
  };
  const delivery = await callReceiver({ ...call, answerBytes, read });
  return delivery.kind === "sent" ? { kind: "answer", value: got.value } : delivery;
}

/** An answer that says yes and is not what was asked for. */
export const unreadable = (): Exclude<Delivery, { kind: "sent" }> => ({ kind: "retry", why: "the answer is not what this API gives: is something between Aftwatch and the ticket system?" });
