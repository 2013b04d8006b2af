// Windows events as JSON, however they were taken out: evtx dumps, Winlogbeat, NXLog, Azure Monitor, Wazuh, OTRF's flat form; their fields stand at the top, as rules name them.
import { toIso } from "../../kernel/clock.ts";
import type { Decoder } from "../decoder.ts";
import { jsonSession, parseRecord } from "../decoding-session.ts";
import type { EventParts } from "../decoding-session.ts";
import { at, firstInstant, firstText, isRecord, listOf, lookUp, memberOf, numberOf, present, recordOf, textAt, textOf } from "../decoding-values.ts";
import type { JsonRecord } from "../decoding-values.ts";
import { everyWindowsLogsource, windowsLogsources, windowsService } from "../decoding-windows.ts";
import type { FieldValue, Fields } from "../event.ts";

/** Attributes of an element, by the spellings of XML in JSON: "#attributes" (evtx), "@Name" (xmltodict), "$" (xml2js). */
const attribute = (element: FieldValue | undefined, name: string): FieldValue | undefined => at(element, "#attributes", name) ?? memberOf(element, `@${name}`) ?? at(element, "$", name) ?? memberOf(element, name);
const contentOf = (element: FieldValue | undefined): FieldValue | undefined => (isRecord(element) ? memberOf(element, "#text") ?? memberOf(element, "_") ?? memberOf(element, "Value") ?? null : element);

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: "\"", apos: "'" };
const unescapeXml = (text: string): string => text.replaceAll(/&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g, (whole, name?: string, decimal?: string, hex?: string) => {
  if (name !== undefined) return entities[name] ?? whole;
  const code = Number.parseInt(decimal ?? hex ?? "", decimal === undefined ? 16 : 10);
  return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
});

/** <Data Name="x">y</Data> of an event's data that is still XML. */
const dataOfXml = (xml: string): [string, string][] => [...xml.matchAll(/<Data Name=["']([^"'<>]{1,256})["']>([^<]*)<\/Data>/g)].map(([, name = "", text = ""]) => [name, unescapeXml(text)]);

type Pair = readonly [string, FieldValue | undefined];

