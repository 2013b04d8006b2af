// Opens a ticket through a receiver of a ticket channel, so that retries, order and proof are delivery's as for every message.
import { defineStepKind, done, harmless } from "../step-kind.ts";

export const ticket = defineStepKind({
  id: "ticket", lane: "inside", ...harmless, about: "Opens a ticket by a receiver of a ticket channel (Jira, GitHub, GitLab, ServiceNow).",
  lasting: "a ticket was opened; close it where it is",
  fields: [
    { name: "receiver", about: "a receiver of a ticket channel", type: "text", required: true },
    { name: "title", about: "the ticket's title", type: "text", required: true },
    { name: "text", about: "what it is about", type: "text" },
  ],
  async preview(values, { world }) {
    const name = values.text("receiver");
    const receiver = (await world.receivers()).find(({ id }) => id === name);
    return { said: receiver ? `opens a ticket by ${name} (${receiver.channel}): "${values.text("title")}"` : `would fail: there is no receiver ${name}`, touches: [{ kind: "receiver", name }] };
  },
  async run(values, { world }) {
    const name = values.text("receiver");
    const receiver = (await world.receivers()).find(({ id }) => id === name);
    if (!receiver) return { kind: "failed", why: `there is no receiver ${name}` };
    if (!receiver.isTicket) return { kind: "failed", why: `${name} is a receiver of the channel ${receiver.channel}, which opens no tickets` };
    const sent = await world.notify({ receivers: [name], title: values.text("title"), text: values.optional("text") ?? values.text("title"), severity: undefined, kind: "playbook.ticket" });
    return done(`a ticket by ${name} is on its way`, { notice: sent.noticeId, receiver: name });
  },
});
