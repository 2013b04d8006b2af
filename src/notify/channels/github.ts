// Keeps a GitHub issue for each story: made once, commented, closed when it is over, opened again when it was not.
import { Secret } from "../../kernel/secret.ts";
import { allowPrivateField, ask, defineChannel, hostOfTarget, httpFor, jsonObject, markdownComment, markdownTicket, readBase, readFields, severityIn, tellTicket, ticketTitle, unreadable } from "../channel.ts";
import type { Asked, ChannelContext, Delivery, Notice, NoticeSeverity, ReceiverAnswer, Target, Ticket, TicketDesk } from "../channel.ts";

export interface GithubSettings extends Target {
  token: Secret;
  /** "owner/name". */
  repository: string;
  labels: readonly string[];
}

export const github = defineChannel<GithubSettings>({
  id: "github",
  about: "GitHub issues: one for each story, closed when it is over.",
  // "Rate limits for the REST API": 80 requests a minute that make content, 30 searches; a message takes up to five.
  limit: { messages: 15, perMs: 60_000 },
  size: "256 characters the title, 65,536 the text",
  fields: [
    { name: "token", about: "A fine-grained token that may read and write issues of the repository, or the token of an app", secret: true, required: true },
    { name: "repository", about: "owner/name", secret: false, required: true },
    { name: "labels", about: "Labels of new issues beside aftwatch and severity:..., with commas between them", secret: false, required: false },
    { name: "url", about: "https://api.github.com when left out; https://host/api/v3 for GitHub Enterprise Server", secret: false, required: false },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("github", raw, (fields) => ({
    token: new Secret(fields.text("token", "must be an access token", (text) => /^[\w.-]{8,1000}$/.test(text))),
    repository: fields.text("repository", "must be owner/name", (text) => /^[A-Za-z0-9-]{1,39}\/[\w.-]{1,100}$/.test(text) && !/\/\.{1,2}$/.test(text)),
    labels: (fields.optionalText("labels", "must be labels with commas between them, each of at most 50 characters", (text) => text.split(",").every((label) => label.trim().length <= 50)) ?? "").split(",").map((label) => label.trim()).filter((label) => label !== ""),
    ...readBase(fields, "https://api.github.com"),
  })),
  showSettings: ({ token, repository, labels, url, allowPrivate }) => ({
    token: String(token), repository, ...(labels.length > 0 ? { labels: labels.join(", ") } : {}), url: url.reveal(), allowPrivate: String(allowPrivate),
  }),
  hostOf: hostOfTarget,
  send: (notice, context) => tellTicket(notice, context, deskOf(notice, context)),
});

const limits = { title: 256, body: 60_000, recent: 30 };
const severityPrefix = "severity:";

interface Issue extends Ticket { number: number; severity: NoticeSeverity | undefined; labels: readonly string[] }

function deskOf(notice: Notice, context: ChannelContext<GithubSettings>): TicketDesk<Issue> {
  const { settings } = context;
  const issues = `/repos/${settings.repository}/issues`;
  const own = ["aftwatch", `${severityPrefix}${notice.severity}`];
  return {
    async get(ref) {
      const number = numberOf(ref, settings.repository);
      // "Get an issue": 410 deleted, 404 deleted or out of sight, 301 moved to another repository.
      return number === undefined ? { kind: "answer", value: undefined } : issueIn(await callGithub("GET", `${issues}/${number}`, undefined, context, [301, 404, 410]), context, true);
    },
    find: () => find(context, issues),
    create: async (lost) => issueIn(await callGithub("POST", issues, { title: ticketTitle(notice, limits.title), body: markdownTicket(notice, context, lost, limits.body), labels: [...own, ...settings.labels] }, context), context),
    async change(issue) {
      const changes = { ...stateOf(notice, issue), ...(issue.severity === notice.severity ? {} : { title: ticketTitle(notice, limits.title), labels: [...issue.labels.filter((label) => !label.startsWith(severityPrefix)), own[1]] }) };
      const changed = Object.keys(changes).length === 0 ? undefined : await callGithub("PATCH", `${issues}/${issue.number}`, changes, context);
      return changed === undefined || changed.kind === "answer" ? { kind: "answer", value: issue } : changed;
    },
    comment: ({ number }) => callGithub("POST", `${issues}/${number}/comments`, { body: markdownComment(notice, context, limits.body) }, context),
  };
}

const stateOf = ({ state }: Notice, { isOpen }: Issue): { state?: string; state_reason?: string } => {
  if (state === "resolved") return isOpen ? { state: "closed", state_reason: "completed" } : {};
  return isOpen ? {} : { state: "open", state_reason: "reopened" };
};

const numberOf = (ref: string, repository: string): number | undefined => (ref.startsWith(`${repository}#`) && /^[1-9]\d{0,14}$/.test(ref.slice(repository.length + 1)) ? Number(ref.slice(repository.length + 1)) : undefined);

// The newest issues are read as they are, because the search lags behind by some seconds; the search finds the old ones.
async function find(context: ChannelContext<GithubSettings>, issues: string): Promise<Asked<Issue | undefined>> {
  const recent = await callGithub("GET", `${issues}?state=all&sort=created&direction=desc&per_page=${limits.recent}`, undefined, context);
  if (recent.kind !== "answer") return recent;
  if (!Array.isArray(recent.value)) return unreadable();
  const known = markedIn(recent.value, context);
  if (known !== undefined) return { kind: "answer", value: known };
  const query = new URLSearchParams({ q: `repo:${context.settings.repository} is:issue in:body ${context.storyKey}`, sort: "created", order: "desc", per_page: "5" });
  // 422: a token without sight of the repository's search; the newest issues have been read.
  const searched = await callGithub("GET", `/search/issues?${query}`, undefined, context, [422]);
  if (searched.kind !== "answer" || searched.value === undefined) return searched.kind === "answer" ? { kind: "answer", value: undefined } : searched;
  const items = typeof searched.value === "object" && searched.value !== null && "items" in searched.value ? searched.value.items : undefined;
  return Array.isArray(items) ? { kind: "answer", value: markedIn(items, context) } : unreadable();
}

const markedIn = (values: readonly unknown[], context: ChannelContext<GithubSettings>): Issue | undefined =>
  values.flatMap((value) => toIssue(value, context) ?? []).find(({ marked }) => marked.includes(`story=${context.storyKey}`));

function issueIn(asked: Asked<unknown>, context: ChannelContext<GithubSettings>): Asked<Issue>;
function issueIn(asked: Asked<unknown>, context: ChannelContext<GithubSettings>, mayBeAbsent: true): Asked<Issue | undefined>;
function issueIn(asked: Asked<unknown>, context: ChannelContext<GithubSettings>, mayBeAbsent = false): Asked<Issue | undefined> {
  if (asked.kind !== "answer" || (asked.value === undefined && mayBeAbsent)) return asked as Asked<undefined>;
  const issue = toIssue(asked.value, context);
  return issue === undefined ? unreadable() : { kind: "answer", value: issue };
}

function toIssue(value: unknown, { settings }: ChannelContext<GithubSettings>): Issue | undefined {
  if (typeof value !== "object" || value === null || "pull_request" in value) return undefined;
  const { number, state, body, labels } = value as Readonly<Record<string, unknown>>;
  if (typeof number !== "number" || !Number.isSafeInteger(number)) return undefined;
  const names = (Array.isArray(labels) ? labels : []).flatMap((label: unknown) => (typeof label === "string" ? [label] : typeof label === "object" && label !== null && "name" in label && typeof label.name === "string" ? [label.name] : []));
  return { ref: `${settings.repository}#${number}`, number, isOpen: state !== "closed", marked: typeof body === "string" ? body : "", labels: names, severity: severityIn(names, severityPrefix) };
}

function callGithub(method: "GET" | "POST" | "PATCH", path: string, body: object | undefined, context: ChannelContext<GithubSettings>, absent: readonly number[] = []): Promise<Asked<unknown>> {
  const { settings, clock, signal } = context;
  return ask({
    http: httpFor(settings, context), method, url: new Secret(`${settings.url.reveal()}${path}`), ...(body === undefined ? {} : { body: JSON.stringify(body) }), secrets: [settings.token], clock, signal, absent, read: whenRefused,
    headers: { accept: "application/vnd.github+json", authorization: `Bearer ${settings.token.reveal()}`, "x-github-api-version": "2022-11-28", "user-agent": `aftwatch/${context.version}` },
  });
}

// "Rate limits", exceeding: a 403 that speaks of a limit is to be tried again.
function whenRefused({ status, text }: ReceiverAnswer): Delivery | undefined {
  const { message } = jsonObject(text);
  return status === 403 && typeof message === "string" && /rate limit|abuse detection/i.test(message) ? { kind: "retry", why: `HTTP 403: ${message}` } : undefined;
}
