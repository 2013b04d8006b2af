// Sends the notice as a syslog message (RFC 5424) over UDP, TCP or TLS: as structured data and text, or in ArcSight's CEF.
import { toIso } from "../../kernel/clock.ts";
import { isFault } from "../../kernel/fault.ts";
import { allowPrivateField, changeLines, cut, defineChannel, listed, messageLines, mostThatFit, networkWhy, oneLine, readFields, rowsWithin } from "../channel.ts";
import type { ChannelContext, Delivery, Notice, NoticeSeverity, SocketTarget } from "../channel.ts";

export interface SyslogSettings extends SocketTarget {
  format: "rfc5424" | "cef";
  /** RFC 5424 6.2.1: 16 is local0. */
  facility: number;
  /** What HOSTNAME says. */
  hostname: string;
  /** The private enterprise number in the name of the structured data. */
  enterprise: number;
  maxBytes: number;
  allowPrivate: boolean;
}

const transports = ["tls", "tcp", "udp"] as const;
const ports = { tls: 6514, tcp: 601, udp: 514 };

export const syslog = defineChannel<SyslogSettings>({
  id: "syslog",
  about: "A syslog collector over TLS, TCP or UDP, as RFC 5424 structured data or in ArcSight's CEF.",
  size: "8,192 bytes; 2,048 over UDP",
  fields: [
    { name: "host", about: "The collector", secret: false, required: true },
    { name: "port", about: "6514 with tls, 601 with tcp, 514 with udp when left out", secret: false, required: false },
    { name: "transport", about: "tls (default), tcp or udp; tcp and udp travel in the clear, and udp may be lost", secret: false, required: false },
    { name: "ca", about: "The certificate authority in PEM form, when it is not a public one", secret: false, required: false },
    { name: "format", about: "rfc5424 (default) or cef", secret: false, required: false },
    { name: "facility", about: "0 to 23; 16 (local0) when left out", secret: false, required: false },
    { name: "hostname", about: "What the messages give as their host; aftwatch when left out", secret: false, required: false },
    { name: "enterprise", about: "Your private enterprise number, for the name of the structured data; 32473 when left out", secret: false, required: false },
    { name: "maxBytes", about: "The longest message: 8192, over UDP 2048 when left out", secret: false, required: false },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("syslog", raw, (fields) => {
    const asked = fields.optionalText("transport", "must be tls, tcp or udp", (text) => transports.some((known) => known === text));
    const over = transports.find((known) => known === asked) ?? "tls";
    return {
      over,
      host: fields.text("host", "must be the host name or address of the collector", (text) => /^[A-Za-z0-9.:_-]{1,253}$/.test(text)),
      port: fields.integer("port", { least: 1, most: 65_535, otherwise: ports[over] }),
      ca: fields.optionalText("ca", "must be a certificate in PEM form", (text) => text.includes("-----BEGIN CERTIFICATE-----")),
      format: fields.optionalText("format", "must be rfc5424 or cef", (text) => text === "rfc5424" || text === "cef") === "cef" ? "cef" as const : "rfc5424" as const,
      facility: fields.integer("facility", { least: 0, most: 23, otherwise: 16 }),
      hostname: fields.optionalText("hostname", "must be a host name of at most 64 characters", (text) => /^[A-Za-z0-9.:_-]{1,64}$/.test(text)) ?? "aftwatch",
      // RFC 5612 keeps 32473 for examples: Aftwatch has no number of its own.
      enterprise: fields.integer("enterprise", { least: 1, most: 999_999_999, otherwise: 32_473 }),
      maxBytes: fields.integer("maxBytes", over === "udp" ? { least: 480, most: 65_507, otherwise: 2048 } : { least: 480, most: 65_536, otherwise: 8192 }),
      allowPrivate: fields.flag("allowPrivate"),
    };
  }),
  showSettings: ({ host, port, over, ca, format, facility, hostname, enterprise, maxBytes, allowPrivate }) => ({
    host, port: String(port), transport: over, ...(ca === undefined ? {} : { ca }), format, facility: String(facility), hostname, enterprise: String(enterprise), maxBytes: String(maxBytes), allowPrivate: String(allowPrivate),
  }),
  hostOf: ({ host, port }) => `${host}:${port}`,
  async send(notice, context) {
    const { settings, sockets, publicSockets, signal } = context;
    const message = Buffer.from(settings.format === "cef" ? cefMessage(notice, context) : plainMessage(notice, context));
    try {
      await (settings.allowPrivate ? sockets : publicSockets).send(settings, settings.over === "udp" ? message : framed(message), signal);
      return { kind: "sent", detail: settings.over === "udp" ? "one datagram; UDP does not say whether it arrived" : `${message.length} bytes over ${settings.over}` };
    } catch (thrown) {
      return failed(thrown, signal);
    }
  },
});

const failed = (thrown: unknown, signal: AbortSignal): Delivery => (isFault(thrown, "notify.address-refused") ? { kind: "refused", why: thrown.message } : { kind: "retry", why: networkWhy(thrown, signal) });

// RFC 6587 3.4.1 and RFC 5425 4.3: the length in bytes, a space, the message.
const framed = (message: Buffer): Buffer => Buffer.concat([Buffer.from(`${message.length} `), message]);

// RFC 5424 6.2.1: 2 critical, 3 error, 4 warning, 5 notice. Unknown is not low.
const levels: Readonly<Record<NoticeSeverity, number>> = { critical: 2, high: 3, medium: 4, low: 5, unknown: 4 };

/** RFC 5424 6.2: PRI, version, time, host, program, no process, the kind as MSGID. */
function headerOf({ severity, kind, at }: Notice, { facility, hostname }: SyslogSettings): string {
  const id = kind.replace(/[^\x21-\x7e]/g, "").slice(0, 32) || "-";
  return `<${facility * 8 + levels[severity]}>1 ${toIso(at)} ${hostname} aftwatch - ${id}`;
}

/** As much of the texts as goes into the message; what does not is counted in it. `room`: characters for each text. */
function withinBytes(maxBytes: number, write: (room: number) => string): string {
  return write(mostThatFit(8000, (room) => Buffer.byteLength(write(room)) <= maxBytes));
}

// Below this room only the short, sure values are there.
const leastRoom = 80;

function plainMessage(notice: Notice, { settings, storyKey, deliveryKey }: ChannelContext<SyslogSettings>): string {
  const { labels, kind, severity, state = "open" } = notice;
  const sure = { kind: cut(oneLine(kind), 60), severity, state, story: storyKey, delivery: deliveryKey };
  const rows = messageLines({ ...notice, items: [], changes: [] }, { itemLimit: 0 });
  const further = [...changeLines(notice).map((change) => () => change), ...notice.items.map((item) => () => oneLine(`- ${item.title}: ${item.detail} ${item.url}`))];
  return withinBytes(settings.maxBytes, (room) => {
    const values = room < leastRoom ? sure : {
      ...sure, services: listed(labels.services.map(oneLine), room), owner: cut(oneLine(labels.owner ?? ""), room), environments: listed(labels.environments.map(oneLine), room),
      vulnerability: cut(oneLine(labels.vulnerability ?? ""), room), url: cut(oneLine(notice.action.url), room), due: cut(oneLine(notice.due), room), rows: String(notice.items.length),
    };
    const data = Object.entries(values).filter(([, value]) => value !== "").map(([name, value]) => ` ${name}="${value.replace(/["\\\]]/g, (mark) => `\\${mark}`)}"`);
    const text = rowsWithin([...rows.map((row) => () => cut(row, Math.max(room, 20))), ...further.map((row) => () => cut(row(), Math.max(room, 20)))], Math.max(room * 4, 60)).join("\n");
    // RFC 5424 6.4: text in UTF-8 begins with a byte order mark.
    return `${headerOf(notice, settings)} [aftwatch@${settings.enterprise}${data.join("")}] \ufeff${text}`;
  });
}

// "Implementing ArcSight CEF", severity: 0-3 low, 4-6 medium, 7-8 high, 9-10 very high. Unknown is not low.
const cefSeverities: Readonly<Record<NoticeSeverity, number>> = { critical: 10, high: 8, medium: 5, low: 3, unknown: 5 };

// The same, character encoding: in the header \ and |, in an extension \ and = and line ends.
const inHeader = (text: string): string => oneLine(text).replace(/[\\|]/g, (mark) => `\\${mark}`);
const inExtension = (text: string): string => text.replace(/[\\=]/g, (mark) => `\\${mark}`).replaceAll("\n", "\\n");

// The extension dictionary: msg, reason and request hold 1023 characters, a custom string 4000, a name 512.
const cefLimits = { name: 512, text: 1023, custom: 4000 };

function cefMessage(notice: Notice, { settings, storyKey, deliveryKey, version }: ChannelContext<SyslogSettings>): string {
  const { labels, severity, kind, state = "open", at } = notice;
  const sure = { rt: String(at), externalId: storyKey, cat: cut(oneLine(kind), 60), act: state, cn1: String(notice.items.length), cn1Label: "rows", flexString1: deliveryKey, flexString1Label: "delivery" };
  const custom = [["owner", labels.owner ?? ""], ["services", labels.services], ["environments", labels.environments], ["vulnerability", labels.vulnerability ?? ""], ["where", notice.where], ["due", notice.due]] as const;
  const rows = [() => oneLine(notice.what), ...changeLines(notice).map((change) => () => change), ...notice.items.map((item) => () => oneLine(`- ${item.title}: ${item.detail} ${item.url}`))];
  return withinBytes(settings.maxBytes, (room) => {
    const within = (most: number): number => Math.min(most, room);
    const strings = custom.flatMap(([label, value], index) => {
      const text = typeof value === "string" ? cut(oneLine(value), within(cefLimits.custom)) : listed(value.map(oneLine), within(cefLimits.custom));
      return text === "" ? [] : [[`cs${index + 1}Label`, label], [`cs${index + 1}`, text]];
    });
    const texts = room < leastRoom ? [] : [["reason", cut(oneLine(notice.why), within(cefLimits.text))], ["request", cut(oneLine(notice.action.url), within(cefLimits.text))], ...strings];
    const pairs = [...Object.entries(sure), ["msg", rowsWithin(rows.map((row) => () => cut(row(), within(400))), Math.max(within(cefLimits.text), 60)).join("\n")], ...texts];
    const extension = pairs.filter(([, value = ""]) => value !== "").map(([name, value = ""]) => `${name}=${inExtension(value)}`).join(" ");
    const head = ["CEF:0", "Aftwatch", "Aftwatch", inHeader(version), inHeader(cut(oneLine(kind), 60)), inHeader(cut(oneLine(notice.title) || kind, Math.max(within(cefLimits.name), 20))), cefSeverities[severity]].join("|");
    return `${headerOf(notice, settings)} - ${head}|${extension}`;
  });
}
