// Sends the notice by SMTP (RFC 5321) as text and HTML, with a Message-ID that is the same on every attempt.
import { createTransport } from "nodemailer";
import type { Clock } from "../../kernel/clock.ts";
import { derivedId } from "../../kernel/id.ts";
import { Secret } from "../../kernel/secret.ts";
import { cut, defineChannel, fiveLines, messageLines, networkWhy, oneLine, readFields, subjectOf, withoutSecrets } from "../channel.ts";
import type { Delivery, Notice } from "../channel.ts";

export interface EmailSettings {
  host: string;
  port: number;
  /** starttls: upgraded before anything is said, or not sent. tls: from the first byte. none: a relay on a trusted network. */
  security: "starttls" | "tls" | "none";
  user: string | undefined;
  password: Secret | undefined;
  /** PEM of the certificate authority, when it is not a public one. */
  ca: string | undefined;
  from: string;
  to: readonly string[];
}

const securities = ["starttls", "tls", "none"] as const;
const isSecurity = (text: string): text is EmailSettings["security"] => securities.some((security) => security === text);
const defaultPorts = { starttls: 587, tls: 465, none: 25 };

export const email = defineChannel<EmailSettings>({
  id: "email",
  about: "Mail through an SMTP server, with STARTTLS or TLS.",
  fields: [
    { name: "host", about: "The mail server", secret: false, required: true },
    { name: "port", about: "587 with starttls, 465 with tls, 25 with none when left out", secret: false, required: false },
    { name: "security", about: "starttls (default), tls or none", secret: false, required: false },
    { name: "user", about: "When the server asks for a login", secret: false, required: false },
    { name: "password", about: "Belongs to the user", secret: true, required: false },
    { name: "ca", about: "The certificate authority in PEM form, when it is not a public one", secret: false, required: false },
    { name: "from", about: "The sender", secret: false, required: true },
    { name: "to", about: "One to fifty addresses, with commas between them", secret: false, required: true },
  ],
  readSettings: (raw) => readFields("email", raw, (fields) => {
    const asked = fields.optionalText("security", "must be starttls, tls or none", isSecurity) ?? "starttls";
    const security = isSecurity(asked) ? asked : "starttls";
    const user = fields.optionalText("user", "must be a text");
    const password = fields.optionalText("password", "must be a text");
    if ((user === undefined) !== (password === undefined)) fields.refuse(user === undefined ? "user" : "password", "is missing: user and password belong together");
    if (user !== undefined && security === "none") fields.refuse("security", "must be starttls or tls when there is a password: it would travel in the clear");
    return {
      host: fields.text("host", "must be the host name or address of the mail server", (text) => /^[A-Za-z0-9.:_-]+$/.test(text)),
      port: fields.integer("port", { least: 1, most: 65_535, otherwise: defaultPorts[security] }),
      security, user,
      password: password === undefined ? undefined : new Secret(password),
      ca: fields.optionalText("ca", "must be a certificate in PEM form", (text) => text.includes("-----BEGIN CERTIFICATE-----")),
      from: fields.text("from", "must be one mail address", isAddress),
      to: fields.texts("to", "must be a list of 1 to 50 mail addresses", { least: 1, most: 50 }, isAddress),
    };
  }),
  showSettings: ({ host, port, security, user, password, from, to }) => ({
    host, port: String(port), security, from, to: to.join(", "), ...(user === undefined ? {} : { user, password: String(password) }),
  }),
  hostOf: ({ host, port }) => `${host}:${port}`,
  async send(notice, { settings, clock, signal, deliveryKey }) {
    const secrets = settings.password === undefined ? [] : [settings.password];
    try {
      const { rejected } = await transportOf(settings).sendMail({ ...mailOf(notice, settings, deliveryKey, clock), signal });
      // The server took the message for the others: sending again would give them two.
      return rejected.length > 0 ? { kind: "sent", detail: `not accepted for ${rejected.map(String).join(", ")}` } : { kind: "sent" };
    } catch (thrown) {
      return deliveryFrom(thrown, signal, secrets);
    }
  },
});

