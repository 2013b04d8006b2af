// Alertmanager's receivers as ours: which channel takes which *_configs entry, with which settings, and what is left.
import { note, textOf } from "./raw-reader.ts";
import type { Raw } from "./raw-reader.ts";

/** A receiver of ours to be made: one for each *_configs entry of an Alertmanager receiver. */
export interface ImportedReceiver {
  id: string;
  channel: string;
  /** As the channel's readSettings takes them; what the file does not hold (a secret in a file of its own) is not there. */
  settings: Readonly<Record<string, unknown>>;
  /** Settings beside the channel's own. */
  common: { sendResolved: boolean };
}

/** An entry whose keys are asked for one after the other; what nobody asked for is left. */
export interface Entry {
  receiver: string;
  /** The text of a key, or of Alertmanager's global default for it. */
  text(key: string, globalKey?: string): string | undefined;
  /** A part below the entry: responders, http_config. */
  part(key: string): Raw | undefined;
  /** Says that a key is not taken over, and why; nothing when it is not there. */
  leave(key: string, why: string): void;
}

type Settings = Record<string, unknown>;
/** sendResolved: Alertmanager's default for the kind. */
interface Kind { channel: string; sendResolved: boolean; settings(entry: Entry): Settings }

const ownWords = "the words of a message are Aftwatch's; a receiver's templates can change them";

/** Where each kind goes; a kind that is not here has no channel. */
export const kinds: Readonly<Record<string, Kind>> = {
  slack_configs: { channel: "slack", sendResolved: false, settings: slackSettings },
  webhook_configs: { channel: "alertmanager", sendResolved: true, settings: webhookSettings },
  pagerduty_configs: { channel: "pagerduty", sendResolved: true, settings: pagerdutySettings },
  opsgenie_configs: { channel: "opsgenie", sendResolved: true, settings: opsgenieSettings },
  email_configs: { channel: "email", sendResolved: false, settings: emailSettings },
  msteams_configs: { channel: "teams", sendResolved: true, settings: (entry) => webhookUrl(entry) },
  msteamsv2_configs: { channel: "teams", sendResolved: true, settings: (entry) => webhookUrl(entry) },
  discord_configs: { channel: "discord", sendResolved: true, settings: (entry) => webhookUrl(entry) },
  telegram_configs: { channel: "telegram", sendResolved: true, settings: telegramSettings },
  mattermost_configs: { channel: "mattermost", sendResolved: true, settings: (entry) => ({ ...webhookUrl(entry), ...given({ channel: entry.text("channel") }) }) },
};

/** Keys that only word or colour a message. */
export const wording = new Set([
  "title", "title_link", "text", "html", "headers", "message", "description", "details", "summary", "color", "colour", "fallback", "pretext", "footer", "fields", "short_fields", "actions", "icon_emoji", "icon_url",
  "image_url", "thumb_url", "username", "link_names", "mrkdwn_in", "callback_id", "client", "client_url", "severity", "class", "component", "group", "links", "images", "note", "tags", "entity", "source", "priority", "parse_mode", "content", "avatar_url", "attachments", "props",
]);
export const wordingWhy = ownWords;

const given = (settings: Settings): Settings => Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
const inFile = "is in a file of its own, which is not read; set it at the receiver";

function webhookUrl(entry: Entry): Settings {
  entry.leave("webhook_url_file", inFile);
  return given({ url: entry.text("webhook_url") });
}

const token = (entry: Entry): string | undefined => {
  const http = entry.part("http_config");
  const members = http && typeof http.value === "object" && http.value !== null ? (http.value as Record<string, unknown>) : {};
  const authorization = members["authorization"];
  const credentials = typeof authorization === "object" && authorization !== null ? (authorization as Record<string, unknown>)["credentials"] : undefined;
  const found = credentials ?? members["bearer_token"];
  for (const key of Object.keys(members)) if (!(found !== undefined && ["authorization", "bearer_token"].includes(key)) && http) note({ ...http, at: `${http.at}/${key}` }, "is not taken over: requests go out with Aftwatch's own HTTP settings");
  return typeof found === "string" ? found : undefined;
};

function slackSettings(entry: Entry): Settings {
  const [url, channel, bearer] = [entry.text("api_url", "slack_api_url"), entry.text("channel"), token(entry)];
  const app = entry.text("app_token", "slack_app_token") ?? bearer;
  entry.leave("api_url_file", inFile);
  const isBot = url === undefined ? app !== undefined : new RegExp("/api/chat\\.postMessage$").test(url);
  if (isBot) return given({ token: app, channel });
  if (channel !== undefined) entry.leave("channel", "an incoming webhook posts to the channel it was made for; use a bot's token to choose one");
  return given({ url });
}

