// Path traversal and file inclusion: a path that climbs above where it starts, a file of the system that no page serves, a stream wrapper of an interpreter.

/** Files that attackers read to show that they can, and those they read next; a parameter that names one is an attack wherever it starts. */
const systemFile = new RegExp([
  String.raw`(?:^|[/\\=:'"\s;(])etc[/\\]+(?:\.?[/\\]+)*(?:passwd|shadow|group|gshadow|hosts(?:\.\w+)?|issue|motd|fstab|crontab|sudoers|ssh|security|inetd|resolv\.conf|my\.cnf|mysql|apache2?|httpd|nginx|php\d?|lighttpd|vsftpd|proftpd|samba|exports|hostname|os-release|environment|profile|bashrc|init\.d|cron\.\w+|kubernetes|docker|ssl|redhat-release|debian_version|release|network|sysconfig|master\.passwd|syslog|logrotate|default|init|anacrontab|rsyncd|snmp|openldap|ldap|postgresql|pam|tomcat|wu-ftpd|chrootusers|ftpchroot|ftpaccess|http|alias|pure-ftpd|grub|at\.(?:allow|deny)|modules|mtab|services|shells|termcap|timezone|lsb-release)`,
  String.raw`(?:^|[/\\=])proc[/\\]+(?:self|\d+|version|cpuinfo|meminfo|net|mounts|cmdline|sched_debug|environ|modules|stat|loadavg|interrupts|kallsyms|kcore|devices|diskstats|vmstat|locks|misc|slabinfo|softirqs|tty|crypto|dma|fb|iomem|keys|kmsg|mdstat|scsi|sys|sysvipc|zoneinfo|filesystems|swaps|interrupts|ioports|partitions|uptime|config)(?:[/\\]|$|[\0%])`,
  String.raw`(?:^|[/\\=])sys[/\\]+(?:block|bus|class|dev|devices|firmware|fs|hypervisor|kernel|module|power)(?:[/\\]|$|[\0%?])`,
  String.raw`(?:^|[/\\=])var[/\\]+(?:log|run|www|lib[/\\]+(?:mysql|mlocate|php)|mail|spool|cpanel|adm|backup|lock|webmin|nm2|apache2?|htmp|data)(?:[/\\]|$)`,
  String.raw`(?:^|[/\\=])(?:root|home[/\\]+[^/\\]+|users[/\\]+[^/\\]+)[/\\]+(?:\.(?:ssh|bash\w*|aws|kube|profile|my\.cnf|mysql_history|netrc|docker|viminfo|gnupg|config|zsh\w*|pgpass|npmrc|git-credentials)|anaconda-ks\.cfg|ntuser)`,
  String.raw`(?:^|[/\\=])(?:usr|opt|private)[/\\]+(?:local[/\\]+|etc[/\\]+)*(?:apache2?|etc|php\d?|lampp|xampp|nginx|tomcat\d?|pgsql|mysql|cpanel|www|zeus|httpd|app)[/\\]`,
  String.raw`(?:^|[/\\=:])(?:windows|winnt|win)[/\\]+(?:win\.ini|system\.ini|system32|syswow64|repair|debug|panther|php\.ini|my\.ini|iis|temp|windowsupdate\.log|explorer\.exe|notepad\.exe|php4apache)`,
  String.raw`(?:^|[/\\=:\s'"])(?:boot\.ini|win\.ini|autoexec\.bat|config\.sys|ntldr|pagefile\.sys|hiberfil\.sys)(?:$|[\0%;?\s'"])`,
  String.raw`(?:^|[/\\=:])inetpub[/\\]|[a-z]:[/\\]+(?:windows|winnt|inetpub|xampp|wamp|apache|php\d?|mysql|program files|programdata|documents and settings|boot\.ini|users[/\\]+(?:administrator|public|default)|autoexec|config\.sys|sysprep|unattend|nginx|tomcat)\b`,
  String.raw`(?:^|[/\\=.])(?:web-inf|meta-inf)[/\\]+\w|(?:^|[/\\])(?:\.htpasswd|\.htaccess|\.pgpass|id_rsa|id_dsa|id_ed25519|authorized_keys|\.bash_history|\.mysql_history)(?:$|[\0%;?])`,
].join("|"), "i");

