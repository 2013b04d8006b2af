// aftwatch serve: API, console and workers in one process, until it is interrupted.
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { makeAdminLink } from "../../access/admin-link.ts";
import type { App } from "../../app/app.ts";
import { Fault } from "../../kernel/fault.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall, ListeningDoor } from "../command.ts";
import { ensureLocalToken } from "../local-token.ts";
import { count } from "../sentences.ts";

const serve = defineCommand({
  path: "serve",
  about: "start the server: API, console and workers",
  examples: ["aftwatch serve", "aftwatch serve --port 8080 --data /var/lib/aftwatch", "aftwatch serve --listen 0.0.0.0:7878 --public-url https://watch.example.com --trust-proxy"],
  options: [
    { flags: "--data <dir>", about: "where everything is kept; ./data by default" },
    { flags: "--listen <address:port>", about: "127.0.0.1:7878 by default" },
    { flags: "--port <number>", about: "another port on 127.0.0.1" },
    { flags: "--public-url <url>", about: "the base of links in messages" },
    { flags: "--trust-proxy", about: "believe X-Forwarded-*: only behind a proxy that sets them" },
    { flags: "--link", about: "print a one-time admin link also at a later start" },
  ],
  exits: { 0: "stopped", 130: "stopped by Ctrl+C" },
  async run(call) {
    const [{ openApp }, { readSettings }] = await Promise.all([import("../../app/open.ts"), import("../../app/settings.ts")]);
    const settings = readSettings(call.io.env, flagsOf(call), call.io.cwd);
    const app = await openApp(settings);
    try {
      const consoleDir = await findConsole(call.program.rootDir);
      const door = await call.program.openServer(app, { consoleDir, trustProxy: call.flag("trustProxy") });
      const url = await listen(door, settings.listen);
      await app.start();
      await greet(call, app, { url, consoleDir, dataDir: settings.dataDir });
      await untilStopped(call.io.signal);
      call.say("Stopping: open requests are answered, running work is put down.");
      await door.close();
    } finally { await app.close(); }
    return 0;
  },
});

/** Flags under the names of the settings they replace; what is not given is left to the environment and the file. */
function flagsOf(call: CommandCall): Partial<Record<"data" | "listen" | "public_url", string>> {
  const port = call.count("port");
  const listenAt = call.text("listen") ?? (port === undefined ? undefined : `127.0.0.1:${port}`);
  const [data, publicUrl] = [call.text("data"), call.text("publicUrl")];
  return { ...(data ? { data } : {}), ...(listenAt ? { listen: listenAt } : {}), ...(publicUrl ? { public_url: publicUrl } : {}) };
}

async function findConsole(rootDir: string): Promise<string | undefined> {
  const dir = join(rootDir, "console", "dist");
  return (await stat(join(dir, "index.html")).catch(() => undefined))?.isFile() ? dir : undefined;
}

async function listen(door: ListeningDoor, { host, port }: { host: string; port: number }): Promise<string> {
  try { return await door.listen({ host, port }); } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EADDRINUSE") throw new Fault("cli.port-taken", { detail: `${host}:${port}.` }, cause);
    throw cause;
  }
}

/** Where it listens, the way in at the first start, and what is missing until it can watch. */
async function greet(call: CommandCall, app: App, { url, consoleDir, dataDir }: { url: string; consoleDir: string | undefined; dataDir: string }): Promise<void> {
  const token = await ensureLocalToken(app, dataDir);
  call.say(`Aftwatch ${app.version} listens on ${url}; links lead to ${app.publicUrl}`);
  if (token.kind === "made" || call.flag("link")) {
    const { secret } = await makeAdminLink({ store: app.access, clock: app.clock }, app.org);
    // Port 0 leaves the choice to the system; then the public URL cannot know it.
    const base = new URL(app.publicUrl).port === "0" ? url : app.publicUrl;
    call.say(`Open this link once, within 15 minutes: ${new URL(`/login/${secret}`, base).href}`);
  }
  if (token.kind === "made") call.say(`Commands on this machine use the token in ${token.path}`);
  if (consoleDir === undefined) call.say("missing: the console is not built (npm run build -w console)");
  for (const gap of await gapsIn(app)) call.say(`missing: ${gap}`);
}

async function gapsIn(app: App): Promise<string[]> {
  const [coverage, feeds, receivers] = await Promise.all([app.coverage(app.org), app.feedStatus(), app.notices.receivers(app.org)]);
  const unsynced = feeds.filter((feed) => feed.enabled && feed.lastSuccessAt === undefined).map(({ id }) => id);
  return [
    ...(unsynced.length > 0 ? [`feeds never synced: ${unsynced.join(", ")}`] : []),
    ...(coverage.liveDeployments === 0 ? ["no deployment is known (aftwatch deploy record)"] : []),
    ...(coverage.withoutSbom > 0 ? [`${count(coverage.withoutSbom, "live deployment")} without SBOM (aftwatch sbom push)`] : []),
    ...(receivers.length === 0 ? ["nobody is told of anything (add a receiver in Settings)"] : []),
  ];
}

function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => { signal.addEventListener("abort", () => resolve(), { once: true }); });
}

export const commands = [serve];
