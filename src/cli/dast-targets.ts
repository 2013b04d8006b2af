// Targets of the server: the list, adding and changing one, what they must say to be tested, and other tools' reports.
import { authorisationOf } from "../dast/authorisation/token.ts";
import { isOwnMachine } from "../dast/authorisation/authorise.ts";
import { localKey } from "../app/dast/local-scan.ts";
import type { Scan, Target } from "../contract/dast.ts";
import { risks } from "../dast/risk.ts";
import { Fault } from "../kernel/fault.ts";
import type { Client } from "./client.ts";
import type { CommandCall, ExitCode } from "./command.ts";
import { timeMs } from "./dast-budget.ts";
import { scansRoot } from "./dast-place.ts";
import type { Column } from "./output.ts";
import { readText } from "./text-file.ts";

const columns: readonly Column<Target>[] = [
  { head: "NAME", of: (row) => row.name }, { head: "URL", of: (row) => row.url }, { head: "TESTABLE", of: (row) => (row.testable ? `by ${row.testableBy ?? "?"}` : "by its own word only") }, { head: "LAST SCAN", of: (row) => (row.lastScan === null ? "never" : row.lastScan.endedAt ?? row.lastScan.state) },
  { head: "CRITICAL", of: (row) => row.open.critical }, { head: "HIGH", of: (row) => row.open.high }, { head: "MEDIUM", of: (row) => row.open.medium }, { head: "REGRESSED", of: (row) => row.regressed }, { head: "NOT RETESTED", of: (row) => row.notRetested }, { head: "NEXT", of: (row) => row.nextAt },
  { head: "SERVICE", isWide: true, of: (row) => row.served.service }, { head: "ENDPOINT", isWide: true, of: (row) => row.served.endpoint }, { head: "OWNER", isWide: true, of: (row) => row.served.owner }, { head: "RELEASE", isWide: true, of: (row) => row.served.version }, { head: "ID", isWide: true, of: (row) => row.id },
];

const targetsOf = async (client: Client): Promise<Target[]> => (await client.get<{ items: Target[] }>("/targets")).items;

export async function listTargets(call: CommandCall): Promise<ExitCode> {
  call.output.rows("targets", columns, await targetsOf(await call.client()));
  return 0;
}

async function targetNamed(client: Client, named: string): Promise<Target> {
  const found = (await targetsOf(client)).find(({ id, name, url }) => id === named || name === named || url === named);
  if (found === undefined) throw new Fault("request.not-found", { detail: `There is no target ${named}; \`aftwatch dast targets\` lists them.` });
  return found;
}

const acts: Readonly<Record<string, (call: CommandCall, client: Client) => Promise<ExitCode>>> = { add: addTarget, edit: editTarget, remove: removeTarget };

export async function changeTarget(call: CommandCall): Promise<ExitCode> {
  const [named = ""] = call.arguments;
  const act = Object.hasOwn(acts, named) ? acts[named] : undefined;
  if (act === undefined) throw new Fault("cli.usage", { detail: `"${named}" is not add, edit or remove.` });
  return act(call, await call.client());
}

async function addTarget(call: CommandCall, client: Client): Promise<ExitCode> {
  const [, name = "", url] = call.arguments;
  if (url === undefined) throw new Fault("cli.usage", { detail: "A new target needs a name and a URL." });
  tell(call, await client.post<Target>("/targets", { testable: false, name, url, ...givenOf(call, {}) }));
  return 0;
}

async function editTarget(call: CommandCall, client: Client): Promise<ExitCode> {
  const [, name = "", url] = call.arguments;
  const old = await targetNamed(client, name);
  const kept = { name: old.name, url: url ?? old.url, testable: old.testable, everyHours: old.everyHours, afterDeployment: old.afterDeployment, ...(old.endpointId === null ? {} : { endpoint: old.endpointId }), ...(old.served.service === null ? {} : { service: old.served.service }) };
  const response = await client.open(`/targets/${encodeURIComponent(old.id)}`);
  tell(call, await client.put<Target>(`/targets/${encodeURIComponent(old.id)}`, { ...kept, defaults: old.defaults as object, ...givenOf(call, old.defaults as object) }, response.headers.get("etag") ?? undefined));
  return 0;
}

