// aftwatch watch FILE...: tails files and sends their lines to the server; nothing is skipped, and what is sent twice counts once.
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { createTail, nextChange } from "../app/runtime/tail-files.ts";
import type { Tail } from "../app/runtime/tail-files.ts";
import { createPositionStore } from "../app/runtime/tail-positions.ts";
import { secondMs } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import type { CommandCall, ExitCode } from "./command.ts";
import type { Io } from "./io.ts";
import { createLineSender } from "./line-sender.ts";

const pollMs = secondMs;
const tellEveryMs = 60 * secondMs;

export async function watchFiles(call: CommandCall): Promise<ExitCode> {
  const { io } = call;
  const isOnce = call.flag("once");
  const positions = createPositionStore(resolve(io.cwd, call.text("state") ?? stateDir(io)));
  const tally = { lines: 0, rejected: 0, toldAt: io.clock.now() };
  const { url, token } = await call.connection();
  const host = call.text("host") ?? hostname();
  const tails = call.arguments.map((name) => {
    const path = resolve(io.cwd, name);
    const sender = createLineSender({ io, url: url.value, token: token?.value, decoder: call.text("decoder") ?? "auto", source: (call.text("source") ?? `${host}:${path}`).slice(-100), host, settings: call.texts("setting"), say: (message) => { call.say(message); } });
    const send: Parameters<typeof createTail>[0]["send"] = async (lines) => { const { rejected } = await sender.send(lines); tally.lines += lines.length; tally.rejected += rejected; };
    return { path, tail: createTail({ path, positions, send, fromStart: isOnce || call.flag("fromStart"), say: (message) => { call.say(message); } }) };
  });
  if (!isOnce) call.say(`watching ${tails.map(({ path }) => path).join(", ")}; sending to ${url.value}`);
  try {
    await Promise.all(tails.map(({ path, tail }) => follow(call, path, tail, isOnce, () => { tellSometimes(call, tally); })));
  } finally {
    for (const { tail } of tails) await tail.close();
    call.say(`${tally.lines} lines sent, ${tally.rejected} of them not readable to the server`);
  }
  return io.signal.aborted ? 130 : 0;
}

async function follow({ io }: CommandCall, path: string, tail: Tail, isOnce: boolean, onSent: () => void): Promise<void> {
  while (!io.signal.aborted) {
    let isBusy: boolean;
    try { isBusy = await tail.poll(isOnce); } catch (thrown) { if (io.signal.aborted) return; throw thrown; }
    if (isBusy) onSent();
    else if (isOnce) return;
    // A change wakes at once; the wait between polls is for systems that tell of none.
    if (!isBusy) await pauseUntilChange(io, path);
  }
}

async function pauseUntilChange(io: Io, path: string): Promise<void> {
  const over = new AbortController();
  await Promise.race([io.wait(pollMs), nextChange(path, over.signal)]);
  over.abort();
  // Writers write many lines at once: a short wait makes one batch of them.
  await io.wait(Math.min(50, pollMs));
}

function tellSometimes(call: CommandCall, tally: { lines: number; rejected: number; toldAt: number }): void {
  const now = call.io.clock.now();
  if (now - tally.toldAt < tellEveryMs) return;
  tally.toldAt = now;
  call.say(`${tally.lines} lines sent so far, ${tally.rejected} of them not readable to the server`);
}

/** XDG Base Directory: $XDG_STATE_HOME, else ~/.local/state. */
function stateDir({ env, home }: Io): string {
  const base = env["XDG_STATE_HOME"] || (home === "" ? undefined : join(home, ".local", "state"));
  if (base === undefined) throw new Fault("cli.usage", { detail: "There is no home folder to keep positions in; name one with --state." });
  return join(base, "aftwatch", "watch");
}
