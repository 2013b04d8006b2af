// The settings: one list of names, meanings and defaults; environment first, then the settings file, then the default.
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { load as parseYaml } from "js-yaml";
import { secondMs } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import type { FaultPlace } from "../kernel/fault.ts";
import type { LogLevel } from "../kernel/log.ts";

export interface Settings {
  dataDir: string;
  listen: { host: string; port: number };
  publicUrl: string;
  databaseUrl: string | undefined;
  org: string;
  logLevel: LogLevel;
  demo: boolean;
  feeds: { enabled: readonly string[]; baseUrls: Readonly<Record<string, string | undefined>>; ecosystems: readonly string[] | undefined; except: readonly string[]; pollSeconds: number | undefined; nvdApiKey?: string | undefined };
  proxy: string | undefined;
  noProxy: string | undefined;
  host: { enabled: boolean; name: string; roots: readonly string[]; environment: string; rereadSeconds: number };
  /** Channels may reach private addresses: only the operator of the server can say so. */
  allowPrivateChannels: boolean;
  cacheMiB: number;
  /** retryMs: the first pause after an attempt that failed. attemptMs: the longest that one may take; a lease is three times as long. */
  delivery: { retryMs: number; attemptMs: number };
  /** kubernetes: off, in-cluster or a kubeconfig file. secretsFile: names and values that HTTP steps may send. */
  playbooks: { kubernetes: string; secretsFile: string | undefined };
  /** Folders of Sigma rules beside our own. */
  runtime: { rules: readonly string[]; placeholders: string | undefined; mappings: string | undefined; canarySeconds: number };
  /** templates: folder or zip of test templates. outOfBand: where our own listener for call-backs stands, and by which name targets reach it. */
  dast: { templates: string | undefined; outOfBand: { host: string; port: number; publicName: string; dns: { port: number; domain: string } | undefined } | undefined };
}

/** secret: its value is shown to nobody. */
interface Entry { env: string; about: string; default: string; secret?: true }

/** Every setting, as documentation and `aftwatch config view` show it. In aftwatch.yaml the same names stand in lower case without the prefix. */
export const settingEntries = {
  data: { env: "AFTWATCH_DATA", about: "Directory of the embedded store and the local token", default: "./data" },
  db: { env: "AFTWATCH_DB", about: "Directory of the advisory index that commands use without a server; `advisory-index` in the data directory when it is there, else in the user's cache", default: "" },
  listen: { env: "AFTWATCH_LISTEN", about: "Address and port to listen on; loopback unless you say otherwise", default: "127.0.0.1:7878" },
  public_url: { env: "AFTWATCH_PUBLIC_URL", about: "Base of links in messages", default: "" },
  database_url: { env: "DATABASE_URL", about: "PostgreSQL to use in place of the embedded store", default: "" },
  org: { env: "AFTWATCH_ORG", about: "Organisation of this installation's local people and host", default: "main" },
  log: { env: "AFTWATCH_LOG", about: "debug, info, warn or error", default: "info" },
  demo: { env: "AFTWATCH_DEMO", about: "Marks the data as a demo in the console", default: "off" },
  feeds: { env: "AFTWATCH_FEEDS", about: "Feeds that are polled, comma-separated; none for no network", default: "osv,kev,epss" },
  osv_url: { env: "AFTWATCH_OSV_URL", about: "Base URL of the OSV bucket or a mirror of it: https:, http: or file:, or a path", default: "" },
  osv_ecosystems: { env: "AFTWATCH_OSV_ECOSYSTEMS", about: "Ecosystems to load, comma-separated as OSV spells them; all but osv_except when empty", default: "" },
  osv_except: { env: "AFTWATCH_OSV_EXCEPT", about: "Ecosystems left out unless named: by default two that hold over half of all records", default: "Chainguard,Wolfi" },
  kev_url: { env: "AFTWATCH_KEV_URL", about: "Where CISA's KEV catalogue is", default: "" },
  epss_url: { env: "AFTWATCH_EPSS_URL", about: "Where the EPSS scores are", default: "" },
  nvd_url: { env: "AFTWATCH_NVD_URL", about: "Where NVD's CVE API or a folder of its pages is", default: "" },
  nvd_api_key: { env: "AFTWATCH_NVD_API_KEY", about: "NVD's API key: ten times the pace", default: "", secret: true },
  poll_seconds: { env: "AFTWATCH_POLL_SECONDS", about: "How often feeds are asked; each feed's own pace when empty", default: "" },
  proxy: { env: "HTTPS_PROXY", about: "Proxy for feeds; channels use none, because behind one only the proxy could check where a message goes", default: "" },
  no_proxy: { env: "NO_PROXY", about: "Hosts reached without the proxy", default: "" },
  host: { env: "AFTWATCH_HOST", about: "on: this machine is a live endpoint; off: it is not", default: "on" },
  host_name: { env: "AFTWATCH_HOST_NAME", about: "Name of this machine's endpoint", default: "" },
  host_roots: { env: "AFTWATCH_HOST_ROOTS", about: "More folders to look below for installed packages and programs, comma-separated; hidden folders of homes are read only when named here", default: "" },
  host_environment: { env: "AFTWATCH_HOST_ENVIRONMENT", about: "Environment of this machine's endpoint", default: "host" },
  host_reread_seconds: { env: "AFTWATCH_HOST_REREAD_SECONDS", about: "How often to look whether installed packages changed", default: "300" },
  private_channels: { env: "AFTWATCH_PRIVATE_CHANNELS", about: "on: channels may reach private and loopback addresses, where a receiver says allowPrivate", default: "off" },
  kubernetes: { env: "AFTWATCH_KUBERNETES", about: "Cluster that playbooks may act on: off, in-cluster, or a kubeconfig file whose current context is used", default: "off" },
  playbook_secrets: { env: "AFTWATCH_PLAYBOOK_SECRETS", about: "YAML file of secrets that HTTP steps of playbooks may send, each with its hosts: `name: {secret: ..., hosts: [api.example.com]}`", default: "" },
  retry_seconds: { env: "AFTWATCH_RETRY_SECONDS", about: "First pause after a message could not be delivered; it doubles with each attempt, up to 4 h", default: "5" },
  attempt_seconds: { env: "AFTWATCH_ATTEMPT_SECONDS", about: "The longest that one attempt to deliver a message may take", default: "20" },
  rules: { env: "AFTWATCH_RULES", about: "Folders of Sigma rules and filters to load beside our own, comma-separated", default: "" },
  placeholders: { env: "AFTWATCH_PLACEHOLDERS", about: "YAML file of the values that %placeholders% of rules stand for: `Administrators: [root, admin]`", default: "" },
  field_mappings: { env: "AFTWATCH_FIELD_MAPPINGS", about: "YAML file of the names that fields of rules go by in your events: `- {logsource: {category: webserver}, fields: {c-ip: client}}`", default: "" },
  canary_seconds: { env: "AFTWATCH_CANARY_SECONDS", about: "How often each source of events is tested with a canary", default: "300" },
  dast_templates: { env: "AFTWATCH_DAST_TEMPLATES", about: "Folder or zip of Nuclei templates; scans run those that name a CVE of the release behind their target", default: "" },
  dast_oob: { env: "AFTWATCH_DAST_OOB", about: "Listener for call-backs of weak targets, `address:port/name`: where it stands, and the name or address by which targets reach it; `address:port/name/53` answers DNS for that name as well", default: "" },
  cache_mib: { env: "AFTWATCH_CACHE_MIB", about: "Page cache of each of the two embedded connections, MiB", default: "64" },
} as const satisfies Record<string, Entry>;

