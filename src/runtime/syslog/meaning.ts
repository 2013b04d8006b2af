// What a message of a well-known program says, as fields: who logged in from where, what sudo ran, what the firewall refused.
import type { FieldValue } from "../event.ts";
import { addressOf } from "../lines-text.ts";

/** category: of the log source, where the message is of one. */
export interface Meaning { category?: string; fields: Readonly<Record<string, FieldValue>> }

type Groups = Readonly<Record<string, string | undefined>>;
/** more: looked for anywhere once `says` fits. */
interface Saying { of?: RegExp; says: RegExp; more?: readonly RegExp[]; category?: string; fixed?: Readonly<Record<string, string>> }

// Groups are names of the taxonomy. No pattern has two open repetitions, so that no message can make one take longer than the square of 4 Ki characters.
const login = { category: "authentication" } as const;
const failed = { ...login, fixed: { outcome: "failure" } } as const;
const succeeded = { ...login, fixed: { outcome: "success" } } as const;
const ssh = /^sshd$/;
const sudoWords = [/ TTY=(?<tty>\S*)/, / PWD=(?<CurrentDirectory>[^;]*?) ;/, / USER=(?<TargetUser>\S*)/, / COMMAND=(?<CommandLine>.*)$/s];
const mailWords = [/user=<(?<User>[^>]{0,256})>/, /method=(?<method>[^,\s]{1,64})/, /rip=(?<SourceIp>[^,\s]{2,64})/];
const pamWords = [/[ ;]rhost=(?<SourceIp>[^\s;]+)/, /[ ;]user=(?<User>\S+)/];

