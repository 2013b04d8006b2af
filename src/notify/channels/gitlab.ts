// Keeps a GitLab issue for each story: made once, commented, closed when it is over, opened again when it was not.
import { Secret } from "../../kernel/secret.ts";
import { allowPrivateField, ask, defineChannel, hostOfTarget, httpFor, markdownComment, markdownTicket, readBase, readFields, severityIn, tellTicket, ticketTitle, unreadable } from "../channel.ts";
import type { Asked, ChannelContext, Notice, NoticeSeverity, Target, Ticket, TicketDesk } from "../channel.ts";

export interface GitlabSettings extends Target {
  token: Secret;
  /** "group/name" or its number. */
  project: string;
  labels: readonly string[];
  /** Only members of the project see the issues. */
  confidential: boolean;
}

export const gitlab = defineChannel<GitlabSettings>({
  id: "gitlab",
  about: "GitLab issues: one for each story, closed when it is over.",
  // "Rate limits" of gitlab.com: 60 notes a minute, 200 issues.
  limit: { messages: 30, perMs: 60_000 },
  size: "255 characters the title, 1,000,000 the text; 60,000 are used",
  fields: [
    { name: "token", about: "A project or group access token with the scope api and the role Reporter or higher", secret: true, required: true },
    { name: "project", about: "group/name, or the number of the project", secret: false, required: true },
    { name: "labels", about: "Labels of new issues beside aftwatch and severity::..., with commas between them", secret: false, required: false },
    { name: "confidential", about: "true: only members of the project see the issues", secret: false, required: false },
    { name: "url", about: "https://gitlab.com when left out; of your own instance otherwise", secret: false, required: false },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("gitlab", raw, (fields) => ({
    token: new Secret(fields.text("token", "must be an access token", (text) => /^[\w.-]{8,1000}$/.test(text))),
    project: fields.text("project", "must be group/name or a number", (text) => /^(?:\d{1,15}|[\w.-]+(?:\/[\w.-]+)+)$/.test(text) && text.length <= 255),
    labels: (fields.optionalText("labels", "must be labels with commas between them") ?? "").split(",").map((label) => label.trim()).filter((label) => label !== ""),
    confidential: fields.flag("confidential"),
    ...readBase(fields, "https://gitlab.com"),
  })),
  showSettings: ({ token, project, labels, confidential, url, allowPrivate }) => ({
    token: String(token), project, ...(labels.length > 0 ? { labels: labels.join(", ") } : {}), confidential: String(confidential), url: url.reveal(), allowPrivate: String(allowPrivate),
  }),
  hostOf: hostOfTarget,
  send: (notice, context) => tellTicket(notice, context, deskOf(notice, context)),
});

const limits = { title: 255, body: 60_000 };
// A scoped label: GitLab takes the other ones of the scope away by itself where it knows scopes.
const severityPrefix = "severity::";

interface Issue extends Ticket { iid: number; severity: NoticeSeverity | undefined }

function deskOf(notice: Notice, context: ChannelContext<GitlabSettings>): TicketDesk<Issue> {
  const { settings, storyKey } = context;
  const issues = `/projects/${encodeURIComponent(settings.project)}/issues`;
  const severity = `${severityPrefix}${notice.severity}`;
  return {
    async get(ref) {
      const iid = iidOf(ref, settings.project);
      return iid === undefined ? { kind: "answer", value: undefined } : issueIn(await callGitlab("GET", `${issues}/${iid}`, undefined, context, [404, 410]), context, true);
    },
    async find() {
      const query = new URLSearchParams({ search: storyKey, in: "description", order_by: "created_at", sort: "desc", per_page: "20" });
      const found = await callGitlab("GET", `${issues}?${query}`, undefined, context);
      if (found.kind !== "answer") return found;
      if (!Array.isArray(found.value)) return unreadable();
      return { kind: "answer", value: found.value.flatMap((value) => toIssue(value, context) ?? []).find(({ marked }) => marked.includes(`story=${storyKey}`)) };
    },
    create: async (lost) => issueIn(await callGitlab("POST", issues, {
      title: ticketTitle(notice, limits.title), description: markdownTicket(notice, context, lost, limits.body), labels: ["aftwatch", severity, ...settings.labels].join(","), ...(settings.confidential ? { confidential: true } : {}),
    }, context), context),
    async change(issue) {
      const changes = { ...stateOf(notice, issue), ...(issue.severity === notice.severity ? {} : { title: ticketTitle(notice, limits.title), add_labels: severity, ...(issue.severity === undefined ? {} : { remove_labels: `${severityPrefix}${issue.severity}` }) }) };
      const changed = Object.keys(changes).length === 0 ? undefined : await callGitlab("PUT", `${issues}/${issue.iid}`, changes, context);
      return changed === undefined || changed.kind === "answer" ? { kind: "answer", value: issue } : changed;
    },
    comment: ({ iid }) => callGitlab("POST", `${issues}/${iid}/notes`, { body: markdownComment(notice, context, limits.body) }, context),
  };
}

const stateOf = ({ state }: Notice, { isOpen }: Issue): { state_event?: string } => {
  if (state === "resolved") return isOpen ? { state_event: "close" } : {};
  return isOpen ? {} : { state_event: "reopen" };
};

const iidOf = (ref: string, project: string): number | undefined => (ref.startsWith(`${project}#`) && /^[1-9]\d{0,14}$/.test(ref.slice(project.length + 1)) ? Number(ref.slice(project.length + 1)) : undefined);

function issueIn(asked: Asked<unknown>, context: ChannelContext<GitlabSettings>): Asked<Issue>;
function issueIn(asked: Asked<unknown>, context: ChannelContext<GitlabSettings>, mayBeAbsent: true): Asked<Issue | undefined>;
function issueIn(asked: Asked<unknown>, context: ChannelContext<GitlabSettings>, mayBeAbsent = false): Asked<Issue | undefined> {
  if (asked.kind !== "answer" || (asked.value === undefined && mayBeAbsent)) return asked as Asked<undefined>;
  const issue = toIssue(asked.value, context);
  return issue === undefined ? unreadable() : { kind: "answer", value: issue };
}

function toIssue(value: unknown, { settings }: ChannelContext<GitlabSettings>): Issue | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { iid, state, description, labels } = value as Readonly<Record<string, unknown>>;
  if (typeof iid !== "number" || !Number.isSafeInteger(iid)) return undefined;
  const names = Array.isArray(labels) ? labels.filter((label) => typeof label === "string") : [];
  return { ref: `${settings.project}#${iid}`, iid, isOpen: state !== "closed", marked: typeof description === "string" ? description : "", severity: severityIn(names, severityPrefix) };
}

function callGitlab(method: "GET" | "POST" | "PUT", path: string, body: object | undefined, context: ChannelContext<GitlabSettings>, absent: readonly number[] = []): Promise<Asked<unknown>> {
  const { settings, clock, signal } = context;
  return ask({
    http: httpFor(settings, context), method, url: new Secret(`${settings.url.reveal()}/api/v4${path}`), ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { "private-token": settings.token.reveal() }, secrets: [settings.token], clock, signal, absent,
  });
}