async function removeTarget(call: CommandCall, client: Client): Promise<ExitCode> {
  const old = await targetNamed(client, call.arguments[1] ?? "");
  await client.remove(`/targets/${encodeURIComponent(old.id)}`);
  call.say(`${old.name} is forgotten; its scans and findings stay.`);
  return 0;
}

/** What flags say; what they do not say stays as it is. */
function givenOf(call: CommandCall, defaults: object): Record<string, unknown> {
  const optIn = call.texts("optIn");
  const strange = optIn.find((one) => !risks.some((risk) => risk === one));
  if (strange !== undefined) throw new Fault("cli.usage", { detail: `--opt-in ${strange} is no class of risk; there are ${risks.join(", ")}.` });
  const flagged = (name: string): boolean | undefined => (call.flag(name) ? true : call.isOff(name) ? false : undefined);
  const said = { endpoint: call.text("endpoint"), service: call.text("service"), name: call.text("rename"), testable: flagged("testable"), afterDeployment: flagged("afterDeployment"), everyHours: hoursOf(call.text("every")) };
  const asked = { ...(call.text("profile") === undefined ? {} : { profile: call.text("profile") }), ...(optIn.length > 0 ? { optIn } : {}) };
  return { ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)), ...(Object.keys(asked).length > 0 ? { defaults: { ...defaults, ...asked } } : {}) };
}

function hoursOf(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  if (text === "off") return null;
  const ms = timeMs(text);
  if (ms === undefined) throw new Fault("cli.usage", { detail: `--every must be a time such as 24h or 7d, or off, not "${text}".` });
  return ms / 3_600_000;
}

function tell(call: CommandCall, target: Target): void {
  call.output.thing("target", target);
  call.say(target.testable ? `${target.name} may be tested by the word of ${target.testableBy ?? "somebody"}.` : `${target.name} is tested only when it says so itself: aftwatch dast authorise ${target.name} --server`);
}

export async function authoriseTarget(call: CommandCall): Promise<ExitCode> {
  const [named = ""] = call.arguments;
  const ways = call.flag("server") ? await waysThere(call, named) : waysHere(call, named);
  call.output.thing("authorisation", ways);
  if (!call.flag("server") && isOwnMachine(new URL(named).hostname.replace(/^\[|\]$/g, ""))) call.say("This target is on this machine, which needs no word of its own.");
  call.say(`Put ${ways.txtText} as a line of ${ways.fileUrl}${ways.txtName === "" ? "" : `, or into the TXT record ${ways.txtName}`}. It holds for this origin only.`);
  return 0;
}

interface Ways { fileUrl: string; fileText: string; txtName: string; txtText: string }

async function waysThere(call: CommandCall, named: string): Promise<Ways> {
  const client = await call.client();
  return client.get<Ways>(`/targets/${encodeURIComponent((await targetNamed(client, named)).id)}/authorisation`);
}

function waysHere(call: CommandCall, url: string): Ways {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new Fault("cli.usage", { detail: `${url} is no http or https URL.` });
  const { txtName, ...ways } = authorisationOf(url, localKey(scansRoot(call)));
  return { ...ways, txtName: txtName ?? "" };
}

export async function importInto(call: CommandCall): Promise<ExitCode> {
  const [named = "", file = ""] = call.arguments;
  const client = await call.client();
  const target = await targetNamed(client, named);
  const { scan, format, rejected } = await client.post<{ scan: Scan; format: string; rejected: { at: string; rule: string }[] }>(`/targets/${encodeURIComponent(target.id)}/reports`, { text: await readText(call.io, file) });
  call.output.thing("import", { scan: scan.id, target: target.name, format, new: scan.counts.new, same: scan.counts.same, regressed: scan.counts.regressed, rejected: rejected.length });
  for (const { at, rule } of rejected.slice(0, 20)) call.say(`not taken over: ${at}: ${rule}`);
  if (rejected.length > 20) call.say(`and ${rejected.length - 20} more; the notes of ${scan.id} name them`);
  return rejected.length > 0 ? 4 : 0;
}
