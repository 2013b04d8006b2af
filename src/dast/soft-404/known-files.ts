// Files that should never be served, and what only they hold: facts of the tools that write them.
import { mediaTypeOf } from "../exchange.ts";
import type { Reply } from "../exchange.ts";

export interface KnownFile {
  path: string;
  kind: string;
  severity: "critical" | "high" | "medium" | "low" | "info";
  shows(reply: Reply): boolean;
  /** Also below the root, in the folders of known routes. */
  everywhere?: boolean;
}

const isHtml = (reply: Reply): boolean => /html/.test(mediaTypeOf(reply.headers) ?? "") || /^\s*(?:<!doctype html|<html)/i.test(reply.text.slice(0, 300));
/** Text of this shape that is no page. */
const text = (shape: RegExp) => (reply: Reply): boolean => !isHtml(reply) && shape.test(reply.text.slice(0, 100_000));
const page = (shape: RegExp) => (reply: Reply): boolean => shape.test(reply.text.slice(0, 200_000));
const bytes = (...first: number[]) => (reply: Reply): boolean => first.every((byte, at) => byte < 0 || reply.body[at] === byte);
const json = (...keys: string[]) => (reply: Reply): boolean => {
  try {
    const value: unknown = JSON.parse(reply.text);
    return typeof value === "object" && value !== null && keys.every((key) => key in value);
  } catch { return false; }
};

