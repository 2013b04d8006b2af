// Where a file lies, as a class: what a workload writes is known by the place, not by each file's name.
import { remembered } from "./fact.ts";
import { shapeOfPart } from "./shapes.ts";

/** persistence: what a program left there is run again later; its ATT&CK technique. */
export interface FileClass { readonly id: string; readonly persistence?: string }

const table: readonly (readonly [RegExp, string, string?])[] = [
  [/^\/etc\/(?:cron[^/]*(?:\/|$)|anacrontab)|^\/var\/spool\/(?:cron|at)\//, "scheduled jobs (cron)", "t1053.003"],
  [/^\/(?:etc|usr\/lib|lib|run)\/systemd\/|\/\.config\/systemd\//, "systemd units", "t1543.002"],
  [/^\/etc\/(?:init\.d|rc[^/]*\.d|rc\.local)/, "start scripts (/etc/init.d)", "t1037.004"],
  [/\/\.ssh\/|^\/etc\/ssh\//, "SSH keys and settings", "t1098.004"],
  [/^\/etc\/ld\.so\.(?:preload|conf)/, "libraries loaded into every program (/etc/ld.so)", "t1574.006"],
  [/^\/etc\/(?:profile|bash|zsh|environment)|^(?:\/home\/[^/]+|\/root)\/\.(?:bash|zsh|profile|login)/, "start files of shells", "t1546.004"],
  [/^\/etc\/(?:passwd|shadow|group|gshadow|sudoers)/, "accounts and sudo (/etc/passwd, /etc/sudoers)", "t1098"],
  [/^\/etc\/pam\.d\/|^\/lib(?:64)?\/security\//, "login modules (PAM)", "t1556.003"],
  [/^\/etc\/kubernetes\/manifests\//, "static pods (/etc/kubernetes/manifests)", "t1610"],
  [/^\/etc(?:\/|$)/, "/etc"],
  [/^(?:\/usr(?:\/local)?)?\/s?bin\//, "system programs (/usr/bin)", "t1554"],
  [/^(?:\/usr(?:\/local)?)?\/lib(?:32|64|exec)?\/modules\//, "kernel modules", "t1547.006"],
  [/^(?:\/usr(?:\/local)?)?\/lib(?:32|64|exec)?\//, "system libraries (/usr/lib)"],
  [/^\/usr\/share\//, "/usr/share"], [/^\/boot\//, "/boot"], [/^\/dev\/shm\//, "/dev/shm"], [/^\/dev\//, "/dev"], [/^\/proc\//, "/proc"], [/^\/sys\/fs\/cgroup\//, "/sys/fs/cgroup"], [/^\/sys\//, "/sys"],
  [/^\/(?:var\/)?tmp(?:\/|$)/, "/tmp"], [/^\/(?:var\/)?run\/.*\.sock$/, "sockets (/run)"], [/^\/(?:var\/)?run\//, "/run"], [/^\/var\/log\//, "/var/log"], [/^\/var\/cache\//, "/var/cache"],
  [/^\/(?:var\/www|srv\/www|usr\/share\/nginx\/html)\/.*\.(?:php\d?|phtml|jspx?|aspx?|cgi|pl|py)$/i, "programs of the web root", "t1505.003"],
  [/^\/(?:var\/www|srv\/www|usr\/share\/nginx\/html)\//, "web root"],
  [/^\/var\/lib\/(?:docker|containerd|kubelet|containers)\//, "container runtime (/var/lib)"], [/^\/root\//, "home of root"], [/^\/home\/|^\/Users\//, "home"],
  [/^[a-z]:\\windows\\(?:system32|syswow64)\\tasks\\/i, "scheduled tasks", "t1053.005"], [/\\start menu\\programs\\startup\\/i, "start folder", "t1547.001"],
  [/^[a-z]:\\windows\\temp\\|\\appdata\\local\\temp\\/i, "Temp"], [/^[a-z]:\\windows\\/i, "Windows"], [/^[a-z]:\\program files/i, "Program Files"], [/^[a-z]:\\programdata\\/i, "ProgramData"],
  [/\\appdata\\/i, "AppData"], [/^[a-z]:\\users\\/i, "Users"],
];

/** Directories that are none of the table are known by their first two names ("/app/data"), ids in them as {id}. */
export const fileClassOf = remembered((path: string): FileClass => {
  for (const [where, id, persistence] of table) if (where.test(path)) return persistence === undefined ? { id } : { id, persistence };
  const windows = /^[a-z]:\\([^\\]+)/i.exec(path)?.[1];
  if (windows !== undefined) return { id: `\\${shapeOfPart(windows)}` };
  const parts = path.split("/").slice(1, -1).slice(0, 2).map(shapeOfPart);
  return { id: path.startsWith("/") ? `/${parts.join("/")}` : "relative path" };
});

const persistences = new Map(table.flatMap(([, id, persistence]) => (persistence === undefined ? [] : [[id, persistence] as const])));

/** Of a class by its id: the technique of staying there. */
export const persistenceOf = (id: string): string | undefined => persistences.get(id);
