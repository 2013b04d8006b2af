// The parent's side of the server process: starts it, asks it, measures it, kills it.
import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Answers, Asked, Opened } from "./server-process.ts";

export interface ServerUnderTest extends Opened {
  pid: number;
  ask<K extends Exclude<keyof Answers, "open">>(question: Extract<Asked["question"], { kind: K }>): Promise<Answers[K]>;
  /** In MB; undefined where there is no /proc. */
  memory(): { rss: number; peak: number } | undefined;
  /** Processor time it has used so far, in ms: what a crowded machine does not change. Undefined where there is no /proc. */
  cpuMs(): number | undefined;
  stop(): Promise<void>;
  /** kill -9: nothing is flushed, nothing is told. Resolves when the process is gone. */
  kill(): Promise<void>;
}

/** env: the settings, under the names of their environment variables. nodeFlags: for a profile. */
export async function startServer(env: Readonly<Record<string, string>>, { clockAheadMs = 0, nodeFlags = [] }: { clockAheadMs?: number; nodeFlags?: readonly string[] } = {}): Promise<ServerUnderTest> {
  const child = fork(fileURLToPath(new URL("server-process.ts", import.meta.url)), { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [...nodeFlags], env: { ...process.env, ...env } });
  const gone = new Promise<void>((resolve) => { child.once("exit", () => resolve()); });
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(why: Error): void }>();
  child.on("message", ({ id, answer, error }: { id: number; answer?: unknown; error?: string }) => {
    if (error === undefined) waiting.get(id)?.resolve(answer);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  void gone.then(() => { for (const { reject } of waiting.values()) reject(new Error("the server process ended")); });
  let last = 0;
  const ask = (question: Asked["question"]): Promise<unknown> => new Promise((resolve, reject) => {
    const asked: Asked = { id: ++last, question };
    waiting.set(asked.id, { resolve, reject });
    child.send(asked, (failed) => { if (failed) reject(failed); });
  });
  const kill = async (): Promise<void> => { child.kill("SIGKILL"); await gone; };
  const opened = await ask({ kind: "open", env, clockAheadMs }).catch(async (thrown: unknown) => { await kill(); throw thrown; }) as Opened;
  const pid = child.pid ?? 0;
  return {
    ...opened, pid, memory: () => memoryOf(pid), cpuMs: () => cpuMsOf(pid),
    ask: (question) => ask(question) as Promise<never>,
    stop: async () => { await ask({ kind: "stop" }); await gone; },
    kill,
  };
}

function memoryOf(pid: number): { rss: number; peak: number } | undefined {
  let status: string;
  try { status = readFileSync(`/proc/${pid}/status`, "utf8"); } catch { return undefined; }
  const mb = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? Number.NaN) / 1024;
  return { rss: mb("VmRSS"), peak: mb("VmHWM") };
}

// proc(5): fields 14 and 15 of stat are user and system time in ticks of 10 ms; the name before them may hold spaces, in brackets.
function cpuMsOf(pid: number): number | undefined {
  let stat: string;
  try { stat = readFileSync(`/proc/${pid}/stat`, "utf8"); } catch { return undefined; }
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** A call of the API; throws with the server's own words unless it is answered with 2xx. */
export async function call<T>({ url, token }: Opened, method: string, path: string, body?: { type: string; text: string }): Promise<T> {
  const reply = await fetch(`${url}/api/v1${path}`, {
    method, headers: { authorization: `Bearer ${token}`, ...(body ? { "content-type": body.type } : {}) }, ...(body ? { body: body.text } : {}),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text.slice(0, 500)}`);
  return (text === "" ? {} : JSON.parse(text)) as T;
}

/** The settings of a receiver on this machine. The secret is for one run only: any 32 bytes do. */
export const webhookTo = (port: number): { url: string; secrets: string[]; allowPrivate: boolean } =>
  ({ url: `http://127.0.0.1:${port}/`, secrets: [`whsec_${Buffer.alloc(32, 7).toString("base64")}`], allowPrivate: true });

export const json = (value: unknown): { type: string; text: string } => ({ type: "application/json", text: JSON.stringify(value) });