const environment = text(/^(?:\s*#[^\n]*\n|\s*\n){0,40}(?:export )?[A-Z][A-Z0-9_]{2,60}\s?=[^\n]*(?:\n|$)(?=[\s\S]*(?:KEY|SECRET|PASS|TOKEN|DB_|DATABASE|HOST|PORT|ENV|URL)[A-Z0-9_]{0,40}\s?=)/);
const sql = text(/(?:^|\n)(?:-- (?:MySQL|MariaDB|PostgreSQL|SQLite) (?:database )?dump|-- phpMyAdmin SQL Dump|PRAGMA foreign_keys|CREATE TABLE (?:IF NOT EXISTS )?[`"\w.]+ ?\(|INSERT INTO [`"\w.]+ (?:\([^)]*\) )?VALUES)/i);
const privateKey = text(/^\s*-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----/);

export const knownFiles: readonly KnownFile[] = [
  // Version control.
  { path: ".git/HEAD", kind: "Git repository", severity: "high", everywhere: true, shows: text(/^(?:ref: refs\/[\w./-]+|[\da-f]{40})\s*$/) },
  { path: ".git/config", kind: "Git repository", severity: "high", everywhere: true, shows: text(/^\s*\[core\][\s\S]*?(?:repositoryformatversion|filemode|bare)\s*=/) },
  { path: ".git/index", kind: "Git repository", severity: "high", shows: bytes(0x44, 0x49, 0x52, 0x43) },
  { path: ".svn/entries", kind: "Subversion folder", severity: "high", everywhere: true, shows: text(/^(?:1[0-2]|[89])\s*(?:\n\s*\n(?:dir|file)\n|\s*$)/) },
  { path: ".svn/wc.db", kind: "Subversion folder", severity: "high", everywhere: true, shows: text(/^SQLite format 3\u0000/) },
  { path: ".hg/requires", kind: "Mercurial folder", severity: "high", everywhere: true, shows: text(/^(?:[a-z0-9-]+\n)*(?:revlogv1|store|fncache|dotencode|share-safe)\n/) },
  { path: ".bzr/branch-format", kind: "Bazaar folder", severity: "high", shows: text(/^Bazaar-NG meta directory/) },
  { path: "CVS/Root", kind: "CVS folder", severity: "medium", everywhere: true, shows: text(/^:(?:pserver|ext|local|gserver):[^\n]*:?\/[^\n]*\n?$/) },
  { path: "CVS/Entries", kind: "CVS folder", severity: "medium", shows: text(/^D?\/[\w.-]+\/[^\n]*\/[^\n]*\/[^\n]*\//m) },
  { path: ".gitignore", kind: "Git ignore list", severity: "info", shows: text(/^(?=[\s\S]*(?:node_modules|\*\.(?:log|pyc|class|o|swp)|\.env|vendor\/|target\/|dist\/|build\/|__pycache__))(?:[#!/*.\w[\] -][^\n<>]*\n?|\s*\n)+$/) },
  // Settings with secrets.
  ...[".env", ".env.local", ".env.production", ".env.development", ".env.backup", ".env.bak", ".env.old", ".env.example"].map((path): KnownFile => ({ path, kind: "environment file", severity: path.endsWith("example") ? "info" : "critical", everywhere: path === ".env", shows: environment })),
  { path: ".htpasswd", kind: "password file", severity: "high", everywhere: true, shows: text(/^(?:[\w.@-]+:(?:\$apr1\$|\$2[aby]\$|\{SHA\}|\$[56]\$|[./\w]{13}$)[^\n:]*\n?)+\s*$/m) },
  { path: ".htaccess", kind: "server rules", severity: "medium", everywhere: true, shows: text(/^\s*(?:<IfModule|RewriteEngine|RewriteRule|AuthType|AuthUserFile|Order (?:allow|deny)|Options [+-]|Deny from|Require )/im) },
  { path: "web.config", kind: "server rules", severity: "medium", everywhere: true, shows: (reply) => /<configuration[\s>]/.test(reply.text) && /<(?:system\.web|system\.webServer|appSettings|connectionStrings)\b/.test(reply.text) },
  { path: "wp-config.php.bak", kind: "settings with secrets", severity: "critical", shows: page(/define\(\s*['"]DB_PASSWORD['"]/) },
  { path: "wp-config.php~", kind: "settings with secrets", severity: "critical", shows: page(/define\(\s*['"]DB_PASSWORD['"]/) },
  { path: "configuration.php.bak", kind: "settings with secrets", severity: "critical", shows: page(/class JConfig\b/) },
  { path: "config.php.bak", kind: "settings with secrets", severity: "high", shows: page(/<\?php[\s\S]{0,4000}(?:password|passwd|db_)/i) },
  { path: "config.json", kind: "settings", severity: "medium", shows: text(/^\s*\{[\s\S]*"(?:\w*(?:password|secret|private_?key|db_?pass)\w*)"\s*:\s*"[^"]+"/i) },
  { path: "appsettings.json", kind: "settings", severity: "high", everywhere: true, shows: text(/^\s*\{[\s\S]*"(?:ConnectionStrings|Logging|AllowedHosts)"\s*:/) },
  { path: "application.properties", kind: "settings", severity: "high", shows: text(/^(?:spring|server|management|logging|quarkus)\.[\w.-]+\s*=/m) },
  { path: "application.yml", kind: "settings", severity: "high", shows: text(/^(?:spring|server|management):\s*\n\s+\w/m) },
  { path: "config/database.yml", kind: "settings with secrets", severity: "high", shows: text(/^(?:default|development|production):[\s\S]*?\badapter:\s*\w+/m) },
  { path: "config/secrets.yml", kind: "settings with secrets", severity: "critical", shows: text(/^\s*secret_key_base:\s*\w/m) },
  { path: "WEB-INF/web.xml", kind: "inside of a Java application", severity: "high", everywhere: true, shows: (reply) => /<web-app[\s>]/.test(reply.text) && /<(?:servlet|filter|listener|welcome-file-list|display-name)\b/.test(reply.text) },
  { path: "META-INF/MANIFEST.MF", kind: "inside of a Java application", severity: "low", shows: text(/^Manifest-Version: \d/m) },
  { path: ".aws/credentials", kind: "cloud credentials", severity: "critical", shows: text(/^\s*\[[\w-]+\]\s*\n(?:[^\n]*\n)?aws_(?:access_key_id|secret_access_key)\s*=/m) },
  { path: ".npmrc", kind: "package manager settings", severity: "high", shows: text(/^(?:\/\/[\w.:/-]+\/:)?_(?:authToken|auth|password)\s*=/m) },
  { path: ".netrc", kind: "password file", severity: "high", shows: text(/^\s*machine\s+\S+\s+login\s+\S+/m) },
  { path: ".pgpass", kind: "password file", severity: "high", shows: text(/^[\w.*-]+:(?:\d+|\*):[\w*-]+:[\w*-]+:\S+\s*$/m) },
  { path: ".dockercfg", kind: "registry credentials", severity: "high", shows: text(/^\s*\{[\s\S]*"auth"\s*:\s*"[\w+/=]{8,}"/) },
  { path: ".docker/config.json", kind: "registry credentials", severity: "high", shows: text(/"auths"\s*:\s*\{/) },
  { path: "secrets.json", kind: "settings with secrets", severity: "high", shows: text(/^\s*\{[\s\S]*"\w*(?:password|secret|token|key)\w*"\s*:\s*"[^"]{4,}"/i) },
  { path: "credentials.json", kind: "cloud credentials", severity: "critical", shows: text(/"(?:private_key|client_secret|access_token)"\s*:\s*"[^"]{8,}"/) },
  // Keys.
  ...["id_rsa", ".ssh/id_rsa", ".ssh/id_ed25519", "server.key", "private.key", "privkey.pem", "key.pem", "ssl/server.key"].map((path): KnownFile => ({ path, kind: "private key", severity: "critical", shows: privateKey })),
  { path: ".ssh/authorized_keys", kind: "list of SSH keys", severity: "medium", shows: text(/^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\w+) [\w+/=]{40,}/m) },
  { path: "keystore.jks", kind: "private key", severity: "high", shows: bytes(0xfe, 0xed, 0xfe, 0xed) },
  // Data.
  ...["dump.sql", "backup.sql", "database.sql", "db.sql", "data.sql", "mysql.sql"].map((path): KnownFile => ({ path, kind: "database dump", severity: "critical", everywhere: path === "backup.sql", shows: sql })),
  ...["db.sqlite3", "database.sqlite", "db.sqlite", "app.db", "data.db"].map((path): KnownFile => ({ path, kind: "database file", severity: "critical", shows: text(/^SQLite format 3\u0000/) })),
  ...["backup.zip", "www.zip", "site.zip", "backup.tar.gz", "www.tar.gz", "site.tar.gz", "backup.tgz"].map((path): KnownFile => ({ path, kind: "archive", severity: "high", everywhere: path === "backup.zip", shows: path.endsWith("zip") ? bytes(0x50, 0x4b, 3, 4) : bytes(0x1f, 0x8b, 8) })),
  { path: "core", kind: "core dump", severity: "high", shows: bytes(0x7f, 0x45, 0x4c, 0x46, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 4, 0) },
  { path: "heapdump", kind: "heap dump", severity: "critical", shows: text(/^JAVA PROFILE 1\.0\.\d/) },
  // What editors and systems leave.
  { path: ".DS_Store", kind: "list of a folder's files", severity: "low", everywhere: true, shows: bytes(0, 0, 0, 1, 0x42, 0x75, 0x64, 0x31) },
  { path: "Thumbs.db", kind: "list of a folder's files", severity: "info", shows: bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1) },
  { path: ".idea/workspace.xml", kind: "editor settings", severity: "low", shows: (reply) => /<project version="\d/.test(reply.text) && /<component name="/.test(reply.text) },
  { path: ".vscode/sftp.json", kind: "upload settings", severity: "high", shows: text(/"(?:host|remotePath)"\s*:\s*"/) },
  { path: ".vscode/settings.json", kind: "editor settings", severity: "info", shows: text(/^\s*(?:\/\/[^\n]*\n\s*)*\{\s*"[\w.[\]]+\.[\w.[\]]+"\s*:/) },
  { path: "sftp-config.json", kind: "upload settings", severity: "high", shows: text(/"(?:host|remote_path)"\s*:\s*"/) },
  { path: ".bash_history", kind: "shell history", severity: "high", shows: text(/^(?=[\s\S]*^(?:cd|ls|sudo|cat|vim?|git|exit|mkdir|rm|ssh)\b[^\n]*$)(?:[\w./~$#"'-][^\n<>{}]*\n){3,}/m) },
  // How it is built and run.
  { path: "Dockerfile", kind: "build file", severity: "low", shows: text(/^(?:#[^\n]*\n|ARG [^\n]+\n|\s*\n)*FROM \S+[^\n]*\n[\s\S]*^(?:RUN|COPY|CMD|ENTRYPOINT|WORKDIR|ENV) /m) },
  { path: "docker-compose.yml", kind: "build file", severity: "medium", shows: text(/^services:\s*\n\s+[\w-]+:\s*\n/m) },
  { path: ".gitlab-ci.yml", kind: "pipeline file", severity: "low", shows: text(/^(?:stages|image|before_script|variables|include):[\s\S]*(?:script|stage):/m) },
  { path: ".travis.yml", kind: "pipeline file", severity: "low", shows: text(/^language:\s*\w+|^script:\s/m) },
  { path: "Jenkinsfile", kind: "pipeline file", severity: "low", shows: text(/^\s*(?:@Library[^\n]*\n\s*)?(?:pipeline|node)\s*(?:\([^)]*\)\s*)?\{/m) },
  { path: "Makefile", kind: "build file", severity: "info", shows: text(/^[\w.-]+:[^=\n]*\n\t\S/m) },
  { path: "package.json", kind: "package list", severity: "low", shows: (reply) => json("name")(reply) && (json("dependencies")(reply) || json("devDependencies")(reply) || json("scripts")(reply)) },
  { path: "package-lock.json", kind: "package list", severity: "low", shows: json("lockfileVersion") },
  { path: "yarn.lock", kind: "package list", severity: "low", shows: text(/^# yarn lockfile v1|^__metadata:/m) },
  { path: "composer.json", kind: "package list", severity: "low", shows: json("require") },
  { path: "composer.lock", kind: "package list", severity: "low", shows: json("packages", "content-hash") },
  { path: "requirements.txt", kind: "package list", severity: "low", shows: text(/^(?:[A-Za-z][\w.-]*(?:\[[\w,]+\])?\s*(?:[=~<>!]=?=?)\s*[\w.*]+[^\n]*(?:\n|$)|#[^\n]*\n|\s*\n)+$/) },
  { path: "Gemfile.lock", kind: "package list", severity: "low", shows: text(/^GEM\n\s+remote: /m) },
  { path: "Pipfile.lock", kind: "package list", severity: "low", shows: json("_meta", "default") },
  { path: "go.mod", kind: "package list", severity: "info", shows: text(/^module \S+\s*\n[\s\S]*^go \d/m) },
  { path: "pom.xml", kind: "package list", severity: "low", shows: (reply) => /<project[\s>]/.test(reply.text) && /<(?:artifactId|modelVersion)>/.test(reply.text) },
  // Consoles, status and measures.
  { path: "server-status", kind: "server status", severity: "medium", shows: page(/<title>Apache Status<\/title>|<h1>Apache Server Status for/) },
  { path: "server-info", kind: "server settings", severity: "medium", shows: page(/<title>Server Information<\/title>[\s\S]*Apache Server Information/) },
  { path: "nginx_status", kind: "server status", severity: "low", shows: text(/^Active connections: \d+\s+server accepts handled requests/) },
  { path: "phpinfo.php", kind: "phpinfo()", severity: "medium", everywhere: true, shows: page(/<title>(?:PHP [\d.]+ - )?phpinfo\(\)<\/title>/) },
  { path: "info.php", kind: "phpinfo()", severity: "medium", everywhere: true, shows: page(/<title>(?:PHP [\d.]+ - )?phpinfo\(\)<\/title>/) },
  { path: "actuator", kind: "Spring Boot actuator", severity: "low", everywhere: true, shows: (reply) => json("_links")(reply) && /\/(?:health|info|env|beans|metrics)\b/.test(reply.text) },
  { path: "actuator/env", kind: "Spring Boot actuator: environment", severity: "high", everywhere: true, shows: json("propertySources") },
  { path: "actuator/heapdump", kind: "heap dump", severity: "critical", shows: (reply) => text(/^JAVA PROFILE 1\.0\.\d/)(reply) || bytes(0x1f, 0x8b, 8)(reply) },
  { path: "actuator/configprops", kind: "Spring Boot actuator: settings", severity: "medium", shows: json("contexts") },
  { path: "actuator/mappings", kind: "Spring Boot actuator: routes", severity: "low", shows: json("contexts") },
  { path: "env", kind: "Spring Boot actuator: environment", severity: "high", shows: (reply) => json("profiles", "systemProperties")(reply) || json("propertySources")(reply) },
  { path: "metrics", kind: "measures", severity: "low", everywhere: true, shows: text(/^# (?:HELP|TYPE) [a-zA-Z_:][\w:]* /m) },
  { path: "debug/pprof/", kind: "Go profiler", severity: "medium", shows: page(/<title>\/debug\/pprof\/<\/title>|Types of profiles available:/) },
  { path: "debug/vars", kind: "Go variables", severity: "low", shows: json("cmdline", "memstats") },
  { path: "console/", kind: "Werkzeug or H2 console", severity: "high", shows: page(/<title>Console \/\/ Werkzeug Debugger<\/title>|<title>H2 Console<\/title>/) },
  { path: "h2-console/", kind: "H2 console", severity: "high", shows: page(/<title>H2 Console<\/title>/) },
  { path: "elmah.axd", kind: "error log", severity: "high", shows: page(/<title>Error log for [^<]*<\/title>/i) },
  { path: "trace.axd", kind: "request log", severity: "high", shows: page(/<(?:td|h1)[^>]*>(?:<h1>)?Application Trace/i) },
  { path: "_profiler/phpinfo", kind: "Symfony profiler", severity: "medium", shows: page(/<title>(?:PHP [\d.]+ - )?phpinfo\(\)<\/title>/) },
  { path: "jolokia/version", kind: "Jolokia", severity: "high", shows: (reply) => json("request", "value")(reply) && /"agent"/.test(reply.text) },
  { path: "phpmyadmin/", kind: "phpMyAdmin", severity: "medium", shows: page(/<title>phpMyAdmin/) },
  { path: "adminer.php", kind: "Adminer", severity: "medium", shows: page(/<title>(?:Login - )?Adminer/) },
  // Logs.
  ...["error.log", "access.log", "debug.log", "logs/error.log", "logs/access.log", "log/production.log", "log/development.log", "storage/logs/laravel.log", "wp-content/debug.log", "npm-debug.log", "error_log"].map((path): KnownFile => ({
    path, kind: "log file", severity: "medium", everywhere: path === "error_log" || path === "error.log",
    shows: text(/^(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d|\[\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d|\[[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d|[\da-f.:]{3,45} \S+ \S+ \[\d\d\/[A-Z][a-z]{2}\/\d{4}|Started (?:GET|POST) "|\d+ (?:info|verbose|error) )/m),
  })),
];
