// The formats events come in, the most particular first: the first that recognises a record reads it.
import { register } from "../../kernel/plugin.ts";
import { accessLog } from "./access-log.ts";
import { auditd } from "./auditd.ts";
import { cloudevents } from "./cloudevents.ts";
import { cloudtrail } from "./cloudtrail.ts";
import { falco } from "./falco.ts";
import { k8sAudit } from "./k8s-audit.ts";
import { ndjson } from "./ndjson.ts";
import { otlpLogs } from "./otlp-logs.ts";
import { syslog } from "./syslog.ts";
import { tetragon } from "./tetragon.ts";
import { windowsEvent } from "./windows-event.ts";

export const decoders = register("decoder", [falco, tetragon, k8sAudit, cloudtrail, windowsEvent, otlpLogs, cloudevents, auditd, accessLog, syslog, ndjson]);