// RFC 5321 4.1.2, narrowed to what people have; no spaces, angle brackets or commas, which would make it a list.
const isAddress = (text: string): boolean => text.length <= 254 && /^[^\s<>,;:"\\@]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text);

function transportOf({ host, port, security, user, password, ca }: EmailSettings) {
  return createTransport({
    host, port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    // forceAuth: without it a server that does not offer AUTH would be used without logging in.
    ...(user === undefined ? {} : { auth: { user, pass: password?.reveal() ?? "" }, forceAuth: true }),
    ...(ca === undefined ? {} : { tls: { ca } }),
    connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 15_000, dnsTimeout: 10_000,
    disableFileAccess: true, disableUrlAccess: true,
    // A relay on the same host works also where loopback is the only interface.
    allowInternalNetworkInterfaces: true,
  });
}

function mailOf(notice: Notice, { from, to }: EmailSettings, deliveryKey: string, clock: Clock) {
  const domain = from.slice(from.lastIndexOf("@") + 1);
  return {
    from,
    to: [...to],
    subject: cut(subjectOf(notice), 200),
    text: messageLines(notice).join("\n"),
    html: htmlOf(notice),
    date: new Date(clock.now()),
    messageId: `<${deliveryKey}@${domain}>`,
    // RFC 5322 3.6.4: one ancestor for all messages of a group, so that mail programs show one thread.
    references: `<${derivedId("group", notice.groupKey)}@${domain}>`,
    // RFC 3834 section 5: keeps vacation programs from answering.
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

/** RFC 5321 4.2.1: 4yz may work later, 5yz will not. Without a reply code the server was not reached. */
function deliveryFrom(thrown: unknown, signal: AbortSignal, secrets: readonly Secret[]): Delivery {
  const { code, text } = smtpReplyOf(thrown);
  if (code === undefined || signal.aborted) return { kind: "retry", why: networkWhy(thrown, signal) };
  const why = `SMTP ${withoutSecrets(text, secrets)}`;
  return code >= 500 ? { kind: "refused", why } : { kind: "retry", why };
}

function smtpReplyOf(thrown: unknown): { code: number | undefined; text: string } {
  const { responseCode, response } = thrown as { responseCode?: unknown; response?: unknown };
  return { code: typeof responseCode === "number" ? responseCode : undefined, text: typeof response === "string" ? response : String(responseCode) };
}

const htmlItemLimit = 100;

function htmlOf(notice: Notice): string {
  const rows = fiveLines(notice).slice(0, 4).map(([label, text]) => `<tr><th align="left" valign="top">${markup(label)}</th><td>${markup(text)}</td></tr>`);
  const changes = (notice.changes ?? []).map((change) => `<li>Changed: ${markup(change)}</li>`);
  const items = notice.items.slice(0, htmlItemLimit).map((item) => `<li>${link(item.url, item.title)} ${markup(item.detail)}</li>`);
  const left = notice.items.length - items.length;
  return [
    `<!doctype html><html><body style="font-family:sans-serif"><h2>${markup(subjectOf(notice))}</h2>`,
    `<table cellpadding="4">${rows.join("")}</table>`,
    `<p>${[notice.action, ...notice.links ?? []].map(({ url, label }) => link(url, label)).join(" · ")}</p>`,
    `<ul>${[...changes, ...items, ...(left > 0 ? [`<li>… and ${left} more</li>`] : [])].join("")}</ul></body></html>`,
  ].join("\n");
}

// Only http and https become links: a javascript: or file: URL is shown as the text it is.
function link(url: string, label: string): string {
  const protocol = URL.parse(url)?.protocol;
  if (protocol !== "https:" && protocol !== "http:") return `${markup(label)} ${markup(url)}`;
  return `<a href="${markup(url)}">${markup(label)}</a>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const markup = (text: string): string => oneLine(text).replace(/[&<>"']/g, (mark) => entities[mark] ?? mark);
