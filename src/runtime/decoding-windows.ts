// Windows event logs as Sigma's log sources: which service a channel is, which category an event of it is.
import { lookUp } from "./decoding-values.ts";
import type { LogSource } from "./event.ts";

// Channel, lower case -> Sigma's service. Source: Sigma's own log source guide and the table SigmaHQ tests its rules with (tests/thor.yml).
const services: Readonly<Record<string, string>> = {
  application: "application", security: "security", system: "system", "windows powershell": "powershell-classic", "msexchange management": "msexchange-management", "openssh/operational": "openssh", "dns server": "dns-server",
  "powershellcore/operational": "powershell", forwardedevents: "",
  ...Object.fromEntries(Object.entries({
    "sysmon/operational": "sysmon", "powershell/operational": "powershell", "ntlm/operational": "ntlm", "taskscheduler/operational": "taskscheduler", "wmi-activity/operational": "wmi", "dhcp-server/operational": "dhcp",
    "printservice/admin": "printservice-admin", "printservice/operational": "printservice-operational", "smbclient/security": "smbclient-security", "smbclient/connectivity": "smbclient-connectivity", "smbserver/connectivity": "smbserver-connectivity",
    "terminalservices-localsessionmanager/operational": "terminalservices-localsessionmanager", "codeintegrity/operational": "codeintegrity-operational",
    "applocker/msi and script": "applocker", "applocker/exe and dll": "applocker", "applocker/packaged app-deployment": "applocker", "applocker/packaged app-execution": "applocker",
    "windows defender/operational": "windefend", "windows firewall with advanced security/firewall": "firewall-as", "bits-client/operational": "bits-client", "security-mitigations/kernel mode": "security-mitigations", "security-mitigations/user mode": "security-mitigations",
    "diagnosis-scripted/operational": "diagnosis-scripted", "shell-core/operational": "shell-core", "ldap-client/debug": "ldap", "bitlocker/bitlocker management": "bitlocker", "vhdmp/operational": "vhdmp", "vhdmp-operational": "vhdmp",
    "appxdeploymentserver/operational": "appxdeployment-server", "appxdeployment-server/operational": "appxdeployment-server", "lsa/operational": "lsa-server", "appxpackaging/operational": "appxpackaging-om", "dns client events/operational": "dns-client", "dns-client/operational": "dns-client",
    "appmodel-runtime/admin": "appmodel-runtime", "capi2/operational": "capi2", "certificateservicesclient-lifecycle-system/operational": "certificateservicesclient-lifecycle-system", "kernel-shimengine/operational": "kernel-shimengine", "kernel-shimengine/diagnostic": "kernel-shimengine",
    "application-experience/program-telemetry": "application-experience", "application-experience/program-compatibility-assistant": "application-experience", "ntfs/operational": "ntfs", "hyper-v-worker": "hyper-v-worker", "kernel-eventtracing": "kernel-event-tracing",
    "sense/operational": "sense", "dns-server/analytical": "dns-server-analytic", "dns-server/audit": "dns-server-audit", "driverframeworks-usermode/operational": "driver-framework", "kernel-file/analytic": "kernel-file", "kernel-file/operational": "kernel-file",
  }).map(([channel, service]) => [`microsoft-windows-${channel}`, service])),
  "microsoft-servicebus-client/admin": "microsoft-servicebus-client", "microsoft-servicebus-client/operational": "microsoft-servicebus-client", "microsoft-iis-configuration/operational": "iis-configuration",
};

// For events whose channel is not told, or is that of a collector (ForwardedEvents): who wrote them.
const providers: Readonly<Record<string, string>> = {
  "microsoft-windows-sysmon": "sysmon", "microsoft-windows-security-auditing": "security", "microsoft-windows-eventlog": "security", "microsoft-windows-powershell": "powershell", powershellcore: "powershell", powershell: "powershell-classic", "service control manager": "system",
  "microsoft-windows-windows defender": "windefend", "microsoft-windows-taskscheduler": "taskscheduler", "microsoft-windows-wmi-activity": "wmi", "microsoft-windows-dns-client": "dns-client", "microsoft-windows-bits-client": "bits-client", "microsoft-windows-kernel-file": "kernel-file",
  "microsoft-windows-codeintegrity": "codeintegrity-operational", "microsoft-windows-applocker": "applocker", "microsoft-windows-ntlm": "ntlm", "microsoft-windows-windows firewall with advanced security": "firewall-as",
};