function webhookSettings(entry: Entry): Settings {
  entry.leave("url_file", inFile);
  return given({ url: entry.text("url"), token: token(entry), receiver: entry.receiver, maxAlerts: entry.text("max_alerts") ?? "0" });
}

function pagerdutySettings(entry: Entry): Settings {
  entry.leave("service_key", "is a key of the Events API version 1; make an integration of version 2 and set its routingKey");
  entry.leave("service_key_file", "is a key of the Events API version 1; make an integration of version 2 and set its routingKey");
  entry.leave("routing_key_file", inFile);
  const url = entry.text("url", "pagerduty_url")?.replace(/\/v2\/enqueue\/?$/, "");
  return given({ routingKey: entry.text("routing_key"), url });
}

function opsgenieSettings(entry: Entry): Settings {
  entry.leave("api_key_file", inFile);
  const responders = entry.part("responders");
  const list = Array.isArray(responders?.value) ? (responders.value as unknown[]) : [];
  const teams = list.flatMap((responder, index) => {
    const { type, name } = typeof responder === "object" && responder !== null ? (responder as { type?: unknown; name?: unknown }) : {};
    if (typeof name === "string" && (type === "team" || type === "teams")) return name;
    if (responders) note({ ...responders, at: `${responders.at}/${index}` }, "is not a team by name; set other responders at the integration");
    return [];
  });
  return given({ apiKey: entry.text("api_key", "opsgenie_api_key"), url: entry.text("api_url", "opsgenie_api_url")?.replace(/\/$/, ""), teams: teams.length > 0 ? teams.join(", ") : undefined });
}

function emailSettings(entry: Entry): Settings {
  const [host, port] = splitHost(entry.text("smarthost", "smtp_smarthost"));
  const needsTls = (entry.text("require_tls", "smtp_require_tls") ?? "true") === "true";
  entry.leave("auth_password_file", inFile);
  entry.leave("auth_secret", "is for CRAM-MD5, which is not spoken; the login is by user and password");
  for (const key of ["hello", "auth_identity", "tls_config", "threading"]) entry.leave(key, "has no setting here");
  return given({
    host, port, security: port === "465" ? "tls" : needsTls ? "starttls" : "none", from: address(entry.text("from", "smtp_from")), to: entry.text("to")?.split(",").map((text) => address(text)).join(","),
    user: entry.text("auth_username", "smtp_auth_username"), password: entry.text("auth_password", "smtp_auth_password"),
  });
}

const splitHost = (smarthost: string | undefined): [string | undefined, string | undefined] => {
  const found = /^(.*?)(?::(\d+))?$/.exec(smarthost ?? "");
  return [found?.[1]?.replace(/^\[(.*)\]$/, "$1") || undefined, found?.[2]];
};

// "Ops <ops@example.org>": the name of a mailbox has no setting here.
const address = (mailbox: string | undefined): string | undefined => (mailbox === undefined ? undefined : (/<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim()));

function telegramSettings(entry: Entry): Settings {
  entry.leave("bot_token_file", inFile);
  entry.leave("disable_notifications", "has no setting here");
  return given({ token: entry.text("bot_token", "telegram_bot_token"), chat: entry.text("chat_id"), topic: entry.text("message_thread_id"), url: entry.text("api_url", "telegram_api_url") });
}

/** An entry over a raw object; `asked` collects the keys that have been looked at, `globals` those of the global section. */
export function entryOf(raw: Raw, receiver: string, global: ReadonlyMap<string, Raw>, asked: Set<string>, globals: Set<string>): Entry {
  const members = new Map(Object.entries(typeof raw.value === "object" && raw.value !== null ? raw.value : {}));
  const memberOf = (key: string): Raw | undefined => (members.has(key) ? { value: members.get(key), at: `${raw.at}/${key}`, places: raw.places } : undefined);
  return {
    receiver,
    text: (key, globalKey) => {
      asked.add(key);
      const own = textOf(memberOf(key));
      if (own !== undefined || globalKey === undefined) return own;
      globals.add(globalKey);
      return textOf(global.get(globalKey));
    },
    part: (key) => {
      asked.add(key);
      return memberOf(key);
    },
    leave: (key, why) => {
      asked.add(key);
      const member = memberOf(key);
      if (member && member.value !== "") note(member, why);
    },
  };
}
