// An alert's row as the domain has it.
import type { Alert } from "../notify/alert.ts";
import type { LabelSet } from "../notify/label.ts";
import type { AlertTable } from "./tables/alerts.ts";

export const alertFrom = (row: AlertTable): Alert => ({
  fingerprint: row.fingerprint, labels: JSON.parse(row.labels) as LabelSet, annotations: JSON.parse(row.annotations) as LabelSet, startsAt: row.starts_at, endsAt: row.ends_at,
  updatedAt: row.updated_at, generatorUrl: row.generator_url, timeout: row.timeout === 1,
});