const sayings: readonly Saying[] = [
  // OpenSSH: auth.c auth_log(), auth2.c, sshd.c, kex.c
  { of: ssh, says: /^Accepted (?<method>\S+) for (?<User>.{1,256}?) from (?<SourceIp>\S+) port (?<SourcePort>\d+)/, ...succeeded },
  { of: ssh, says: /^(?:error: )?Failed (?<method>\S+) for (?:(?:invalid|illegal) user )?(?<User>.{0,256}?) from (?<SourceIp>\S+) port (?<SourcePort>\d+)/, ...failed },
  { of: ssh, says: /^(?:Invalid|Illegal) user (?<User>.{0,256}?) from (?<SourceIp>\S+)(?: port (?<SourcePort>\d+))?$/, ...login, fixed: { outcome: "failure", reason: "no such user" } },
  { of: ssh, says: /^(?:error: )?maximum authentication attempts exceeded for (?:invalid user )?(?<User>.{0,256}?) from (?<SourceIp>\S+) port (?<SourcePort>\d+)/, ...login, fixed: { outcome: "failure", reason: "too many attempts" } },
  { of: ssh, says: /^User (?<User>\S{1,256}) from (?<SourceHost>\S+) not allowed because (?<reason>.{1,200})/, ...failed },
  { of: ssh, says: /^(?:Connection (?:closed|reset) by|Disconnected from) authenticating user (?<User>.{0,256}?) (?<SourceIp>[\da-fA-F:.]+) port (?<SourcePort>\d+)/, ...login, fixed: { outcome: "failure", reason: "gave up" } },
  { of: ssh, says: /^(?:Connection (?:closed|reset) by|Disconnected from) (?:(?:invalid )?user (?<User>.{0,256}?) )?(?<SourceIp>[\da-fA-F:.]+) port (?<SourcePort>\d+)/ },
  { of: ssh, says: /^(?:banner exchange: )?Connection from (?<SourceIp>[\da-fA-F:.]+) port (?<SourcePort>\d+)/ },
  { of: ssh, says: /^(?:Unable to negotiate with|ssh_dispatch_run_fatal: Connection from|Did not receive identification string from|Received disconnect from|Connection (?:closed|reset) by) (?<SourceIp>[\da-fA-F:.]+)(?: port (?<SourcePort>\d+))?/ },
  { of: ssh, says: /^refused connect from (?<SourceHost>\S+) \((?<SourceIp>[^)]+)\)/ },
  // Dropbear: svr-auth*.c
  { says: /^Bad (?:PAM )?password attempt for '(?<User>[^']{0,256})' from (?<SourceIp>\S+)/, ...failed },
  { says: /^Login attempt (?:for nonexistent user|with wrong user)(?: '(?<User>[^']{0,256})')? from (?<SourceIp>\S+)/, ...failed },
  { says: /^(?:PAM )?(?<method>Password|Pubkey) auth succeeded for '(?<User>[^']{0,256})' (?:with .{1,200} )?from (?<SourceIp>\S+)/, ...succeeded },
  { says: /^Exit before auth(?: from <(?<SourceIp>[^>]+)>)?.{0,40}?user '(?<User>[^']{0,256})'/, ...failed },
  // sudo: logging.c
  { of: /^sudo$/, says: /^ *(?<User>\S{1,256}) : (?<reason>\d+ incorrect password attempts?|user NOT in sudoers|command not allowed|a password is required|user NOT authorized on host|no tty present|not allowed)/, more: sudoWords, ...failed },
  { of: /^sudo$/, says: /^ *(?<User>\S{1,256}) : (?:HOST=\S{1,255} ; )?(?:TTY|PWD)=/, more: sudoWords, fixed: { outcome: "success" } },
  // polkit's pkexec
  { of: /^pkexec$/, says: /^(?<User>\S{1,256}): (?:The value for|Executing command)/, more: [/\[USER=(?<TargetUser>[^\]]*)\]/, /\[CWD=(?<CurrentDirectory>[^\]]*)\]/, /\[COMMAND=(?<CommandLine>.*?)\](?: \[|$)/s, /\[TTY=(?<tty>[^\]]*)\]/] },
  // su of shadow and of util-linux
  { of: /^su$/, says: /^FAILED SU \(to (?<TargetUser>\S+)\) (?<User>\S+) on (?<tty>\S+)/, ...failed },
  { of: /^su$/, says: /^FAILED su for (?<TargetUser>\S+) by (?<User>\S+)/, ...failed },
  { of: /^su$/, says: /^\(to (?<TargetUser>\S+)\) (?<User>\S+) on (?<tty>\S+)/, ...succeeded },
  { of: /^su$/, says: /^Successful su for (?<TargetUser>\S+) by (?<User>\S+)/, ...succeeded },
  { of: /^su$/, says: /^(?<sign>[+-]) (?<tty>\S+) (?<User>[^:\s]+):(?<TargetUser>\S+)$/ },
  // login of util-linux and of shadow
  { of: /^login$/, says: /^FAILED LOGIN (?:SESSION |\(\d+\) |\d+ )?(?:on '?(?<tty>[^' ]+)'? )?(?:FROM (?<SourceHost>\S+) )?FOR '?(?<User>[^',]{0,256})'?/i, ...failed },
  { of: /^login$/, says: /^(?:ROOT )?LOGIN ON (?<tty>\S+)(?: BY (?<User>\S+))?(?: FROM (?<SourceHost>\S+))?/i, ...succeeded },
  // PAM: the service says its own of sshd, so that an attempt is not counted twice
  { of: ssh, says: /^pam_\w+\(\S+\): authentication failure;/, more: pamWords },
  { says: /^(?:pam_\w+\((?<pam>[^)]{1,64})\): )?authentication failure;/, more: pamWords, ...failed },
  { says: /^pam_\w+\((?<pam>[^)]{1,64})\): session (?<session>opened|closed) for user (?<User>[^\s(]+)(?:\(uid=\d+\))?(?: by (?<by>[^\s(]*))?/ },
  // mail and file servers
  { says: /^(?:warning: )?(?<SourceHost>[^\s[]{1,255})\[(?<SourceIp>[^\]]{2,64})\]: SASL (?<method>\S+) authentication failed/, more: [/sasl_username=(?<User>\S+)/], ...failed },
  { says: /\b(?:auth failed|Aborted login|no auth attempts|tried to use disallowed)\b/, of: /^dovecot$/, more: mailWords, ...failed },
  { says: /^(?:imap|pop3|managesieve|submission)-login: Login: /, more: mailWords, ...succeeded },
  { says: /(?:^|: )pam\((?<User>[^,)]{1,256}),(?<SourceIp>[^,)]{2,64})[^)]{0,256}\): (?<reason>unknown user|pam_authenticate\(\) failed|Password mismatch)/, ...failed },
  { says: /\[(?<User>[^\]]{1,256})\] FAIL LOGIN: Client "(?<SourceIp>[^"]+)"/, ...failed },
  { says: /\[(?<User>[^\]]{1,256})\] OK LOGIN: Client "(?<SourceIp>[^"]+)"/, ...succeeded },
  { says: /\[(?<SourceIp>[\da-fA-F:.]+)\]\)(?: -|:) USER (?<User>\S{1,256})(?: \(Login failed\)|: no such user)/, ...failed },
  { says: /^\((?<client>[^@)]{1,256})@(?<SourceIp>[^)]+)\) \[WARNING\] Authentication failed for user \[(?<User>[^\]]{0,256})\]/, ...failed },
  // accounts: useradd, groupadd, usermod, passwd of shadow
  { says: /^new (?<created>user|group): name=(?<TargetUser>[^,]+)(?:, UID=(?<TargetUid>\d+))?/ },
  { says: /^add '(?<TargetUser>[^']+)' to (?:shadow )?group '(?<TargetGroup>[^']+)'/ },
  { says: /^(?:pam_\w+\([^)]{1,64}\): )?password changed for (?<TargetUser>\S+)/ },
  { says: /^delete user '(?<TargetUser>[^']+)'/ },
  // cron
  { of: /^cron$/, says: /^\((?<User>[^)]{1,64})\) CMD \((?<CommandLine>.*)\)$/s },
  { of: /^cron$/, says: /^\((?<User>[^)]{1,64})\) (?<action>RELOAD|REPLACE|BEGIN EDIT|END EDIT|LIST|DELETE|INSTALL) \((?<file>[^)]*)\)/ },
  // netfilter's LOG target
  { says: /\bIN=(?<interface>\S*) OUT=/, more: [/^(?:\[ *\d+\.\d+\] ?)?(?<rule>[^=]{1,64}?) ?IN=/, / SRC=(?<SourceIp>\S+)/, / DST=(?<DestinationIp>\S+)/, / PROTO=(?<Protocol>\S+)/, / SPT=(?<SourcePort>\d+)/, / DPT=(?<DestinationPort>\d+)/], category: "firewall" },
];