export const isSecretSetting = (name: string): boolean => Object.entries<Entry>(settingEntries).some(([known, { secret }]) => known === name && secret === true);

export type SettingName = keyof typeof settingEntries;
export type SettingOrigin = "flag" | "environment" | "file" | "default";

/** Every value as text with where it came from; flags win. */
export function settingTexts(env: Readonly<Record<string, string | undefined>>, flags: Readonly<Partial<Record<SettingName, string>>> = {}, cwd: string = process.cwd()): Record<SettingName, { value: string; from: SettingOrigin }> {
  const file = readSettingsFile(join(cwd, "aftwatch.yaml"));
  const pairs = Object.entries(settingEntries).map(([name, entry]) => {
    const candidates = [["flag", flags[name as SettingName]], ["environment", env[entry.env]], ["file", file[name]], ["default", entry.default]] as const;
    const [from, value] = candidates.find(([, text]) => text !== undefined && text !== "") ?? ["default", ""];
    return [name, { value: value ?? "", from }] as const;
  });
  return Object.fromEntries(pairs) as Record<SettingName, { value: string; from: SettingOrigin }>;
}

/** Throws settings.invalid naming every setting that cannot be used. */
export function readSettings(env: Readonly<Record<string, string | undefined>>, flags: Readonly<Partial<Record<SettingName, string>>> = {}, cwd: string = process.cwd()): Settings {
  const texts = settingTexts(env, flags, cwd);
  const places: FaultPlace[] = [];
  const text = (name: SettingName): string => texts[name].value;
  const optional = (name: SettingName): string | undefined => (text(name) === "" ? undefined : text(name));
  const wrong = (name: SettingName, rule: string): void => { places.push({ at: settingEntries[name].env, rule: `${rule}; it is ${JSON.stringify(text(name))} (from ${texts[name].from})` }); };
  const flag = (name: SettingName): boolean => { if (!["on", "off"].includes(text(name))) wrong(name, "is on or off"); return text(name) === "on"; };
  const number = (name: SettingName, least: number): number => { const value = Number(text(name)); if (!(value >= least)) wrong(name, `is a number of at least ${least}`); return value; };
  const list = (name: SettingName): string[] => text(name).split(",").map((word) => word.trim()).filter(Boolean);
  const listen = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text("listen"));
  if (!listen || Number(listen[3]) > 65535) wrong("listen", "is address:port");
  if (!["debug", "info", "warn", "error"].includes(text("log"))) wrong("log", "is debug, info, warn or error");
  const enabled = list("feeds").filter((id) => id !== "none");
  if (enabled.some((id) => !["osv", "kev", "epss", "nvd"].includes(id))) wrong("feeds", "lists osv, kev, epss, nvd or none");
  const settings: Settings = {
    dataDir: resolve(cwd, text("data")), listen: { host: listen?.[1] ?? listen?.[2] ?? "", port: Number(listen?.[3]) }, publicUrl: (optional("public_url") ?? `http://${text("listen")}`).replace(/\/+$/, ""),
    databaseUrl: optional("database_url"), org: text("org"), logLevel: text("log") as LogLevel, demo: flag("demo"),
    feeds: {
      enabled, ecosystems: optional("osv_ecosystems") === undefined ? undefined : list("osv_ecosystems"), except: list("osv_except"), pollSeconds: optional("poll_seconds") === undefined ? undefined : number("poll_seconds", 0.1),
      baseUrls: { osv: urlOf(optional("osv_url"), cwd), kev: urlOf(optional("kev_url"), cwd), epss: urlOf(optional("epss_url"), cwd), nvd: urlOf(optional("nvd_url"), cwd) }, nvdApiKey: optional("nvd_api_key"),
    },
    proxy: optional("proxy"), noProxy: optional("no_proxy"),
    host: { enabled: flag("host"), name: optional("host_name") ?? hostname(), roots: list("host_roots").map((root) => resolve(cwd, root)), environment: text("host_environment"), rereadSeconds: number("host_reread_seconds", 1) },
    allowPrivateChannels: flag("private_channels"), cacheMiB: number("cache_mib", 1),
    delivery: { retryMs: number("retry_seconds", 0.01) * secondMs, attemptMs: number("attempt_seconds", 0.05) * secondMs },
    playbooks: { kubernetes: ["off", "in-cluster"].includes(text("kubernetes")) ? text("kubernetes") : resolve(cwd, text("kubernetes")), secretsFile: optional("playbook_secrets") === undefined ? undefined : resolve(cwd, text("playbook_secrets")) },
    runtime: { rules: list("rules").map((folder) => resolve(cwd, folder)), placeholders: optional("placeholders") === undefined ? undefined : resolve(cwd, text("placeholders")), mappings: optional("field_mappings") === undefined ? undefined : resolve(cwd, text("field_mappings")), canarySeconds: number("canary_seconds", 1) },
    dast: { templates: optional("dast_templates") === undefined ? undefined : resolve(cwd, text("dast_templates")), outOfBand: optional("dast_oob") === undefined ? undefined : outOfBandOf(text("dast_oob"), () => { wrong("dast_oob", "is address:port/name or address:port/name/port of DNS"); }) },
  };
  if (places.length > 0) throw new Fault("settings.invalid", { places });
  return settings;
}

