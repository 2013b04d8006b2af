// The words of incidents know the state: counting those that words name reads their narrow rows alone.
import type { Dialect } from "./table.ts";

export const statements = (dialect: Dialect): string[] => [
  `alter table incident_word add column state ${dialect === "sqlite" ? "text" : 'text collate "C"'} not null default ''`,
  "update incident_word set state = coalesce((select i.state from incident i where i.org_id = incident_word.org_id and i.incident_id = incident_word.incident_id), '')",
];