const mostRead = 4096;

/** Undefined when nothing of it is known. service: as serviceOf has it. The first saying that fits is taken; then what any failed login says. */
export function meaningOf(service: string | undefined, message: string): Meaning | undefined {
  const text = message.length > mostRead ? message.slice(0, mostRead) : message;
  for (const { says, more, category, fixed } of sayingsOf(service)) {
    const found = says.exec(text);
    if (found !== null) return meaning(category, { ...found.groups, ...wordsIn(message, more) }, fixed);
  }
  return anyFailure(text) ?? anyAddress(text);
}

const byService = new Map<string | undefined, readonly Saying[]>();
const mostServices = 1000;

function sayingsOf(service: string | undefined): readonly Saying[] {
  const known = byService.get(service);
  if (known !== undefined) return known;
  const own = sayings.filter(({ of }) => of === undefined || (service !== undefined && of.test(service)));
  if (byService.size < mostServices) byService.set(service, own);
  return own;
}

const wordsIn = (message: string, more: readonly RegExp[] = []): Groups => Object.assign({}, ...more.map((word) => word.exec(message)?.groups ?? {})) as Groups;

function meaning(category: string | undefined, groups: Groups, fixed: Readonly<Record<string, string>> = {}): Meaning {
  const fields: Record<string, FieldValue> = {};
  for (const name in groups) { const value = groups[name]; if (value !== undefined && value !== "") fields[name] = name === "SourceIp" ? addressOf(value) ?? value : value; }
  return { ...(category === undefined ? {} : { category }), fields: { ...fields, ...fixed } };
}

// Programs nobody listed: a message that says a login failed, and an address. Words as in English logs.
const failure = /\b(?:fail(?:ed|ure)?|invalid|incorrect|wrong|denied|rejected|unsuccessful|not found|does not exist|bad)\b/i;
const authentication = /\b(?:log[ -]?in|logon|sign[ -]?in|password|passphrase|authenticat\w*|credentials?|auth|users?|username|account)\b/i;
const address = /(?<![\w.:])(?:\[)?(\d{1,3}(?:\.\d{1,3}){3}|(?=[\da-fA-F]{0,4}:[\da-fA-F:.]{2,})(?:[\da-fA-F]{0,4}:){2,7}[\da-fA-F.]{0,15})(?![\w.]*\w@)/g;

function anyFailure(text: string): Meaning | undefined {
  if (!failure.test(text) || !authentication.test(text)) return undefined;
  const from = addressIn(text);
  if (from === undefined) return undefined;
  const user = userIn(text);
  return { category: "authentication", fields: { SourceIp: from, ...(user === undefined ? {} : { User: user }), outcome: "failure", method: "unknown" } };
}

const named = /\b(?:for\s+)?(?:user(?:name)?|account|login|for)[ =:]+["'`<[]?([^\s"'`>,;\])(]{1,128})/gi;

function userIn(text: string): string | undefined {
  for (const [, user = ""] of text.matchAll(named)) if (addressOf(user) === undefined && !/^(?:from|for|user|login|attempt|fail\w*|has|is|was|not|with|in|the|a|an)$/i.test(user)) return user;
  return undefined;
}

function anyAddress(text: string): Meaning | undefined {
  const from = /\bfrom\b/.test(text) ? addressIn(text.slice(text.search(/\bfrom\b/))) : undefined;
  return from === undefined ? undefined : { fields: { SourceIp: from } };
}

function addressIn(text: string): string | undefined {
  for (const [, found = ""] of text.matchAll(address)) { const is = addressOf(found.replace(/[.:]$/, "")); if (is !== undefined) return is; }
  return undefined;
}