/** "0.0.0.0:8053/oob.example.com/53". */
function outOfBandOf(value: string, isWrong: () => void): Settings["dast"]["outOfBand"] {
  const [, six, four, port, publicName = "", dnsPort] = /^(?:\[([^\]]+)\]|([^:/]+)):(\d{1,5})\/([\w.:-]+)(?:\/(\d{1,5}))?$/.exec(value) ?? [];
  if (port === undefined || [port, dnsPort ?? "0"].some((one) => Number(one) > 65535)) { isWrong(); return undefined; }
  return { host: six ?? four ?? "", port: Number(port), publicName, dns: dnsPort === undefined ? undefined : { port: Number(dnsPort), domain: publicName } };
}

/** A path is taken for a file: URL; file: URLs may be relative, which Node's own are not. */
function urlOf(text: string | undefined, cwd: string): string | undefined {
  if (text === undefined || /^https?:/.test(text)) return text;
  return pathToFileURL(resolve(cwd, text.startsWith("file:") && !text.startsWith("file:///") ? text.slice(5) : text.startsWith("file:") ? new URL(text).pathname : text)).href;
}

function readSettingsFile(file: string): Readonly<Record<string, string>> {
  let text: string;
  try { text = readFileSync(file, "utf8"); } catch { return {}; }
  const values: unknown = parseSettings(text, file);
  if (values === null || values === undefined) return {};
  const unknown = typeof values === "object" && !Array.isArray(values) ? Object.keys(values).filter((name) => !(name in settingEntries)) : ["(not a mapping)"];
  if (unknown.length > 0) throw new Fault("settings.invalid", { detail: file, places: unknown.map((name) => ({ at: name, rule: `is one of ${Object.keys(settingEntries).join(", ")}` })) });
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : typeof value === "boolean" ? (value ? "on" : "off") : String(value)]));
}

function parseSettings(text: string, file: string): unknown {
  try { return parseYaml(text); } catch (cause) {
    throw new Fault("settings.invalid", { detail: `${file} is no YAML: ${(cause as Error).message.split("\n")[0]}` }, cause);
  }
}
