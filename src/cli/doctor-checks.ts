// The checks of `aftwatch doctor`: each says what was found, and what to do when that is not good.
import { access, constants, readFile, stat, statfs } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import type { Coverage, FeedStatus } from "../contract/advisories.ts";
import type { Receiver } from "../contract/deliveries.ts";
import type { Me } from "../contract/operations.ts";
import { secondMs } from "../kernel/clock.ts";
import { isFault, messageOf } from "../kernel/fault.ts";
import type { Client } from "./client.ts";
import type { CommandCall } from "./command.ts";
import type { Io } from "./io.ts";
import { checkOncall } from "./doctor-oncall.ts";
import { checkRuntime } from "./doctor-runtime.ts";
import { count } from "./sentences.ts";

/** failed: it does not work. missing: it works, but cannot say everything. */
export interface Check { name: string; state: "good" | "missing" | "failed"; found: string; mend: string | undefined }

const good = (name: string, found: string): Check => ({ name, state: "good", found, mend: undefined });
const missing = (name: string, found: string, mend: string): Check => ({ name, state: "missing", found, mend });
const failed = (name: string, found: string, mend: string): Check => ({ name, state: "failed", found, mend });

// 1 GB: two generations of the advisory index and a first sync of every feed fit.
const leastFreeBytes = 1e9;
const reachTimeoutMs = 5 * secondMs;

/** What this host must have to run a server. */
export async function checkHost({ cwd }: Pick<Io, "cwd">, data: string): Promise<Check[]> {
  const dir = resolve(cwd, data);
  return [checkNode(process.versions.node), await checkDirectory(dir), await checkLock(dir), await checkDisk(dir)];
}

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 24 || (major === 24 && minor >= 7) ? good("node", version) : failed("node", version, "Use Node 24.7 or later, or run npm install for the bundled one.");
}

async function checkDirectory(dir: string): Promise<Check> {
  const found = await stat(dir).catch(() => undefined);
  if (!found) return good("data directory", `${dir} is not there; a server makes it at its first start`);
  if (!found.isDirectory()) return failed("data directory", `${dir} is not a directory`, "Name another one with --data.");
  const isWritable = await access(dir, constants.R_OK | constants.W_OK).then(() => true, () => false);
  return isWritable ? good("data directory", dir) : failed("data directory", `${dir} cannot be written`, "Give it to the user who runs the server.");
}

/** The lock itself belongs to the kernel; beside it stands who took it last. */
async function checkLock(dir: string): Promise<Check> {
  const holder = await readFile(join(dir, "server.lock.txt"), "utf8").catch(() => undefined);
  return good("lock", holder === undefined ? "no server has used this directory" : `last taken by ${holder.trim()}`);
}

async function checkDisk(dir: string): Promise<Check> {
  const place = await firstThatExists(dir);
  const { bavail, bsize } = await statfs(place);
  const freeBytes = bavail * bsize;
  const found = `${(freeBytes / 1e9).toFixed(1)} GB free`;
  return freeBytes >= leastFreeBytes ? good("disk", found) : missing("disk", found, "Free some space: a first sync of the feeds needs about 1 GB.");
}

async function firstThatExists(dir: string): Promise<string> {
  for (let place = dir; ; place = dirname(place)) if (place === dirname(place) || await stat(place).catch(() => undefined)) return place;
}

/** What the server says: reached, known, fed, and whether it sees everything that runs. */
export async function checkClient(call: CommandCall, { isReaching }: { isReaching: boolean }): Promise<Check[]> {
  const { url, token } = await call.connection();
  const client = await call.client();
  const server = await checkServer(call.io, url.value);
  if (server.state === "failed") return [server];
  try {
    const me = await client.get<Me>("/me");
    const { items: feeds } = await client.get<{ items: FeedStatus[] }>("/feeds");
    return [
      server, good("token", `${me.name} (${me.scopes.join(" ")}) from ${token?.origin ?? "nowhere"}`),
      ...feeds.filter(({ enabled }) => enabled).map(checkFeed), ...(isReaching ? await Promise.all(feeds.filter(({ enabled }) => enabled).map((feed) => checkReach(call.io, feed))) : []),
      ...checkCoverage(await client.get<Coverage>("/coverage")), ...await checkNotices(client), ...await checkOncall(client), ...await checkRuntime(client),
    ];
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    return [server, failed("token", thrown.message, thrown.fix)];
  }
}

