// Programs by what they are for: which classes a workload runs says more than which names.
import { remembered } from "./fact.ts";
import { shapeOfPart } from "./shapes.ts";

/** shell, package manager, network tool: what attackers bring or use first. server: what is attacked from outside. */
export type ProgramClass = "shell" | "package manager" | "network tool" | "server";

const classes: readonly (readonly [ProgramClass, RegExp])[] = [
  ["shell", /^(?:(?:ba|da|z|k|c|tc|fi|a|r|mk)?sh|busybox|cmd|powershell|pwsh|wscript|cscript)$/],
  ["package manager", /^(?:apt|apt-get|aptitude|dpkg|rpm|yum|dnf|microdnf|zypper|apk|pacman|pip[\d.]*|npm|npx|yarn|pnpm|gem|cpan|cargo|brew|snap|choco|winget)$/],
  ["network tool", /^(?:curl|wget|nc|ncat|netcat|nc\.\w+|socat|nmap|masscan|zmap|ssh|scp|sftp|rsync|telnet|ftp|tftp|tcpdump|tshark|dig|nslookup|chisel|frpc|ngrok|cloudflared|proxychains4?|bitsadmin|certutil|mshta)$/],
  ["server", /^(?:nginx|httpd|apache2|lighttpd|caddy|traefik|envoy|haproxy|php-fpm[\d.]*|php-cgi|php[\d.]*|java|node|nodejs|deno|bun|gunicorn|uwsgi|uvicorn|python[\d.]*|ruby[\d.]*|puma|unicorn|dotnet|w3wp|tomcat\d*|catalina|postgres|mysqld|mariadbd|redis-server|mongod|sqlservr|perl|beam\.smp)$/],
];

/** The name without its folders and .exe. */
export const programName = (image: string): string => image.replace(/^.*[/\\]/, "").replace(/\.exe$/i, "").replace(/:$/, "");

export const programClass = remembered((image: string): ProgramClass | "" => classes.find(([, names]) => names.test(programName(image).toLowerCase()))?.[0] ?? "");

/** A path as a value: ids, build folders and descriptors in it are {id}; Windows' paths are compared in lower case. */
export const imageShape = remembered((image: string): string => {
  const path = image.includes("\\") ? image.toLowerCase() : image.replace(/ \(deleted\)$/, "");
  if (!path.includes("/")) return path.startsWith("memfd:") ? "memfd" : path;
  return path.replace(/^\/proc\/(?:\d+|self)\/fd\/\d+$/, "/proc/{id}/fd/{id}").replace(/^\/(?:memfd:|dev\/fd\/).*$/, "memfd").split("/").map((part) => (part.length < 6 ? part : shapeOfPart(part).replaceAll(/\d{5,}/g, "{n}"))).join("/");
});
