// Which server, as whom: from flags, environment, project file, own file and the local server's token, with where each came from.
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Fault } from "../kernel/fault.ts";
import { Secret } from "../kernel/secret.ts";
import type { Io } from "./io.ts";

interface Setting<T> { value: T; origin: string }
export interface Connection { url: Setting<string>; token: Setting<Secret> | undefined }

export const defaultUrl = "http://127.0.0.1:7878";

/** What a settings file may hold. servers: tokens by the URL they are for. */
interface SettingsFile { path: string; url?: string; token?: string; servers?: Record<string, { token?: string }> }

/**
 * flags > environment > ./.aftwatch.yaml upward > own file > the local server's token file.
 * A kept token goes only to the server it was kept for, and the local token only to this machine: a project file
 * that names another server must not be able to collect them.
 */
export async function readConnection(io: Pick<Io, "env" | "cwd" | "home">, flags: { url?: string | undefined; token?: string | undefined }): Promise<Connection> {
  const project = await findProjectFile(io.cwd);
  const own = await readSettingsFile(ownFilePath(io));
  const url = urlOf(io, flags.url, project, own);
  return { url, token: await tokenOf(io, flags.token, url, project, own) };
}

function urlOf({ env }: Pick<Io, "env">, flag: string | undefined, project: SettingsFile | undefined, own: SettingsFile | undefined): Setting<string> {
  const found = firstOf([flag, "--url"], [env["AFTWATCH_URL"], "AFTWATCH_URL"], [project?.url, project?.path], [own?.url, own?.path], [defaultUrl, "default"]);
  const { value, origin } = found ?? { value: defaultUrl, origin: "default" };
  const url = URL.parse(value);
  if (!url || !["http:", "https:"].includes(url.protocol)) throw new Fault("cli.usage", { detail: `${origin} gives "${value}" as the server, which is not an http or https URL.` });
  return { value: url.href.replace(/\/+$/, ""), origin };
}

async function tokenOf(io: Pick<Io, "env" | "cwd">, flag: string | undefined, url: Setting<string>, project: SettingsFile | undefined, own: SettingsFile | undefined): Promise<Setting<Secret> | undefined> {
  const projectToken = url.origin === project?.path ? project.token : undefined;
  const local = isLoopback(url.value) ? await findLocalToken(io) : undefined;
  const found = firstOf([flag, "--token"], [io.env["AFTWATCH_TOKEN"], "AFTWATCH_TOKEN"], [projectToken, project?.path], [own?.servers?.[url.value]?.token, own?.path], [local?.value, local?.origin]);
  return found && { value: new Secret(found.value), origin: found.origin };
}

function firstOf(...candidates: readonly (readonly [string | undefined, string | undefined])[]): Setting<string> | undefined {
  for (const [value, origin] of candidates) if (value) return { value, origin: origin ?? "" };
  return undefined;
}

const isLoopback = (url: string): boolean => ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);

/** XDG Base Directory: $XDG_CONFIG_HOME, else ~/.config. */
export const ownFilePath = ({ env, home }: Pick<Io, "env" | "home">): string => join(env["XDG_CONFIG_HOME"] || join(home, ".config"), "aftwatch", "config.yaml");

export const localTokenFile = "local-token";

/** Written by the server at its first start, readable by its user only. */
async function findLocalToken({ env, cwd }: Pick<Io, "env" | "cwd">): Promise<Setting<string> | undefined> {
  const path = join(resolve(cwd, env["AFTWATCH_DATA"] ?? "data"), localTokenFile);
  const text = (await readText(path))?.trim();
  return text ? { value: text, origin: path } : undefined;
}

async function findProjectFile(cwd: string): Promise<SettingsFile | undefined> {
  for (let dir = resolve(cwd); ; dir = dirname(dir)) {
    const file = await readSettingsFile(join(dir, ".aftwatch.yaml"));
    if (file) return file;
    if (dirname(dir) === dir) return undefined;
  }
}

export async function readSettingsFile(path: string): Promise<SettingsFile | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  // Loaded only when there is a file: most calls have none, and the parser costs a tenth of the start.
  const { load } = await import("js-yaml");
  const value = parsed(() => load(text), path);
  if (value === null || value === undefined) return { path };
  const { url, token, servers } = value as SettingsFile;
  const isSound = typeof value === "object" && [url, token].every((one) => one === undefined || typeof one === "string") && (servers === undefined || (typeof servers === "object" && servers !== null));
  if (!isSound) throw new Fault("cli.usage", { detail: `${path} must hold url and token as texts and servers as a map.` });
  return { ...value, path };
}

function parsed(read: () => unknown, path: string): unknown {
  try { return read(); } catch (cause) { throw new Fault("cli.usage", { detail: `${path} is not YAML.` }, cause); }
}

async function readText(path: string): Promise<string | undefined> {
  try { return await readFile(path, "utf8"); } catch (cause) {
    if (["ENOENT", "ENOTDIR"].includes((cause as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw new Fault("cli.usage", { detail: `${path} cannot be read.` }, cause);
  }
}
