// Tells people: a receiver by name, or whoever the routes name for this incident.
import { defineStepKind, done, harmless } from "../step-kind.ts";
import type { Values } from "../step-kind.ts";

export const notify = defineStepKind({
  id: "notify", lane: "inside", ...harmless, about: "Sends a message to receivers, or to whoever the routes name.",
  lasting: "a message was sent",
  fields: [
    { name: "receivers", about: "receivers by id; whoever the routes name when absent", type: "texts" },
    { name: "title", about: "the first line", type: "text", required: true },
    { name: "text", about: "what to know and what to do", type: "text" },
    { name: "severity", about: "the incident's when absent", type: "text", choices: ["critical", "high", "medium", "low", "unknown"] },
  ],
  async preview(values, { world }) {
    const wanted = values.texts("receivers");
    if (wanted.length === 0) return { said: `tells whoever the routes name: "${values.text("title")}"`, touches: [] };
    const known = new Set((await world.receivers()).map(({ id }) => id));
    const unknown = wanted.filter((id) => !known.has(id));
    return { said: `tells ${wanted.join(", ")}: "${values.text("title")}"${unknown.length > 0 ? `; there is no receiver ${unknown.join(", ")}` : ""}`, touches: wanted.map((name) => ({ kind: "receiver", name })) };
  },
  async run(values, { world }) {
    const receivers = values.texts("receivers");
    const unknown = await unknownAmong(receivers, world);
    if (unknown.length > 0) return { kind: "failed", why: `there is no receiver ${unknown.join(", ")}` };
    const sent = await world.notify({ receivers, title: values.text("title"), text: bodyOf(values), severity: values.optional("severity"), kind: "playbook.notify" });
    if (sent.receivers.length === 0) return { kind: "failed", why: "no route names a receiver for it; make one, or name receivers", output: { notice: sent.noticeId } };
    return done(`told ${sent.receivers.join(", ")}`, { notice: sent.noticeId, receivers: [...sent.receivers] });
  },
});

async function unknownAmong(wanted: readonly string[], world: { receivers(): Promise<readonly { id: string }[]> }): Promise<string[]> {
  if (wanted.length === 0) return [];
  const known = new Set((await world.receivers()).map(({ id }) => id));
  return wanted.filter((id) => !known.has(id));
}

const bodyOf = (values: Values): string => values.optional("text") ?? values.text("title");
