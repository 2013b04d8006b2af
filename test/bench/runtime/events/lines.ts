// Bytes as senders write them, one text for each decoder: the seeds of its tests and longer lines of the kinds a host is full of, with other addresses, users and numbers each time.
import { seeds } from "../../../../src/runtime/decoder-seeds.sample.ts";
import { between, createChance } from "../../chance.ts";
import type { Chance } from "../../chance.ts";
import { address, pick, word } from "./made-event.ts";

/** An execve as auditd writes it: five records of one event. */
const execve = (serial: number, chance: Chance): string => {
  const stamp = `msg=audit(${1_795_348_799 + Math.floor(serial / 50)}.${String(serial % 1000).padStart(3, "0")}:${serial}):`;
  const [pid, file] = [between(chance, 300, 60_000), `/var/lib/${word(chance)}/${word(chance)}-${serial}.log`];
  return [
    `type=SYSCALL ${stamp} arch=c000003e syscall=59 success=yes exit=0 a0=55d0c8a1 a1=55d0c8b2 a2=55d0c8c3 a3=8 items=2 ppid=${pid - 7} pid=${pid} auid=1000 uid=1000 gid=1000 euid=1000 suid=1000 fsuid=1000 egid=1000 sgid=1000 fsgid=1000 tty=pts0 ses=3 comm="cat" exe="/usr/bin/cat" subj=unconfined key="exec"\u001dARCH=x86_64 SYSCALL=execve AUID="ann" UID="ann" GID="ann"`,
    `type=EXECVE ${stamp} argc=3 a0="cat" a1="-n" a2="${file}"`,
    `type=CWD ${stamp} cwd="/home/ann"`,
    `type=PATH ${stamp} item=0 name="/usr/bin/cat" inode=${serial} dev=fd:00 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0`,
    `type=PROCTITLE ${stamp} proctitle=${Buffer.from(`cat\0-n\0${file}`).toString("hex").toUpperCase()}`,
  ].join("\n");
};

const agents = ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "kube-probe/1.31", "curl/8.9.1"] as const;

const access = (serial: number, chance: Chance): string => `${address(chance)} - - [22/Nov/2026:11:${String(serial % 60).padStart(2, "0")}:59 +0000] "${pick(chance, ["GET", "GET", "GET", "POST"])} /${word(chance)}/${serial}${pick(chance, ["", `?page=${serial % 9}&sort=name%20asc`, `?q=${word(chance)}+${word(chance)}`])} HTTP/1.1" ${pick(chance, [200, 200, 304, 404])} ${between(chance, 100, 90_000)} "https://shop.example/${word(chance)}" "${pick(chance, agents)}"`;

const syslog = (serial: number, chance: Chance): string => {
  const head = `Nov 22 11:${String(Math.floor(serial / 60) % 60).padStart(2, "0")}:${String(serial % 60).padStart(2, "0")} host-${serial % 20}`;
  return pick(chance, [
    `${head} sshd[${serial}]: Failed password for invalid user ${word(chance)} from ${address(chance)} port ${between(chance, 1024, 65_000)} ssh2`,
    `${head} sshd[${serial}]: Accepted publickey for ann from ${address(chance)} port ${between(chance, 1024, 65_000)} ssh2: ED25519 SHA256:abcdefghij`,
    `${head} CRON[${serial}]: (root) CMD (/usr/bin/${word(chance)} --quiet)`,
    `${head} sudo:      ann : TTY=pts/0 ; PWD=/home/ann ; USER=root ; COMMAND=/usr/bin/systemctl restart ${word(chance)}`,
    `${head} kernel: [${serial}.${serial % 1000}] ${word(chance)}: link becomes ready`,
    `${head} systemd[1]: Started ${word(chance)}-${serial}.service - the ${word(chance)} of the ${word(chance)}.`,
  ]);
};

type Request = { resourceLogs: { resource: unknown; scopeLogs: { scope: unknown; logRecords: unknown[] }[] }[] };
const requestOf = (seed: string, serial: number, chance: Chance): Request => JSON.parse(varied(seed, serial, chance)) as Request;

/** As collectors send: many records of one resource in a request. */
function otlpRequests(count: number, chance: Chance): string[] {
  const own = seeds["otlp-logs"] ?? [];
  return Array.from({ length: Math.ceil(count / recordsOfRequest) }, (_, request) => {
    const all = Array.from({ length: recordsOfRequest }, (_none, place) => requestOf(own[place % own.length] ?? "{}", request * recordsOfRequest + place, chance));
    const [first] = all;
    const records = all.flatMap(({ resourceLogs }) => resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords)));
    return JSON.stringify({ resourceLogs: [{ resource: first?.resourceLogs[0]?.resource, scopeLogs: [{ scope: { name: "app" }, logRecords: records }] }] });
  });
}
const recordsOfRequest = 20;

const makers: Readonly<Record<string, (serial: number, chance: Chance) => string>> = { auditd: execve, "access-log": access, syslog };

const varied = (seed: string, serial: number, chance: Chance): string => seed.replaceAll("203.0.113.9", address(chance)).replaceAll(/"ann"/g, `"${word(chance)}"`).replaceAll("4711", String(serial)).replaceAll("-8000-00000000000", `-8000-${serial % 10}0000000000`);

/** So many events (auditd: of five lines each; OTLP: twenty to a request) for a decoder, as one text. */
export function linesFor(decoder: string, count: number): string {
  const chance = createChance(7);
  const own = seeds[decoder] ?? [];
  const make = makers[decoder] ?? ((serial: number): string => varied(own[serial % own.length] ?? "", serial, chance));
  const texts = decoder === "otlp-logs" ? otlpRequests(count, chance) : Array.from({ length: count }, (_, serial) => make(serial, chance));
  return `${texts.join("\n")}\n`;
}
