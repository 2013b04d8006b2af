// Runs with counting requests, for killing the server in between: half may be repeated, half may not.
import type { OpenApp } from "../../src/app/open.ts";

export const org = "main";

const text = (id: string, url: string, idempotent: boolean): string => `id: ${id}
name: ${id}
about: counts
steps:
${Array.from({ length: 6 }, (_one, index) => `  - {id: call-${index}, kind: http, destructive: false, idempotent: ${idempotent}, with: {url: "${url}/${id}/{{ run.id }}/${index}", method: POST}, undo: {none: counted}}
  - {id: note-${index}, kind: note, with: {text: "call ${index} was made"}}`).join("\n")}
`;

/** Keeps the two playbooks and starts so many runs of each, each for an incident of its own. */
export async function fakeIncidents(app: OpenApp, url: string, count: number): Promise<void> {
  for (const [id, idempotent] of [["repeatable", true], ["once", false]] as const) {
    if (!(await app.playbooks.find(org, id))) await app.playbooks.put(org, id, { text: text(id, url, idempotent) }, "session:ana");
    for (let index = 0; index < count; index++) {
      const incident = await app.incidents.open(org, { title: `Incident ${index}`, severity: "low", kind: "manual" }, "session:ana");
      await app.playbooks.start(org, incident.id, { playbook: id, inputs: {}, again: true }, "session:ana");
    }
  }
}