async function checkServer({ fetch: send }: Pick<Io, "fetch">, url: string): Promise<Check> {
  try {
    const { status } = await send(`${url}/readyz`, { signal: AbortSignal.timeout(reachTimeoutMs) });
    return status === 200 ? good("server", `${url} is ready`) : failed("server", `${url} answers ${status}`, "Look at the server's log; it is starting, stopping or has lost its store.");
  } catch (thrown) {
    return failed("server", `${url}: ${messageOf(thrown)}`, "Start one with `aftwatch serve`, or name yours with --url.");
  }
}

export function checkFeed({ id, state, lastError, lastSuccessAt, rejects }: FeedStatus): Check {
  const name = `feed ${id}`;
  const since = lastSuccessAt === null ? "never synced" : `last synced ${lastSuccessAt}`;
  if (state === "fresh" || state === "running") return good(name, `${since}${rejects > 0 ? `, ${count(rejects, "record")} not taken` : ""}`);
  return missing(name, `${state}, ${since}${lastError === null ? "" : `: ${lastError}`}`, `Sync it with aftwatch feeds sync ${id}; if that fails, check the proxy and the feed's address.`);
}

/** Any answer is one: a feed's base address need not be a page. */
async function checkReach({ fetch: send }: Pick<Io, "fetch">, { id, baseUrl }: FeedStatus): Promise<Check> {
  const name = `way to ${id}`;
  if (!/^https?:/.test(baseUrl)) return good(name, baseUrl);
  try {
    const { status } = await send(baseUrl, { method: "HEAD", signal: AbortSignal.timeout(reachTimeoutMs) });
    return good(name, `${baseUrl} answers ${status}`);
  } catch (thrown) {
    return missing(name, `${baseUrl} from here: ${messageOf(thrown)}`, "Check the network and the proxy; on another host than the server's this may not matter.");
  }
}

export function checkCoverage({ liveDeployments, withoutSbom, withoutOwner, unknownExposure }: Coverage): Check[] {
  const gap = (name: string, number: number, found: string, mend: string): Check => (number === 0 ? good(name, "none missing") : missing(name, found, mend));
  return [
    liveDeployments > 0 ? good("deployments", count(liveDeployments, "live deployment")) : missing("deployments", "none is known", "Record one with aftwatch deploy record."),
    gap("SBOMs", withoutSbom, `${count(withoutSbom, "live deployment")} without one`, "Send them with aftwatch sbom push."),
    gap("owners", withoutOwner, `${count(withoutOwner, "service")} without one`, "Name them with --owner or in the console."),
    gap("exposure", unknownExposure, `unknown for ${count(unknownExposure, "live deployment")}`, "Say internet or internal with --exposure or in the console."),
  ];
}

async function checkNotices(client: Client): Promise<Check[]> {
  const [{ items: receivers }, dead] = await Promise.all([client.get<{ items: Receiver[] }>("/receivers"), client.list<unknown>("/deliveries", { state: "dead" }, 1)]);
  return [
    receivers.length > 0 ? good("receivers", count(receivers.length, "receiver")) : missing("receivers", "nobody is told of anything", "Add one in the console under Settings."),
    ...receivers.flatMap(checkReceiver),
    dead.total === 0 ? good("notices", "none given up") : missing("notices", `${count(dead.total, "notice")} given up`, "Mend the receiver, then send them again with aftwatch deliveries replay --receiver ID."),
  ];
}

/** Only what somebody has to mend is a line. */
export function checkReceiver({ id, state, waiting, offWhy, lastFailure, failingSince }: Pick<Receiver, "id" | "state" | "waiting" | "offWhy" | "lastFailure" | "failingSince">): Check[] {
  if (state === "off") return [missing(`receiver ${id}`, `switched off: ${offWhy ?? "it is gone"}`, `Correct its settings, or test it with aftwatch receivers test ${id}.`)];
  if (state === "failing") return [missing(`receiver ${id}`, `nothing arrives since ${failingSince ?? "a while"}, deliveries waiting: ${waiting}; ${lastFailure ?? "no reason is known"}`, `Mend it, then try it with aftwatch receivers test ${id}.`)];
  return [];
}