const sysmon: Readonly<Record<number, readonly string[]>> = {
  1: ["process_creation"], 2: ["file_change"], 3: ["network_connection"], 4: ["sysmon_status"], 5: ["process_termination"], 6: ["driver_load"], 7: ["image_load"], 8: ["create_remote_thread"], 9: ["raw_access_thread"], 10: ["process_access"], 11: ["file_event"],
  12: ["registry_event", "registry_add", "registry_delete"], 13: ["registry_set", "registry_event"], 14: ["registry_rename", "registry_event"], 15: ["create_stream_hash"], 16: ["sysmon_status"], 17: ["pipe_created"], 18: ["pipe_created"], 19: ["wmi_event"], 20: ["wmi_event"], 21: ["wmi_event"],
  22: ["dns_query"], 23: ["file_delete"], 24: ["clipboard_change"], 25: ["process_tampering"], 26: ["file_delete_detected", "file_delete"], 27: ["file_block_executable"], 28: ["file_block_shredding"], 29: ["file_executable_detected"], 255: ["sysmon_error"],
};
const antivirus = new Set([1006, 1007, 1008, 1009, 1010, 1011, 1012, 1017, 1018, 1019, 1115, 1116, 1117]);
const others: Readonly<Record<string, Readonly<Record<number, readonly string[]>>>> = {
  sysmon,
  security: { 4688: ["process_creation"], 4689: ["process_termination"], 4657: ["registry_set", "registry_event"], 5156: ["network_connection"], 4624: ["authentication"], 4625: ["authentication"], 4648: ["authentication"] },
  powershell: { 4103: ["ps_module"], 4104: ["ps_script"] },
  "powershell-classic": { 400: ["ps_classic_start"], 600: ["ps_classic_provider_start"], 800: ["ps_classic_script"] },
  windefend: Object.fromEntries([...antivirus].map((id) => [id, ["antivirus"]])),
  // Microsoft-Windows-Kernel-File: Create, Read; Rename, RenamePath; DeletePath; CreateNewFile.
  "kernel-file": { 12: ["file_access"], 15: ["file_access"], 19: ["file_rename"], 27: ["file_rename"], 26: ["file_delete"], 30: ["file_event"] },
};

/** Sigma's service of an event: by its channel, else by its provider. */
export function windowsService(channel: string | undefined, provider: string | undefined): string | undefined {
  const [byChannel, byProvider] = [lookUp(services, channel?.toLowerCase()), lookUp(providers, provider?.toLowerCase())];
  return byChannel === undefined || byChannel === "" ? byProvider : byChannel;
}

/** The log sources an event is asked as, the first its own. eventType tells keys made from keys deleted (Sysmon 12: CreateKey, DeleteKey, DeleteValue). */
export function windowsLogsources(service: string | undefined, eventId: number | undefined, eventType: string | undefined): readonly [LogSource, ...LogSource[]] {
  const base: LogSource = service === undefined ? { product: "windows" } : { product: "windows", service };
  const named = lookUp(others, service)?.[eventId ?? -1] ?? [];
  const wanted = eventId === 12 && eventType !== undefined ? named.filter((category) => category === "registry_event" || category === (/delete/i.test(eventType) ? "registry_delete" : "registry_add")) : named;
  const [first = base, ...more] = wanted.map((category) => ({ category, ...base }));
  return [first, ...more];
}

/** All it can give, for the docs. */
export const everyWindowsLogsource: readonly LogSource[] = [...new Set(Object.values(services))].filter((service) => service !== "").flatMap((service) => [
  { product: "windows", service }, ...[...new Set(Object.values(others[service] ?? {}).flat())].map((category) => ({ category, product: "windows", service })),
]);
