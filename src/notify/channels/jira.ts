// Keeps a Jira issue for each story, in Jira Cloud (REST v3) or Jira Data Center (REST v2): commented, closed and opened again by transitions.
import { Secret } from "../../kernel/secret.ts";
import { allowPrivateField, ask, cut, defineChannel, fiveLines, hostOfTarget, httpFor, linksOf, noteLines, oneLine, readFields, readTarget, rowsWithin, severityIn, tellTicket, ticketComment, ticketTitle, unreadable, webUrl, withoutSecrets } from "../channel.ts";
import type { Asked, ChannelContext, Fields, Notice, NoticeSeverity, Target, Ticket, TicketDesk } from "../channel.ts";

export interface JiraSettings extends Target {
  edition: "cloud" | "server";
  /** Of Jira Cloud: the mail address to which the token belongs. */
  user: string | undefined;
  token: Secret;
  /** The key of the project. */
  project: string;
  issueType: string;
  closeTransition: string | undefined;
  reopenTransition: string | undefined;
  /** What the project calls the severities; undefined: the priority is left alone. */
  priorities: Readonly<Partial<Record<NoticeSeverity, string>>> | undefined;
}

export const jira = defineChannel<JiraSettings>({
  id: "jira",
  about: "Jira issues, in Jira Cloud or Data Center: one for each story, closed by a transition when it is over.",
  // Jira Cloud counts cost, not requests, and names no figure; a message takes up to six requests.
  limit: { messages: 30, perMs: 60_000 },
  size: "255 characters the summary, 32,767 the description",
  fields: [
    { name: "url", about: "https://name.atlassian.net, or where your Jira is", secret: false, required: true },
    { name: "edition", about: "cloud (default) or server", secret: false, required: false },
    { name: "user", about: "In Jira Cloud: the mail address to which the token belongs", secret: false, required: false },
    { name: "token", about: "An API token (cloud) or a personal access token (server)", secret: true, required: true },
    { name: "project", about: "The key of the project: OPS", secret: false, required: true },
    { name: "issueType", about: "Task when left out", secret: false, required: false },
    { name: "closeTransition", about: "The transition that closes an issue; any that leads to a status of the category Done when left out", secret: false, required: false },
    { name: "reopenTransition", about: "The transition that opens it again; any that leads to another category when left out", secret: false, required: false },
    { name: "priorities", about: "critical=Highest, high=High, ...: the priorities of the project; the priority is left alone when left out", secret: false, required: false },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("jira", raw, (fields) => {
    const edition = fields.optionalText("edition", "must be cloud or server", (text) => text === "cloud" || text === "server") === "server" ? "server" as const : "cloud" as const;
    const user = fields.optionalText("user", "must be a mail address", (text) => /^[^\s:]{3,254}$/.test(text));
    const given = typeof raw === "object" && raw !== null ? raw as Record<string, unknown> : {};
    if (edition === "cloud" && given["user"] === undefined) fields.refuse("user", "is missing: Jira Cloud wants the mail address to which the token belongs");
    return {
      ...readTarget(fields), edition, user,
      token: new Secret(fields.text("token", "must be a token", (text) => /^[\x21-\x7e]{8,1000}$/.test(text))),
      project: fields.text("project", "must be the key of a project: capital letters, digits and _", (text) => /^[A-Z][A-Z0-9_]{1,40}$/.test(text)),
      issueType: fields.optionalText("issueType", name, isName) ?? "Task", closeTransition: fields.optionalText("closeTransition", name, isName), reopenTransition: fields.optionalText("reopenTransition", name, isName),
      priorities: readPriorities(fields),
    };
  }),
  showSettings: ({ url, edition, user, token, project, issueType, closeTransition, reopenTransition, priorities, allowPrivate }) => ({
    url: baseOf(url), edition, ...(user === undefined ? {} : { user }), token: String(token), project, issueType, ...(closeTransition === undefined ? {} : { closeTransition }),
    ...(reopenTransition === undefined ? {} : { reopenTransition }), ...(priorities === undefined ? {} : { priorities: Object.entries(priorities).map((pair) => pair.join("=")).join(", ") }), allowPrivate: String(allowPrivate),
  }),
  hostOf: hostOfTarget,
  send: (notice, context) => tellTicket(notice, context, deskOf(notice, context)),
});

const name = "must be a name of at most 100 characters";
const isName = (text: string): boolean => text.trim() !== "" && text.length <= 100;
const severities = ["critical", "high", "medium", "low", "unknown"] as const;
const isPair = (text: string): boolean => severities.some((severity) => text.startsWith(`${severity}=`) && isName(text.slice(severity.length + 1)));

function readPriorities(fields: Fields): JiraSettings["priorities"] {
  const text = fields.optionalText("priorities", `must be pairs as critical=Highest with commas between them, of ${severities.join(", ")}`, (given) => given.split(",").every((pair) => isPair(pair.trim())));
  return text === undefined ? undefined : Object.fromEntries(text.split(",").map((pair) => pair.trim().split("=", 2)));
}

interface Issue extends Ticket { isDone: boolean; severity: NoticeSeverity | undefined }

// "Summary" holds 255 characters on one line; a text field 32,767.
const limits = { summary: 255, text: 24_000, line: 1200, row: 400, rowLink: 220 };
const severityPrefix = "severity-";

function deskOf(notice: Notice, context: ChannelContext<JiraSettings>): TicketDesk<Issue> {
  const { settings, storyKey } = context;
  return {
    async get(ref) {
      if (!new RegExp(`^${settings.project}-[1-9]\\d{0,12}$`).test(ref)) return { kind: "answer", value: undefined };
      const got = await callJira("GET", `/issue/${ref}?fields=${issueFields}`, undefined, context, [404]);
      return got.kind !== "answer" || got.value === undefined ? got as Asked<undefined> : issueIn(got.value);
    },
    async find() {
      const query = new URLSearchParams({ jql: `project = "${settings.project}" AND labels = "${storyKey}" ORDER BY created DESC`, maxResults: "1", fields: issueFields });
      const found = await callJira("GET", `/search${settings.edition === "cloud" ? "/jql" : ""}?${query}`, undefined, context);
      if (found.kind !== "answer") return found;
      const issues = member(found.value, "issues");
      if (!Array.isArray(issues)) return unreadable();
      return issues.length === 0 ? { kind: "answer", value: undefined } : issueIn(issues[0]);
    },
    async create(lost) {
      const fields = { project: { key: settings.project }, issuetype: { name: settings.issueType }, summary: ticketTitle(notice, limits.summary), description: written(descriptionOf(notice, context, lost), settings), labels: ["aftwatch", storyKey, `${severityPrefix}${notice.severity}`], ...priorityOf(notice, settings) };
      const made = await callJira("POST", "/issue", { fields }, context);
      const issue = made.kind === "answer" ? issueIn(made.value) : made;
      return issue.kind === "answer" ? { kind: "answer", value: { ...issue.value, severity: notice.severity } } : issue;
    },
    async change(issue) {
      const renewed = issue.severity === notice.severity ? undefined : await callJira("PUT", `/issue/${issue.ref}`, {
        fields: { summary: ticketTitle(notice, limits.summary), ...priorityOf(notice, settings) },
        update: { labels: [...(issue.severity === undefined ? [] : [{ remove: `${severityPrefix}${issue.severity}` }]), { add: `${severityPrefix}${notice.severity}` }] },
      }, context);
      if (renewed !== undefined && renewed.kind !== "answer") return renewed;
      const isOver = notice.state === "resolved";
      const moved = isOver === issue.isDone ? undefined : await move(issue, isOver, context);
      return moved === undefined || moved.kind === "answer" ? { kind: "answer", value: issue } : moved;
    },
    comment: ({ ref }) => callJira("POST", `/issue/${ref}/comment`, { body: written([...rowsWithin(ticketComment(notice).map((row) => () => cut(oneLine(row), limits.line, escapeFor(settings))), limits.text).map((text) => ({ text })), { text: markOf(context) }], settings) }, context),
  };
}

const issueFields = "status,labels,description";
const priorityOf = ({ severity }: Notice, { priorities }: JiraSettings): { priority?: { name: string } } => (priorities?.[severity] === undefined ? {} : { priority: { name: priorities[severity] } });
const markOf = ({ storyKey, deliveryKey }: ChannelContext<JiraSettings>): string => `aftwatch story=${storyKey} delivery=${deliveryKey}`;

/** An issue's way on is its workflow's: what it may do now is asked, and a transition that is not there is named with those that are. */
async function move({ ref }: Issue, isOver: boolean, context: ChannelContext<JiraSettings>): Promise<Asked<unknown>> {
  const { settings: { closeTransition, reopenTransition, token } } = context;
  const wanted = isOver ? closeTransition : reopenTransition;
  const asked = await callJira("GET", `/issue/${ref}/transitions`, undefined, context);
  if (asked.kind !== "answer") return asked;
  const transitions = member(asked.value, "transitions");
  if (!Array.isArray(transitions)) return unreadable();
  const isRight = (transition: unknown): boolean => (wanted === undefined ? (member(member(member(transition, "to"), "statusCategory"), "key") === "done") === isOver : String(member(transition, "name")).toLowerCase() === wanted.toLowerCase());
  const id = member(transitions.find(isRight), "id");
  if (typeof id === "string") return callJira("POST", `/issue/${ref}/transitions`, { transition: { id } }, context);
  const known = transitions.map((transition: unknown) => String(member(transition, "name"))).join(", ") || "none";
  return { kind: "refused", why: withoutSecrets(`${ref} cannot be ${isOver ? "closed" : "opened again"}: it has ${wanted === undefined ? "no transition for that" : `no transition ${wanted}`} now, only ${known}; correct ${isOver ? "closeTransition" : "reopenTransition"}`, [token], 300) };
}

/** A line: a label in bold, text, links behind it. */
interface Line { label?: string; text: string; links?: readonly { label: string; url: string }[] }

function descriptionOf(notice: Notice, context: ChannelContext<JiraSettings>, lost: string | undefined): Line[] {
  const escape = escapeFor(context.settings);
  const head: Line[] = fiveLines(notice).slice(0, 4).map(([label, text]) => ({ label, text: cut(text, limits.line, escape) }));
  const links = linksOf(notice, { urlLength: limits.row });
  const action = webUrl(notice.action.url, limits.row) === undefined ? cut(oneLine(`${notice.action.label}: ${notice.action.url}`), limits.line, escape) : "";
  const rows = rowsOf(notice);
  const kept = rowsWithin(rows.map(({ text }) => () => cut(oneLine(text), limits.row, escape)), limits.text - 8000, limits.rowLink);
  const place = lost === undefined ? [] : [{ text: cut(`This takes the place of ${oneLine(lost)}, which is no longer there or cannot be opened again.`, limits.line, escape) }];
  return [...place, ...head, { label: "Do", text: action, links: links.map(({ label, url }) => ({ label: cut(label, 200, escape), url })) }, ...kept.map((text, index) => ({ text, links: linkIn(rows[index], kept.length < rows.length && index === kept.length - 1) })), { text: markOf(context) }];
}

const rowsOf = (notice: Notice): { text: string; url?: string }[] => [
  ...noteLines(notice, { urlLength: limits.row }).map((text) => ({ text })),
  ...notice.items.map(({ title, detail, url }) => (webUrl(url, limits.rowLink - 20) === undefined ? { text: `- ${title}: ${detail} ${url}` } : { text: `- ${title}: ${detail}`, url })),
];

// The last row counts what was left out when something was; it leads nowhere.
const linkIn = (row: { url?: string } | undefined, isCount: boolean) => (row?.url === undefined || isCount ? [] : [{ label: "open", url: webUrl(row.url, limits.rowLink - 20) ?? row.url }]);

const written = (lines: readonly Line[], { edition }: JiraSettings): unknown => (edition === "cloud" ? documentOf(lines) : lines.map(wikiLine).join("\n"));

// Atlassian Document Format: text nodes hold no markup, so nothing needs escaping there.
const documentOf = (lines: readonly Line[]) => ({ type: "doc", version: 1, content: lines.map((line) => ({ type: "paragraph", content: nodesOf(line) })) });

const nodesOf = ({ label, text, links = [] }: Line) => [
  ...(label === undefined ? [] : [{ type: "text", text: `${label}: `, marks: [{ type: "strong" }] }]),
  ...(text === "" ? [] : [{ type: "text", text }]),
  ...links.flatMap(({ label: shown, url }, index) => [...(index > 0 ? [{ type: "text", text: " · " }] : text === "" ? [] : [{ type: "text", text: " " }]), { type: "text", text: shown, marks: [{ type: "link", attrs: { href: url } }] }]),
];

const wikiLine = ({ label, text, links = [] }: Line): string => [...(label === undefined ? [] : [`*${label}:*`]), ...(text === "" ? [] : [text]), links.map((link) => `[${link.label}|${link.url}]`).join(" ")].filter((part) => part !== "").join(" ");

// Wiki markup knows HTML's numeric references, in which no mark, smiley, mention or address is seen as one.
const escapeWiki = (text: string): string => text.replace(/[^\p{L}\p{N} .,'"/\p{So}\p{M}\u200d]/gu, (mark) => `&#${mark.codePointAt(0)};`).replaceAll("www.", "www&#46;");
const escapeFor = ({ edition }: JiraSettings): ((text: string) => string) => (edition === "cloud" ? (text) => text : escapeWiki);

const member = (value: unknown, key: string): unknown => (typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined);

function issueIn(value: unknown): Asked<Issue> {
  const key = member(value, "key");
  if (typeof key !== "string" || !/^[A-Z][A-Z0-9_]*-\d{1,13}$/.test(key)) return unreadable();
  const fields = member(value, "fields");
  const labels = member(fields, "labels");
  const isDone = member(member(member(fields, "status"), "statusCategory"), "key") === "done";
  return { kind: "answer", value: { ref: key, isOpen: !isDone, isDone, marked: JSON.stringify(member(fields, "description") ?? ""), severity: severityIn(Array.isArray(labels) ? labels.filter((label) => typeof label === "string") : [], severityPrefix) } };
}

// A Jira may stand below a path: https://host/jira.
const baseOf = (url: Secret): string => { const { origin, pathname } = new URL(url.reveal()); return `${origin}${pathname.replace(/\/+$/, "")}`; };

function callJira(method: "GET" | "POST" | "PUT", path: string, body: object | undefined, context: ChannelContext<JiraSettings>, absent: readonly number[] = []): Promise<Asked<unknown>> {
  const { settings, clock, signal } = context;
  const { user, token, edition } = settings;
  const basic = new Secret(Buffer.from(`${user ?? ""}:${token.reveal()}`).toString("base64"));
  return ask({
    http: httpFor(settings, context), method, url: new Secret(`${baseOf(settings.url)}/rest/api/${edition === "cloud" ? 3 : 2}${path}`), ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { accept: "application/json", authorization: edition === "cloud" ? `Basic ${basic.reveal()}` : `Bearer ${token.reveal()}` }, secrets: [token, basic], clock, signal, absent,
  });
}
