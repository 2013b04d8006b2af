// Windows events: every sender's form gives the same fields at the top, and channel and id give the log source.
import { describe, expect, it } from "vitest";
import { sysmonDump } from "../decoder-seeds.sample.ts";
import { contextOf } from "../decoder.suite.ts";
import { windowsLogsources, windowsService } from "../decoding-windows.ts";
import { windowsEvent } from "./windows-event.ts";

const decode = (record: unknown) => windowsEvent.open(contextOf()).push(record, "/").events[0];
const sysmon = "Microsoft-Windows-Sysmon/Operational";
const expected = { EventID: 1, Channel: sysmon, Image: "C:\\a.exe", CommandLine: "a <b> & c" };

describe("runtime/decoders/windows-event", () => {
  it.each([
    ["an evtx dump", { Event: { System: { EventID: { "#attributes": { Qualifiers: 0 }, "#text": 1 }, Channel: sysmon, Computer: "ws" }, EventData: { Image: "C:\\a.exe", CommandLine: "a <b> & c" } } }],
    ["a dump with named Data elements", { Event: { System: { EventID: "1", Channel: sysmon }, EventData: { Data: [{ "@Name": "Image", "#text": "C:\\a.exe" }, { "#attributes": { Name: "CommandLine" }, "#text": "a <b> & c" }] } } }],
    ["Winlogbeat", { "@timestamp": "2026-11-22T11:59:59Z", winlog: { event_id: 1, channel: sysmon, event_data: { Image: "C:\\a.exe", CommandLine: "a <b> & c" } } }],
    ["a flat record", { EventID: 1, Channel: sysmon, Image: "C:\\a.exe", CommandLine: "a <b> & c" }],
    ["Azure, data as XML", { EventID: 1, Channel: sysmon, EventData: "<EventData><Data Name=\"Image\">C:\\a.exe</Data><Data Name=\"CommandLine\">a &lt;b&gt; &amp; c</Data></EventData>" }],
    ["Azure, data as JSON", { EventID: 1, Channel: sysmon, EventData: "{\"Image\":\"C:\\\\a.exe\",\"CommandLine\":\"a <b> & c\"}" }],
    ["Wazuh", { data: { win: { system: { eventID: "1", channel: sysmon }, eventdata: { image: "C:\\a.exe", commandLine: "a <b> & c" } } } }],
  ])("%s", (_case, record) => {
    const event = decode(record);
    expect(event?.fields).toMatchObject(expected);
    expect(event?.logsource).toEqual({ category: "process_creation", product: "windows", service: "sysmon" });
    expect(windowsEvent.recognises(record)).toBe(true);
  });

  it("a registry value that is set is asked for as registry_set and as registry_event", () => {
    const event = decode(sysmonDump);
    expect([event?.id, event?.origin, event?.at]).toEqual([`ws-1/${sysmon}/77`, { host: "ws-1" }, Date.parse("2026-11-22T11:59:59.5Z")]);
    expect([event?.logsource, event?.alsoAsked]).toEqual([{ category: "registry_set", product: "windows", service: "sysmon" }, [{ category: "registry_event", product: "windows", service: "sysmon" }]]);
  });

  it("Windows' own auditing has Sysmon's names: 4688 with hexadecimal ids", () => {
    const event = decode({ EventID: 4688, Channel: "Security", NewProcessName: "C:\\cmd.exe", CommandLine: "cmd /c id", ParentProcessName: "C:\\w.exe", NewProcessId: "0x1f4", ProcessId: "0x64", SubjectUserName: "ann", SubjectDomainName: "ACME", MandatoryLabel: "S-1-16-12288" });
    expect(event?.logsource).toEqual({ category: "process_creation", product: "windows", service: "security" });
    expect(event?.fields).toMatchObject({ Image: "C:\\cmd.exe", ParentImage: "C:\\w.exe", ProcessId: "500", ParentProcessId: "100", User: "ACME\\ann", IntegrityLevel: "High", NewProcessId: "0x1f4" });
  });

  it.each([
    [4657, { ObjectName: "\\REGISTRY\\MACHINE\\SOFTWARE\\Run", ObjectValueName: "x", NewValue: "evil.exe" }, { TargetObject: "HKLM\\SOFTWARE\\Run\\x", Details: "evil.exe" }],
    [5156, { Application: "\\device\\a.exe", DestAddress: "198.51.100.7", DestPort: "443", Direction: "%%14593" }, { DestinationIp: "198.51.100.7", DestinationPort: "443", Initiated: "true" }],
    [4625, { TargetUserName: "ann", TargetDomainName: "-", IpAddress: "203.0.113.9" }, { User: "ann", SourceIp: "203.0.113.9", outcome: "failure" }],
  ])("%s of Security", (EventID, data, fields) => { expect(decode({ EventID, Channel: "Security", ...data })?.fields).toMatchObject(fields); });

  it("names lose their spaces, and Defender's are those of antivirus rules", () => {
    const event = decode({ Event: { System: { EventID: 1116, Channel: "Microsoft-Windows-Windows Defender/Operational" }, EventData: { "Threat Name": "HackTool:Win32/X", Path: "file:_C:\\x.exe" } } });
    expect(event).toMatchObject({ logsource: { category: "antivirus", product: "windows", service: "windefend" }, fields: { ThreatName: "HackTool:Win32/X", Signature: "HackTool:Win32/X", Filename: "file:_C:\\x.exe" } });
  });

  it("texts without names are the field Data, as the classic PowerShell channel has it", () => {
    expect(decode({ Event: { System: { EventID: 400, Channel: "Windows PowerShell" }, EventData: { Data: ["Available", "None", "HostApplication=powershell -enc x"] } } })).toMatchObject({ logsource: { category: "ps_classic_start", service: "powershell-classic" }, fields: { Data: ["Available", "None", "HostApplication=powershell -enc x"] } });
  });

  it.each([
    ["Security", undefined, "security"], ["Microsoft-Windows-PowerShell/Operational", undefined, "powershell"], ["PowerShellCore/Operational", undefined, "powershell"], ["Microsoft-Windows-AppLocker/EXE and DLL", undefined, "applocker"],
    ["ForwardedEvents", "Microsoft-Windows-Sysmon", "sysmon"], [undefined, "Service Control Manager", "system"], ["Acme/Own", undefined, undefined],
  ])("channel %s, provider %s: service %s", (channel, provider, service) => { expect(windowsService(channel, provider)).toBe(service); });

  it.each([
    ["sysmon", 11, undefined, ["file_event"]], ["sysmon", 12, "CreateKey", ["registry_event", "registry_add"]], ["sysmon", 12, "DeleteValue", ["registry_event", "registry_delete"]], ["sysmon", 26, undefined, ["file_delete_detected", "file_delete"]],
    ["powershell", 4104, undefined, ["ps_script"]], ["powershell", 4103, undefined, ["ps_module"]], ["security", 4663, undefined, [undefined]], ["application", 1, undefined, [undefined]],
  ])("%s %s %s: %s", (service, id, type, categories) => { expect(windowsLogsources(service, id, type).map(({ category }) => category)).toEqual(categories); });
});
