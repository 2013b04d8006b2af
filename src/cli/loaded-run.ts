// One run of loaded: the processes that are meant, the components of their files, and the report that is printed or sent.
import { hostname } from "node:os";
import type { LoadedReceipt, LoadedRequest } from "../contract/loaded.ts";
import { createHostFiles } from "../inventory/host-files.ts";
import { Fault } from "../kernel/fault.ts";
import { componentsOfFiles } from "../runtime/loaded-files.ts";
import { usedTogether } from "../runtime/loaded-maps.ts";
import type { LoadedComponent } from "../runtime/loaded.ts";
import type { CommandCall, ExitCode } from "./command.ts";
import { readProcesses } from "./loaded-processes.ts";
import type { Processes, RunningProcess } from "./loaded-processes.ts";
import type { Column } from "./output.ts";

const proc = "/proc";

export async function runLoaded(call: CommandCall): Promise<ExitCode> {
  const all = await readProcesses(proc).catch((cause: unknown) => { throw new Fault("cli.usage", { detail: "There is no /proc to read: aftwatch loaded looks at the processes of a Linux host." }, cause); });
  const chosen = chosenOf(call, all);
  const { components, unknown, problems } = await componentsOfFiles(createHostFiles(rootOf(all, chosen)), usedTogether(chosen), call.io.signal);
  for (const problem of problems) call.detail(problem);
  for (const path of unknown) call.detail(`of no component: ${path}`);
  const gaps = gapsOf(call, all, chosen, problems.length);
  const complete = gaps.length === 0 || (call.flag("complete") && gaps.every(({ isStated }) => isStated));
  call.output.rows("loaded-components", columns, components, { complete, gaps: gaps.map(({ text }) => text), processes: chosen.length, files: { unknown: unknown.length } });
  for (const { text } of gaps) call.say(`not complete: ${text}`);
  const replaced = [...new Set(chosen.flatMap(({ gone }) => gone))];
  if (replaced.length > 0) call.say(`${counted(replaced.length, "file", "files")} in use replaced or removed since: the processes run what is no longer installed (${replaced.slice(0, 3).join(", ")}); restart what uses them`);
  call.say(`${counted(components.length, "component", "components")} in use by ${counted(chosen.length, "process", "processes")}`);
  if (call.flag("send")) await send(call, chosen, components, complete);
  return 0;
}

/** --pid and --container choose; else what sees the same files as this command. */
function chosenOf(call: CommandCall, { own, processes }: Processes): RunningProcess[] {
  const pids = call.texts("pid").map(Number);
  const container = call.text("container");
  const found = processes.filter((one) => (pids.length > 0 ? pids.includes(one.pid) : container !== undefined ? one.container?.startsWith(container) : one.namespace === own));
  const missing = pids.filter((pid) => !found.some((one) => one.pid === pid));
  if (missing.length > 0 || found.length === 0) throw new Fault("cli.usage", { detail: container === undefined ? `Process ${missing.join(", ")} is not there, or may not be read by this user.` : `No process that may be read runs in a container ${container}.` });
  if (new Set(found.map(({ namespace }) => namespace)).size > 1) throw new Fault("cli.usage", { detail: "These processes do not see the same files: name those of one container at a time." });
  const others = processes.filter(({ namespace }) => namespace !== found[0]?.namespace);
  const containers = new Set(others.map((one) => one.container ?? one.namespace));
  if (pids.length === 0 && container === undefined && others.length > 0) call.say(`${others.length} processes of ${containers.size} containers are left out; --container ID looks into one`);
  return found;
}

/** Its own view of the files: a process in a container has another root than this command. */
const rootOf = ({ own }: Processes, [first]: readonly RunningProcess[]): string => (first === undefined || first.namespace === own ? "/" : `${proc}/${first.pid}/root`);

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** isStated: --complete may say that it is all the same. */
interface Gap { text: string; isStated: boolean }

function gapsOf(call: CommandCall, { unreadable }: Processes, chosen: readonly RunningProcess[], problems: number): Gap[] {
  const interpreters = [...new Set(chosen.filter(({ isInterpreter }) => isInterpreter).map(({ name }) => name))];
  const isPart = call.texts("pid").length > 0;
  return [
    ...(unreadable > 0 && !isPart ? [{ text: `${counted(unreadable, "process", "processes")} may not be read by this user; run it as root`, isStated: false }] : []),
    ...(problems > 0 ? [{ text: `of ${counted(problems, "file", "files")} it cannot be told what is inside; -v names them`, isStated: false }] : []),
    ...(chosen.some(({ gone }) => gone.length > 0) ? [{ text: "files in use are no longer on the disk", isStated: false }] : []),
    ...(interpreters.length > 0 ? [{ text: `${interpreters.join(", ")} closes files of code once they are read`, isStated: false }] : []),
    ...(isPart ? [{ text: "only the named processes were looked at; --complete says that they are the whole release", isStated: true }] : []),
  ];
}

async function send(call: CommandCall, chosen: readonly RunningProcess[], components: readonly LoadedComponent[], complete: boolean): Promise<void> {
  const named = { service: call.text("service"), version: call.text("version"), digest: call.text("digest"), endpoint: call.text("endpoint") };
  const isContained = chosen.some(({ container }) => container !== undefined);
  if (isContained && named.digest === undefined && named.service === undefined) throw new Fault("cli.usage", { detail: "Which release runs in a container is not told by its processes: give --digest, or --service and --version." });
  const body: LoadedRequest = { ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)), host: call.text("host") ?? hostname(), complete, components: components.map(({ purl, how, path }) => ({ purl, how, ...(path === undefined ? {} : { path }) })), at: new Date(call.io.clock.now()).toISOString() };
  const receipt = await (await call.client()).post<LoadedReceipt>("/loaded", body);
  call.say(`sent: ${receipt.components} components of ${receipt.service} ${receipt.version}, ${receipt.fresh} of them not known to be loaded before (${receipt.because})`);
  for (const { at, rule } of receipt.rejects) call.say(`left out: ${at}: ${rule}`);
}

const columns: readonly Column<LoadedComponent>[] = [{ head: "HOW", of: (row) => row.how }, { head: "COMPONENT", of: (row) => row.purl }, { head: "FILE", of: (row) => row.path }];
