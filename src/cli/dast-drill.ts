// A drill on the server, followed to its end: which attacks the runtime saw, by which rule, and after how long.
import type { Drill, DrillDetail } from "../contract/dast.ts";
import type { Target } from "../contract/dast.ts";
import { secondMs } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import type { CommandCall, ExitCode } from "./command.ts";
import type { Column } from "./output.ts";

type ClassRow = DrillDetail["classes"][number];

const columns: readonly Column<ClassRow>[] = [
  { head: "ATTACK", of: (row) => row.attackClass }, { head: "OUTCOME", of: (row) => row.outcome.replace("-", " ") }, { head: "AFTER", of: (row) => (row.mttdMs === null ? undefined : `${(row.mttdMs / secondMs).toFixed(1)} s`) }, { head: "RULES", of: (row) => row.rules.map(({ title }) => title).join(", ") },
  { head: "PROBES", of: (row) => row.probes }, { head: "WHY", of: (row) => row.why }, { head: "SENT", isWide: true, of: (row) => row.sentAt }, { head: "SEEN AT", isWide: true, of: (row) => row.seenAt },
];

const askEveryMs = 2 * secondMs;

export async function drillTarget(call: CommandCall): Promise<ExitCode> {
  const client = await call.client();
  const [named = ""] = call.arguments;
  const { items } = await client.get<{ items: Target[] }>("/targets");
  const target = items.find(({ id, name, url }) => id === named || name === named || url === named);
  if (target === undefined) throw new Fault("request.not-found", { detail: `There is no target ${named}; \`aftwatch dast targets\` lists them.` });
  const watch = call.count("watch");
  const { id } = await client.post<Drill>(`/targets/${encodeURIComponent(target.id)}/drill`, watch === undefined ? {} : { watchSeconds: watch });
  call.say(`Started ${id}: harmless probes of each class are sent, then the runtime is watched.`);
  const drill = await ended(call, id);
  if (call.io.signal.aborted) return 130;
  const { classes, ...rest } = drill;
  call.output.rows("drill", columns, classes, { drill: rest });
  if (drill.failure !== null) call.say(drill.failure);
  call.say(`${drill.seen} of ${drill.sent} classes of attack were seen${drill.meanMttdMs === null ? "" : `, on average after ${(drill.meanMttdMs / secondMs).toFixed(1)} s`}.`);
  return drill.sent === 0 || drill.state === "failed" ? 4 : drill.seen < drill.sent ? 1 : 0;
}

/** Asked until it is over, or Ctrl+C. */
async function ended(call: CommandCall, id: string): Promise<DrillDetail> {
  const client = await call.client();
  for (;;) {
    const drill = await client.get<DrillDetail>(`/drills/${encodeURIComponent(id)}`);
    if (drill.state === "done" || drill.state === "failed") return drill;
    await call.io.wait(askEveryMs);
    if (call.io.signal.aborted) return drill;
  }
}