function pairsOfData(data: FieldValue | undefined): readonly Pair[] {
  if (typeof data === "string") return parseRecord(data) === undefined ? dataOfXml(data) : pairsOfData(parseRecord(data));
  if (!isRecord(data)) return [];
  return Object.entries(data).flatMap(([name, value]): readonly Pair[] => (name === "Data" ? pairsOfList(value) : /^(?:#attributes|@xmlns.*|\$)$/.test(name) ? [] : [[name, isRecord(value) && ("#text" in value) ? contentOf(value) : value]]));
}

/** A list of named elements is fields; texts without names stay one field "Data", as PowerShell's classic channel has it. */
function pairsOfList(value: FieldValue | undefined): readonly Pair[] {
  const items = Array.isArray(value) ? listOf(value) : [value ?? null];
  const named = items.flatMap((item): Pair[] => { const name = isRecord(item) ? textOf(attribute(item, "Name")) : undefined; return name === undefined ? [] : [[name, contentOf(item)]]; });
  const plain = items.flatMap((item) => (isRecord(item) && textOf(attribute(item, "Name")) !== undefined ? [] : listOf([contentOf(item) ?? null]).flat()));
  const texts = plain.filter((item) => item !== null && item !== undefined);
  return texts.length === 0 ? named : [...named, ["Data", texts.length === 1 ? texts[0] : texts as FieldValue[]]];
}

/** UserData holds one element of any name around its fields. */
const pairsOfUserData = (data: FieldValue | undefined): readonly Pair[] => (isRecord(data) ? Object.values(data).filter(isRecord).flatMap((element) => pairsOfData(element)) : []);

const upperFirst = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/** The event of any sender: what its header says, and its data. */
interface Read { header: { [K in "EventID" | "Channel" | "Provider_Name" | "Computer" | "EventRecordID" | "Level" | "Task" | "Opcode" | "Keywords" | "Version"]?: FieldValue | undefined }; time: readonly unknown[]; data: readonly Pair[] }

function ofDump(event: JsonRecord): Read {
  const system = recordOf(memberOf(event, "System"));
  const plain = (name: string): FieldValue | undefined => contentOf(memberOf(system, name));
  return {
    header: { EventID: plain("EventID"), Channel: plain("Channel"), Provider_Name: attribute(memberOf(system, "Provider"), "Name"), Computer: plain("Computer"), EventRecordID: plain("EventRecordID"), Level: plain("Level"), Task: plain("Task"), Opcode: plain("Opcode"), Keywords: plain("Keywords"), Version: plain("Version") },
    time: [attribute(memberOf(system, "TimeCreated"), "SystemTime"), memberOf(system, "TimeCreated")], data: [...pairsOfData(memberOf(event, "EventData")), ...pairsOfUserData(memberOf(event, "UserData"))],
  };
}

function ofBeat(record: JsonRecord, winlog: JsonRecord): Read {
  const keywords = memberOf(winlog, "keywords");
  return {
    header: { EventID: firstText(memberOf(winlog, "event_id"), at(record, "event", "code")), Channel: memberOf(winlog, "channel"), Provider_Name: memberOf(winlog, "provider_name"), Computer: firstText(memberOf(winlog, "computer_name"), at(record, "host", "name")), EventRecordID: memberOf(winlog, "record_id"), Keywords: keywords, Task: memberOf(winlog, "task") },
    time: [memberOf(record, "@timestamp"), at(winlog, "time_created")], data: [...pairsOfData(memberOf(winlog, "event_data")), ...pairsOfData(memberOf(winlog, "user_data"))],
  };
}

function ofWazuh(win: JsonRecord, record: JsonRecord): Read {
  const system = recordOf(memberOf(win, "system"));
  return {
    header: { EventID: memberOf(system, "eventID"), Channel: memberOf(system, "channel"), Provider_Name: memberOf(system, "providerName"), Computer: memberOf(system, "computer"), EventRecordID: memberOf(system, "eventRecordID"), Level: memberOf(system, "level"), Keywords: memberOf(system, "keywords") },
    time: [memberOf(system, "systemTime"), memberOf(record, "timestamp")], data: pairsOfData(memberOf(win, "eventdata")).map(([name, value]) => [upperFirst(name), value]),
  };
}

function ofFlat(record: JsonRecord): Read {
  const provider = firstText(memberOf(record, "Provider_Name"), memberOf(record, "ProviderName"), memberOf(record, "SourceName"), memberOf(record, "EventSourceName"), memberOf(record, "Provider"), memberOf(record, "Source"));
  return {
    header: {
      EventID: firstText(memberOf(record, "EventID"), memberOf(record, "EventId"), memberOf(record, "event_id"), memberOf(record, "Id")), Channel: firstText(memberOf(record, "Channel"), memberOf(record, "LogName"), memberOf(record, "EventLog")), Provider_Name: provider,
      Computer: firstText(memberOf(record, "Computer"), memberOf(record, "Hostname"), memberOf(record, "MachineName"), memberOf(record, "ComputerName")), EventRecordID: firstText(memberOf(record, "EventRecordID"), memberOf(record, "RecordNumber"), memberOf(record, "RecordId"), memberOf(record, "EventRecordId")),
    },
    // UtcTime is the event's own; EventTime (NXLog) is the host's local time without a zone.
    time: [memberOf(record, "TimeCreated"), memberOf(record, "SystemTime"), memberOf(record, "UtcTime"), memberOf(record, "@timestamp"), memberOf(record, "TimeGenerated"), memberOf(record, "EventReceivedTime"), memberOf(record, "EventTime")],
    data: [...pairsOfData(memberOf(record, "EventData")), ...pairsOfUserData(memberOf(record, "UserData"))],
  };
}

const wazuhOf = (record: JsonRecord): FieldValue | undefined => [at(record, "data", "win"), memberOf(record, "win")].find((win) => isRecord(memberOf(win, "system")));

function read(record: JsonRecord): Read {
  const event = memberOf(record, "Event");
  if (isRecord(event) && isRecord(event["System"])) return ofDump(event);
  if (isRecord(record["System"])) return ofDump(record);
  if (isRecord(record["winlog"])) return ofBeat(record, record["winlog"]);
  const win = wazuhOf(record);
  return isRecord(win) ? ofWazuh(win, record) : ofFlat(record);
}

const decimal = (id: FieldValue | undefined): string | undefined => { const number = numberOf(id); return number === undefined ? textOf(id) : String(number); };
const joined = (domain: unknown, name: unknown): string | undefined => { const [left, right] = [textOf(domain), textOf(name)]; return right === undefined || right === "-" ? undefined : left === undefined || left === "-" ? right : `${left}\\${right}`; };
const labels: Readonly<Record<string, string>> = { "S-1-16-4096": "Low", "S-1-16-8192": "Medium", "S-1-16-8448": "Medium Plus", "S-1-16-12288": "High", "S-1-16-16384": "System" };
const hive = (name: FieldValue | undefined): string | undefined => textOf(name)?.replace(/^\\REGISTRY\\MACHINE\\/i, "HKLM\\").replace(/^\\REGISTRY\\USER\\/i, "HKU\\");

/** Windows' own auditing under the names Sysmon's events have, which rules of a category use. */
const asSysmon: Readonly<Record<string, (of: JsonRecord) => Fields>> = {
  "security/4688": (of) => ({
    Image: textAt(of, "NewProcessName"), CommandLine: firstText(memberOf(of, "CommandLine"), memberOf(of, "ProcessCommandLine")), ParentImage: textAt(of, "ParentProcessName"), User: joined(of["SubjectDomainName"], of["SubjectUserName"]), ProcessId: decimal(of["NewProcessId"]), ParentProcessId: decimal(of["ProcessId"]),
    LogonId: textAt(of, "SubjectLogonId"), IntegrityLevel: lookUp(labels, textAt(of, "MandatoryLabel")),
  }),
  "security/4689": (of) => ({ Image: textAt(of, "ProcessName"), ProcessId: decimal(of["ProcessId"]), User: joined(of["SubjectDomainName"], of["SubjectUserName"]) }),
  "security/4657": (of) => ({ TargetObject: [hive(of["ObjectName"]), textAt(of, "ObjectValueName")].filter((part) => part !== undefined).join("\\") || undefined, Details: firstText(of["NewValue"]), Image: textAt(of, "ProcessName"), ProcessId: decimal(of["ProcessId"]), User: joined(of["SubjectDomainName"], of["SubjectUserName"]) }),
  "security/5156": (of) => ({ Image: textAt(of, "Application"), SourceIp: textAt(of, "SourceAddress"), DestinationIp: textAt(of, "DestAddress"), DestinationPort: textAt(of, "DestPort"), ProcessId: decimal(firstText(of["ProcessID"], of["ProcessId"])), Initiated: textAt(of, "Direction") === "%%14593" ? "true" : textAt(of, "Direction") === "%%14592" ? "false" : undefined }),
  "security/4624": (of) => ({ User: joined(of["TargetDomainName"], of["TargetUserName"]), SourceIp: textAt(of, "IpAddress"), outcome: "success", method: textAt(of, "LogonType") }),
  "security/4625": (of) => ({ User: joined(of["TargetDomainName"], of["TargetUserName"]), SourceIp: textAt(of, "IpAddress"), outcome: "failure", method: textAt(of, "LogonType") }),
  "kernel-file/19": (of) => ({ TargetFilename: textAt(of, "FileName") }),
  "kernel-file/27": (of) => ({ TargetFilename: textAt(of, "FilePath") }),
};

/** Names without their spaces beside the names as they are (Sigma, "Fields": spaces are removed). */
const spaceless = (pairs: readonly Pair[]): Pair[] => pairs.flatMap(([name, value]): Pair[] => (name.includes(" ") ? [[name, value], [name.replaceAll(" ", ""), value]] : [[name, value]]));

function decodeEvent(record: JsonRecord): EventParts | string {
  const { header, time, data } = read(record);
  const eventId = numberOf(textOf(header.EventID));
  if (eventId === undefined) return "has no EventID: this is no Windows event.";
  const service = windowsService(textOf(header.Channel), textOf(header.Provider_Name));
  const own: Fields = { ...record, ...present({ ...header, EventID: eventId }), ...Object.fromEntries(spaceless(data)) };
  const [logsource, ...alsoAsked] = windowsLogsources(service, eventId, textAt(own, "EventType"));
  const category = logsource.category === "antivirus" ? present({ Signature: textAt(own, "ThreatName"), Filename: textAt(own, "Path") }) : present(asSysmon[`${service ?? ""}/${eventId}`]?.(own) ?? {});
  const [host, recordId] = [textOf(header.Computer), textOf(header.EventRecordID)];
  return {
    id: recordId === undefined || host === undefined ? undefined : `${host}/${textOf(header.Channel) ?? ""}/${recordId}`, at: firstInstant(...time, own["UtcTime"]), logsource, ...(alsoAsked.length > 0 && { alsoAsked }),
    origin: host === undefined ? {} : { host }, fields: { ...own, ...category },
  };
}

const isFlat = (record: JsonRecord): boolean => (record["EventID"] !== undefined || record["EventId"] !== undefined) && ["Channel", "Provider_Name", "ProviderName", "SourceName", "EventData", "EventSourceName", "LogName"].some((name) => record[name] !== undefined) && record["auditID"] === undefined;

export const windowsEvent: Decoder = {
  id: "windows-event",
  about: "Windows event logs and Sysmon as JSON: evtx dumps (Event.System, Event.EventData), Winlogbeat, NXLog, Azure Monitor, Wazuh, flat records.",
  reads: "json",
  logsources: everyWindowsLogsource,
  mapping: {
    Image: "EventData.Image, else NewProcessName (4688), Application (5156), ProcessName (4657)", ParentImage: "EventData.ParentImage, else ParentProcessName (4688)", User: "EventData.User, else SubjectDomainName\\SubjectUserName; of a logon TargetDomainName\\TargetUserName",
    ProcessId: "EventData.ProcessId; of 4688 NewProcessId as a decimal number", ParentProcessId: "EventData.ParentProcessId; of 4688 ProcessId", DestinationIp: "EventData.DestinationIp, else DestAddress (5156)", TargetObject: "EventData.TargetObject, else ObjectName\\ObjectValueName (4657)", Details: "EventData.Details, else NewValue (4657)",
    SourceIp: "EventData.SourceIp, else SourceAddress (5156), IpAddress (4624, 4625)", outcome: "success (4624) or failure (4625)", Signature: "ThreatName (Defender)", Filename: "Path (Defender)", "every other name": "EventData, without spaces",
  },
  settings: {},
  recognises: (record) => isRecord(record) && (isRecord(at(record, "Event", "System")) || (isRecord(record["System"]) && (record["EventData"] !== undefined || record["UserData"] !== undefined)) || (isRecord(record["winlog"]) && record["winlog"]["event_id"] !== undefined) || isRecord(wazuhOf(record)) || isFlat(record)),
  open: (context) => jsonSession("windows-event", context, decodeEvent),
  canary: (token, at) => JSON.stringify({
    Event: {
      "#attributes": { xmlns: "http://schemas.microsoft.com/win/2004/08/events/event" },
      System: { Provider: { "#attributes": { Name: "Microsoft-Windows-Sysmon" } }, EventID: 1, TimeCreated: { "#attributes": { SystemTime: toIso(at) } }, EventRecordID: 1, Channel: "Microsoft-Windows-Sysmon/Operational", Computer: `aftwatch-selftest` },
      EventData: { UtcTime: toIso(at), ProcessId: 1, Image: "C:\\Windows\\System32\\cmd.exe", CommandLine: `cmd.exe /c echo ${token}`, User: "aftwatch-selftest" },
    },
  }),
};
