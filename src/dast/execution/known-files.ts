// Files that stand on every system of a kind, known by the grammar of their content and never by a single word.

export interface KnownFile { id: string; system: "unix" | "windows" | "java"; /** Below the root, with forward slashes. */ path: string; about: string; isIn(text: string): boolean }

// passwd(5): seven fields by colons, of which the third and fourth are numbers; root has 0. HTML may have put <br> or entities between lines.
const passwdLine = /(?:^|[\n\r>"'; ]|\\n)root:[^:\n<>]{0,128}:0:0:[^:\n]{0,128}:\/[^:\n]{0,128}:(?:\/[\w./-]+)?/;
const otherPasswdLine = /(?:^|[\n\r>"'; ]|\\n)(?!root:)[a-z_][\w.-]{0,31}:[^:\n<>]{0,128}:\d{1,10}:\d{1,10}:[^:\n]{0,128}:\/[^:\n]{0,128}:\/[\w./-]+/;
// win.ini of every Windows since 3.1: a comment for 16-bit applications, and sections that stayed empty.
const winIni = /; for 16-bit app support|\[fonts\][\s\S]{0,200}\[extensions\]|\[extensions\][\s\S]{0,200}\[mci extensions\]/i;
// Servlet 2.x to 6.x deployment descriptor: its root element, raw or escaped.
const webXml = /(?:<|&lt;)web-app\b[\s\S]{0,2000}?(?:<|&lt;)\/?(?:servlet|servlet-mapping|display-name|listener|filter|welcome-file-list|context-param|session-config|description|module-name|error-page|security-constraint|web-app)\b/;
// proc(5): environ and status of the process itself.
const procStatus = /(?:^|[\n>])Name:\t[^\n]{1,64}\n(?:[A-Z]\w+:\t[^\n]*\n){2,}/;

const knownFiles: readonly KnownFile[] = [
  { id: "passwd", system: "unix", path: "etc/passwd", about: "the lines of /etc/passwd", isIn: (text) => passwdLine.test(text) && otherPasswdLine.test(text) },
  { id: "win-ini", system: "windows", path: "windows/win.ini", about: "the sections of win.ini", isIn: (text) => winIni.test(text) },
  { id: "web-xml", system: "java", path: "WEB-INF/web.xml", about: "the deployment descriptor WEB-INF/web.xml", isIn: (text) => webXml.test(text) },
  { id: "proc-status", system: "unix", path: "proc/self/status", about: "the status of the server's own process", isIn: (text) => procStatus.test(text) },
];

export const [passwd, winIniFile, webXmlFile, procStatusFile] = knownFiles as unknown as readonly [KnownFile, KnownFile, KnownFile, KnownFile];
