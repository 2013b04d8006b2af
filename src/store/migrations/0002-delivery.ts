// Tables of delivery: lanes and receivers know when they are due, so that a claim costs the same however much waits; and the log of attempts.
import { statementsFor, table } from "./table.ts";
import type { Dialect, Table } from "./table.ts";

const tables: readonly Table[] = [
  table("lane", "receiver_id:t group_key:t due_at:b? sent_key:t? sent_state:t? sent_at:b? ref:t? summary_key:t? handed_to:t?", "receiver_id group_key", { indexes: [["org_id", "receiver_id", "due_at", "group_key"], ["org_id", "receiver_id", "summary_key"]] }),
  table("receiver_state", "receiver_id:t due_at:b? resume_at:b? open_since:b? last_sent_at:b? last_failure_at:b? last_failure:t? failing_since:b? off_at:b? off_why:t? heartbeat_at:b?", "receiver_id", { indexes: [["due_at"]] }),
  table("attempt", "message_key:t number:i receiver_id:t worker:t at:b ended_at:b? outcome:t? why:t?", "message_key number", { indexes: [["org_id", "receiver_id", "ended_at"]] }),
];

// Every lane of a store that was made before: when it is due, and the message sent last in it. Notices said no state then: open.
const lanesOfOld = `insert into lane (org_id, receiver_id, group_key, due_at, sent_key, sent_state, sent_at)
  select d.org_id, d.receiver_id, d.group_key, h.due_at, s.message_key, case when s.message_key is null then null else 'open' end, s.sent_at
  from (select distinct org_id, receiver_id, group_key from delivery where receiver_id <> '') d
  left join (select org_id, receiver_id, group_key, coalesce(case state when 'sending' then lease_until else next_attempt_at end, 0) as due_at,
      row_number() over (partition by org_id, receiver_id, group_key order by case state when 'sending' then 0 else 1 end, queued_at, notice_id) as place
    from delivery where state in ('waiting', 'sending')) h on h.org_id = d.org_id and h.receiver_id = d.receiver_id and h.group_key = d.group_key and h.place = 1
  left join (select org_id, receiver_id, group_key, message_key, sent_at,
      row_number() over (partition by org_id, receiver_id, group_key order by sent_at desc, queued_at desc, notice_id desc) as place
    from delivery where state = 'sent') s on s.org_id = d.org_id and s.receiver_id = d.receiver_id and s.group_key = d.group_key and s.place = 1`;

const receiversOfOld = `insert into receiver_state (org_id, receiver_id, due_at, last_sent_at)
  select org_id, receiver_id, min(due_at), max(sent_at) from lane group by org_id, receiver_id`;

export function statements(dialect: Dialect): string[] {
  const [text, big] = dialect === "sqlite" ? ["text", "integer"] : ['text collate "C"', "bigint"];
  return [
    ...statementsFor(tables, dialect),
    "alter table delivery add column tried integer not null default 0",
    `alter table delivery add column because ${text}`,
    `alter table delivery add column handed_at ${big}`,
    // What is the receivers' own and common to all channels: fallback, limit, heartbeat, resolves.
    `alter table receiver add column common ${text} not null default '{}'`,
    "drop index delivery_by_receiver_id_group_key_queued_at",
    "drop index delivery_by_state_next_attempt_at",
    "create index delivery_by_lane on delivery (org_id, receiver_id, group_key, state, queued_at, notice_id)",
    "create index delivery_by_state on delivery (org_id, state, receiver_id, queued_at)",
    "update delivery set tried = attempts",
    lanesOfOld, receiversOfOld,
  ];
}
