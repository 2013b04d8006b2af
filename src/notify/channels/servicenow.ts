// Keeps a ServiceNow incident for each story through the Table API; its correlation_id is the key of the story.
import { Secret } from "../../kernel/secret.ts";
import { allowPrivateField, ask, cut, defineChannel, fiveLines, hostOfTarget, httpFor, noteLines, oneLine, readFields, readTarget, rowsWithin, subjectOf, tellTicket, ticketComment, unreadable } from "../channel.ts";
import type { Asked, ChannelContext, Notice, NoticeSeverity, Target, Ticket, TicketDesk } from "../channel.ts";

export interface ServicenowSettings extends Target {
  /** Basic authentication, or an OAuth token. */
  user: string | undefined;
  password: Secret | undefined;
  token: Secret | undefined;
  assignmentGroup: string | undefined;
  closeCode: string;
}

export const servicenow = defineChannel<ServicenowSettings>({
  id: "servicenow",
  about: "ServiceNow incidents: one for each story, resolved when it is over.",
  // Inbound REST limits are each instance's own; a message takes up to three requests.
  limit: { messages: 60, perMs: 60_000 },
  size: "160 characters the short description, 4,000 the description",
  fields: [
    { name: "url", about: "The instance: https://name.service-now.com", secret: false, required: true },
    { name: "user", about: "A user with the role itil (or sn_incident_write); or leave it out and give token", secret: false, required: false },
    { name: "password", about: "Belongs to the user", secret: true, required: false },
    { name: "token", about: "An OAuth access token or an API key's bearer token", secret: true, required: false },
    { name: "assignmentGroup", about: "The group that new incidents are assigned to: its name or sys_id", secret: false, required: false },
    { name: "closeCode", about: "The resolution code of resolved incidents, as the instance's list has it; Solution provided when left out", secret: false, required: false },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("servicenow", raw, (fields) => {
    const user = fields.optionalText("user", "must be a text without a colon", (text) => /^[^:\p{Cc}]{1,100}$/u.test(text));
    const password = fields.optionalText("password", "must be a text");
    const token = fields.optionalText("token", "must be a token", (text) => /^[\x21-\x7e]{8,4000}$/.test(text));
    const given = typeof raw === "object" && raw !== null ? raw as Record<string, unknown> : {};
    const asked = ["user", "password"].filter((name) => given[name] !== undefined);
    if (asked.length === 1) fields.refuse(given["user"] === undefined ? "user" : "password", "is missing: user and password belong together");
    if (asked.length > 0 && given["token"] !== undefined) fields.refuse("token", "must be left out when user and password are given");
    if (asked.length === 0 && given["token"] === undefined) fields.refuse("user", "is missing: give user and password, or token");
    return {
      ...readTarget(fields), user, password: password === undefined ? undefined : new Secret(password), token: token === undefined ? undefined : new Secret(token),
      assignmentGroup: fields.optionalText("assignmentGroup", "must be a text of at most 100 characters", (text) => text.trim() !== "" && text.length <= 100),
      closeCode: fields.optionalText("closeCode", "must be a text of at most 100 characters", (text) => text.trim() !== "" && text.length <= 100) ?? "Solution provided",
    };
  }),
  showSettings: ({ url, user, password, token, assignmentGroup, closeCode, allowPrivate }) => ({
    url: new URL(url.reveal()).origin, ...(user === undefined ? {} : { user }), ...(password === undefined ? {} : { password: String(password) }), ...(token === undefined ? {} : { token: String(token) }),
    ...(assignmentGroup === undefined ? {} : { assignmentGroup }), closeCode, allowPrivate: String(allowPrivate),
  }),
  hostOf: hostOfTarget,
  send: (notice, context) => tellTicket(notice, context, deskOf(notice, context)),
});

interface Incident extends Ticket { sysId: string; state: string; urgency: string; impact: string }

const limits = { title: 160, text: 4000, line: 600, row: 300 };
const states = { inProgress: "2", resolved: "6", closed: "7", canceled: "8" };

// Priority follows from impact and urgency: 1-1 critical, 2-1 high, 2-2 moderate, 3-3 planning. Unknown is not low.
const weights: Readonly<Record<NoticeSeverity, { impact: string; urgency: string }>> = {
  critical: { impact: "1", urgency: "1" }, high: { impact: "2", urgency: "1" }, medium: { impact: "2", urgency: "2" }, low: { impact: "3", urgency: "3" }, unknown: { impact: "2", urgency: "2" },
};

function deskOf(notice: Notice, context: ChannelContext<ServicenowSettings>): TicketDesk<Incident> {
  const { settings, storyKey } = context;
  // Exact and at once, so that the number of an earlier message is not needed: a deleted incident is simply not found.
  const find = async (): Promise<Asked<Incident | undefined>> => {
    const query = new URLSearchParams({ sysparm_query: `correlation_id=${storyKey}^ORDERBYDESCsys_created_on`, sysparm_limit: "1", sysparm_fields: fields });
    const found = await callServicenow("GET", `?${query}`, undefined, context);
    if (found.kind !== "answer") return found;
    const result = resultOf(found.value);
    if (!Array.isArray(result)) return unreadable();
    return result.length === 0 ? { kind: "answer", value: undefined } : incidentIn(result[0]);
  };
  return {
    get: find, find,
    create: async (lost) => {
      const made = await callServicenow("POST", `?${new URLSearchParams({ sysparm_fields: fields })}`, {
        ...headOf(notice), description: descriptionOf(notice, context, lost), correlation_id: storyKey, correlation_display: "Aftwatch", ...(settings.assignmentGroup === undefined ? {} : { assignment_group: settings.assignmentGroup }),
      }, context);
      return made.kind === "answer" ? incidentIn(resultOf(made.value)) : made;
    },
    async change(incident) {
      const isOver = incident.state === states.closed || incident.state === states.canceled;
      // "Closed" cannot be left again: what comes back is a new incident.
      if (isOver) return { kind: "answer", value: notice.state === "resolved" ? incident : undefined };
      const { impact, urgency } = weights[notice.severity];
      const changes = { ...stateOf(notice, incident, settings), ...(incident.impact === impact && incident.urgency === urgency ? {} : headOf(notice)) };
      const changed = Object.keys(changes).length === 0 ? undefined : await patch(incident, changes, context);
      return changed === undefined || changed.kind === "answer" ? { kind: "answer", value: incident } : changed;
    },
    comment: (incident) => patch(incident, { work_notes: rowsWithin([...ticketComment(notice).map((row) => () => plain(row, limits.line)), `delivery=${context.deliveryKey} story=${storyKey}`], limits.text).join("\n") }, context),
  };
}

const patch = ({ sysId }: Incident, body: object, context: ChannelContext<ServicenowSettings>): Promise<Asked<unknown>> => callServicenow("PATCH", `/${sysId}?${new URLSearchParams({ sysparm_fields: "sys_id" })}`, body, context);

const headOf = (notice: Notice) => ({ short_description: cut(plain(subjectOf(notice), limits.text), limits.title), ...weights[notice.severity] });

function stateOf(notice: Notice, { isOpen, state }: Incident, { closeCode }: ServicenowSettings): Record<string, string> {
  if (notice.state === "resolved") return isOpen ? { state: states.resolved, close_code: closeCode, close_notes: rowsWithin(ticketComment(notice).map((row) => () => plain(row, limits.line)), limits.text).join("\n") } : {};
  if (!isOpen) return { state: states.inProgress };
  return notice.state === "acknowledged" && state === "1" ? { state: states.inProgress } : {};
}

function descriptionOf(notice: Notice, { storyKey, deliveryKey }: ChannelContext<ServicenowSettings>, lost: string | undefined): string {
  const keys = `aftwatch story=${storyKey} delivery=${deliveryKey}`;
  const place = lost === undefined ? [] : [`This takes the place of ${plain(lost, 60)}, which is no longer there or cannot be opened again.`];
  const links = (notice.links ?? []).map(({ label, url }) => () => plain(`${label}: ${url}`, limits.row));
  const rows = [...place, ...fiveLines(notice).map(([label, text]) => plain(`${label}: ${text}`, limits.line)), ...links, ...noteLines({ ...notice, links: [] }).map((note) => () => plain(note, limits.row)), ...notice.items.map((item) => () => plain(`- ${item.title}: ${item.detail} ${item.url}`, limits.row))];
  return [...rowsWithin(rows, limits.text - keys.length - 1), keys].join("\n");
}

// "Embed HTML in journal fields": what stands between [code] marks would be rendered.
const plain = (text: string, limit: number): string => cut(oneLine(text).replace(/\[(?=\/?code\])/gi, "[\u200b"), limit);

const fields = "sys_id,number,state,urgency,impact,description";

const resultOf = (value: unknown): unknown => (typeof value === "object" && value !== null && "result" in value ? value.result : undefined);

function incidentIn(value: unknown): Asked<Incident> {
  if (typeof value !== "object" || value === null) return unreadable();
  const { sys_id: sysId, number, state, urgency, impact, description } = value as Readonly<Record<string, unknown>>;
  if (typeof sysId !== "string" || !/^[0-9a-f]{32}$/i.test(sysId) || typeof number !== "string" || !/^[\w-]{1,40}$/.test(number)) return unreadable();
  const stateText = String(state);
  return { kind: "answer", value: { ref: number, sysId, state: stateText, isOpen: ![states.resolved, states.closed, states.canceled].includes(stateText), urgency: String(urgency), impact: String(impact), marked: typeof description === "string" ? description : "" } };
}

function callServicenow(method: "GET" | "POST" | "PATCH", path: string, body: object | undefined, context: ChannelContext<ServicenowSettings>): Promise<Asked<unknown>> {
  const { settings, clock, signal } = context;
  const { user, password, token } = settings;
  const basic = new Secret(Buffer.from(`${user ?? ""}:${password?.reveal() ?? ""}`).toString("base64"));
  return ask({
    http: httpFor(settings, context), method, url: new Secret(`${new URL(settings.url.reveal()).origin}/api/now/table/incident${path}`), ...(body === undefined ? {} : { body: JSON.stringify(body) }), clock, signal,
    headers: { accept: "application/json", authorization: token === undefined ? `Basic ${basic.reveal()}` : `Bearer ${token.reveal()}` },
    secrets: [basic, ...(password === undefined ? [] : [password]), ...(token === undefined ? [] : [token])],
  });
}