/** PHP and Java stream wrappers, and files by address. */
const wrapper = /(?:^|[=\s'"(,/])(?:(?:php:\/\/(?:filter|input|stdin|fd|memory|temp|output)|expect:\/\/\w|phar:\/\/|zip:\/\/[\w./]|zlib:\/\/|compress\.(?:zlib|bzip2):\/\/|glob:\/\/|rar:\/\/|ogg:\/\/|ssh2\.\w+:\/\/|netdoc:\/{1,3}|local_file:\/\/)|file:\/{1,5}(?:[a-z]:|localhost|127\.|\w|%|\.)|data:\/?\/?text\/plain\s*[;,](?:base64,)?[\w<?+/=]{8,})/i;

const climb = /(?:^|[^.\w])(?:\.{2,}[/\\]+|\.{2,}$)/;
// ....// and ..././ become ../ when a filter takes ../ out once; ..; is a segment Tomcat drops.
const doubled = /\.{3,}[/\\]{2,}|(?:\.\.[/\\]*\.[/\\]+){2}|\.\.;[/\\]|\.\.(?:%00|%01|%0[0-9a-f]|\x00|\?|0x2f|0x5c|0x2e|_|u2215|u2216|%c|%2f|%5c|%25|%u)[^\s]{0,8}\.\.|(?:\.\.0x(?:2f|5c)){2}|(?:0x2e){2}|(?:%uff0e){2}/i;

// A filter took the separators out, or a list of payloads was sent unfilled ("/../../{FILE}"): what is left still says what was meant.
const remains = /\.{4,}[^\w\s]{0,3}(?:etc|b?oot\.ini|windows|winnt|win\.ini|web-inf|meta-inf|proc|inetpub)|^[/.]\S{0,200}\{file\}|(?:^|[^\w.])(?:[a-z]:|\/|\.{3,})?(?:etcpasswd|etcshadow|windowswin\.ini|windowssystem32|winntsystem32|winntwin\.ini|web-infweb\.xml|inetpubwwwroot)/i;

/** A name of an uploaded file that climbs. */
export const findUploadEscape = (text: string): string | undefined => (namedAbove.test(text) ? text : undefined);

/** In a value: one climb from its beginning, or several. @returns The path. */
export function findTraversal(text: string): string | undefined {
  if (text.length < 4 || !/[/\\:.]/.test(text)) return undefined;
  if (wrapper.test(text)) return text;
  const file = systemFile.exec(text);
  if (file !== null && isPathAlone(text, file.index)) return text;
  return climbs(text) || doubled.test(text) || remains.test(text) ? text : undefined;
}

// "how to edit /etc/hosts on windows" speaks of a file; "/etc/hosts" and "../../etc/hosts" name one.
function isPathAlone(text: string, at: number): boolean {
  const before = text.slice(0, at);
  if (climb.test(text)) return true;
  if (/[a-z]{2,}\s+[a-z]{2,}/i.test(before)) return false;
  const after = text.slice(at);
  if (/\s[a-z]{2,}\s+[a-z]{2,}/i.test(after) && !/^\S+\s(?:files|and)\b/i.test(after)) return false;
  return !/^https?:\/\//i.test(text) || /[?&=]/.test(before);
}

/** Counts how far the path goes above its start; blanks end a path, so that "wait ... ../" of a sentence is not one. */
function climbs(text: string): boolean {
  if (!text.includes("..")) return false;
  let depth = 0;
  let ups = 0;
  let above = 0;
  for (const segment of text.split(/[/\\]+/)) {
    if (/^\.{2,3}$/.test(segment) || /(?:^|[=:,;'"(])\.\.$/.test(segment)) { ups += 1; depth -= 1; above = Math.min(above, depth); } else if (segment !== "" && segment !== ".") depth += 1;
  }
  if (ups === 0) return false;
  // A relative address such as ../img/logo.png climbs once and goes on to a page's own kinds of file.
  return ups >= 2 && (above <= -2 || ups >= 3) || above < 0 && !/^\.\.[/\\][\w/\\.-]*(?:\.(?:png|jpe?g|gif|svg|css|js|html?|webp|ico|php|aspx?|jsp|pdf|mp4|woff2?)(?:[?#].*)?|[\w-]*)$/i.test(text) && /^\S+$/.test(text);
}

/** Files of the system under any path, as servers of files and bundlers in development (/@fs/) hand them out. */
const kernelPath = /(?:^|\/)(?:etc\/+(?:passwd|shadow|hosts|group|sudoers|issue)|proc\/+(?:self|\d+|version|cpuinfo|meminfo|net|mounts|cmdline|environ|interrupts|modules|kallsyms|sched_debug)|sys\/+(?:class|kernel|devices|block|module|firmware))(?:[/?]|$)|^\/@fs\/+(?:etc|proc|root|home|users|\.|windows|[a-z]:)/i;
/** A file's name that came with an upload: it has no folders above it. */
const namedAbove = /(?:^|[/\\])\.\.[/\\;]/;

/** In the path of a request, which servers and proxies normalise: what climbs above the root, or hides a climb. */
export function findPathEscape(path: string): string | undefined {
  let depth = 0;
  for (const segment of path.split(/[/\\]+/)) {
    if (/^\.\.[;\0]?/.test(segment) && segment.length <= 3) depth -= 1;
    else if (segment !== "" && segment !== ".") depth += 1;
    if (depth < 0) return path;
  }
  return /\.\.[/\\]/.test(path) && systemFile.test(path) || /[/\\]\.{3,}[/\\]{2,}|[/\\]\.\.;[/\\]/.test(path) || kernelPath.test(path) || (/\.\.[/\\]/.test(path) && (path.match(/\.\.[/\\]/g)?.length ?? 0) >= 3) ? path : undefined;
}
