// Command injection: text that, pasted into a shell's line, begins a command of its own. POSIX shells, cmd.exe and PowerShell.
import { findShellLine } from "./shell-grammar.ts";
import { commands, endsThere, hasArgument, wordyCommands } from "./shell-words.ts";

// What lets a new command begin; and the start of the value, when a whole value is handed to a shell.
const separators = /(?:\|\||&&|[;|&`\n\r]|\$\(|\$\{|<\(|>\(|%0[ad]|\{)/gi;
const path = /^(?:(?:\/?(?:usr\/|local\/|opt\/)*s?bin\/|(?:[a-z]:)?(?:\\+|\/)*(?:windows|winnt)[\\/]+(?:system32|syswow64)[\\/]+)(?:windowspowershell[\\/]+v1\.0[\\/]+)?)/i;
const noise = /^(?:[\s"'()!,@+]|\$@|\\\n|\\(?=[a-z])|%09|\$\{?IFS\}?(?:\$\d)?|\w{1,20}=(?=[\s$]))*/i;
const most = 400;

/** @returns The command with what follows; undefined when nothing would run. */
export function findCommand(text: string): string | undefined {
  if (text.length < 2) return undefined;
  return afterSeparator(text) ?? fixedForm(text) ?? wholeCommand(text) ?? findShellLine(text);
}

function afterSeparator(text: string): string | undefined {
  separators.lastIndex = 0;
  let seen = 0;
  for (let found = separators.exec(text); found !== null && seen < most; found = separators.exec(text), seen += 1) {
    const from = found.index + found[0].length;
    if (isCommand(text, found.index, found[0], from)) return text.slice(found.index);
  }
  return undefined;
}

function isCommand(text: string, at: number, separator: string, from: number): boolean {
  const rest = text.slice(from, from + 400);
  const start = noise.exec(rest)?.[0].length ?? 0;
  const located = path.exec(rest.slice(start))?.[0] ?? "";
  const word = nameIn(rest.slice(start + located.length));
  if (word === undefined) return false;
  const after = rest.slice(start + located.length + word.length);
  if (located !== "") return /^\W|^$/.test(after);
  return isCalled(word.name, after, text, at, separator);
}

// c'a't, c"a"t, c\at, ca$@t and who$()ami are the same command to a shell; the plain name goes first.
const name = /^[a-z][a-z0-9_.-]*/i;
const disguised = /^(?:[a-z0-9_.-]|["'\\]{1,2}(?=[a-z0-9])|\$[@*](?=[a-z0-9])|\$\(\)|``|\$\{\w{0,3}\}){2,40}/i;

function nameIn(rest: string): { name: string; length: number } | undefined {
  const plain = name.exec(rest)?.[0] ?? "";
  const bare = plain.toLowerCase().replace(/\.(?:exe|com|bat)$/, "");
  const full = disguised.exec(rest)?.[0] ?? "";
  const undone = full.replace(/["'\\`]|\$[@*]|\$\(\)|\$\{\w{0,3}\}/g, "").toLowerCase();
  if (full.length > plain.length && (commands.has(undone) || (undone === "cat" && bare !== "cat"))) return { name: undone, length: full.length };
  return commands.has(bare) || wordyCommands.has(bare) ? { name: bare, length: plain.length } : undefined;
}

/** By the name, its arguments and what led to it. */
function isCalled(command: string, after: string, text: string, at: number, separator: string): boolean {
  if (/^[\w-]/.test(after) || /^\s*[:](?!\\)/.test(after)) return false;
  const inner = separator === "$(" || separator === "`" || separator === "<(" || separator === ">(";
  const unmistakable = commands.has(command);
  if (separator === "{") return after.startsWith(",") && unmistakable || command === "cat" && /^,[/.]/.test(after);
  if (separator === "${") return false;
  const argued = hasArgument(after) || isPhrase(command, after) || (/^(?:echo|mv|cp|tar|cat|tee|zip|ln|touch|mkdir|sort|head|tail|print)$/.test(command) && /^[ \t]+[\w'". =<-]{0,80}(?:\s[/~.]+\w|>)/.test(after)) || (/^(?:cat|type|more|less|cp|mv|rm)$/.test(command) && /^[ \t]+\.\w/.test(after));
  if (inner) return separator === "`" ? (argued || endsThere(after)) && (unmistakable || argued) && (text.indexOf("`", at + 1) !== -1) && !isMarkdown(text, at) : unmistakable || argued;
  // a=1&id=2, &ping=1: the next parameter, not a command in the background.
  if (/^\s*(?:=|\[)/.test(after) && !/^\s*=\s/.test(after)) return false;
  if (separator === "&" && /^[a-z]{2,8};/i.test(text.slice(at + 1))) return false;
  if (argued) return unmistakable && !wordyCommands.has(command) || isArguedWord(command, after);
  if (command === "id" && /^\s*(?:[|;`&]\s*)?$/.test(after) && (/^\s*[|;`]/.test(after) || /^\w?$/.test(text.slice(0, at)))) return true;
  if (!unmistakable || !endsThere(after)) return !unmistakable ? endsThere(after) && isAlone(text, at) && /^(?:dir|ls|id|who|w|date|set|env|cat|net)$/.test(command) : isPhrase(command, after);
  return isAlone(text, at) || separator.length > 1 || !wordyCommands.has(command) && /[\s\d"'/.]$/.test(text.slice(0, at));
}

// "; find me", "| sort by": an English word wants more than a blank and letters; a quote may be one of speech.
const isArguedWord = (command: string, after: string): boolean =>
  !/^\s*['"]?\s*$/.test(after) && !(/^\s*["']/.test(after) && !/^(?:echo|cat|type|eval|exec|print|printf|grep|sh|bash|python|perl|php|ruby)$/.test(command)) && !(/^\s*\d/.test(after) && !/^(?:sleep|ping|kill|timeout|echo|usleep|expr)$/.test(command)) && !/^\s+-\s/.test(after);
// "; wget malware", "| nslookup host.example": a network or account tool followed by a word or an address.
const isPhrase = (command: string, after: string): boolean => /^(?:wget|curl|nslookup|nc|ncat|ping|telnet|tftp|ftp|scp|ssh|dig|host|traceroute|nmap|fping)$/.test(command) && /^[ \t]+(?:-\S+[ \t]+)*[\w-]+\.[\w./-]+/.test(after) || command === "ps" && /^[ \t]+(?:aux|-?ef|ax)\b/.test(after) || command === "net" && /^[ \t]+(?:user|users|share|view|localgroup|start|use|accounts|session)\b/.test(after) || /^(?:reboot|shutdown)$/.test(command) && endsThere(after) || /^(?:wget|curl|nslookup|nc|ncat|netcat|ping|telnet|useradd|passwd|sudo|chmod|chown|tasklist|taskkill|certutil|bitsadmin|rundll32|mshta|powershell|wmic|netsh|tftp|rm|cmd|uname|ifconfig|netstat|reg|printenv|mkdir|systeminfo)$/.test(command) && /^[ \t]+[\w./$-]+\s*(?:$|[;|&`#'"\n]|\s[-./$\w]+\s*$)/.test(after);
/** Nothing before the separator but what an injection puts there: a number, a closing quote or bracket, a short value. */
const isAlone = (text: string, at: number): boolean => /^[\s\d"')\].,-]*$/.test(text.slice(0, at)) || /["')\]\s]$/.test(text.slice(0, at)) && text.length < 80;
const isMarkdown = (text: string, at: number): boolean => text.startsWith("```", at) || text.slice(Math.max(0, at - 2), at) === "``" || /^`[\w -]{1,40}` [a-z]{2,}/i.test(text.slice(at, at + 60)) && /[a-z]{2,} $/i.test(text.slice(Math.max(0, at - 12), at)) || /[a-z]{3,}\s$/i.test(text.slice(Math.max(0, at - 12), at)) && text.length > 60;

// Forms that name no command of the lists and are unmistakable all the same.
const forms: readonly RegExp[] = [
  /\(\s*\)\s*\{\s*[^}]{0,80}[;:]\s*\}\s*;/, // Shellshock
  /\/dev\/(?:tcp|udp)\/[\w.]+\/\d/i, /\bbash\s+-i\b/i, /\bnc(?:at)?\s+(?:-\w+\s+)*(?:-[ec]\s|\d{1,3}\.\d{1,3}\.)/i, /\$\{?IFS\}?/, /<!--#\s*(?:exec|include)\b/i,
  /(?:^|[\s;"'(&|`=/\\])(?:cmd|command)(?:\.exe|\.com)\b(?:\s*[/+]\w)?/i, /\bcmd\s*\/[ck]\s/i, /\bpowershell(?:\.exe)?\s+(?:-\w+|\(|iex|invoke)/i, /\b(?:iex|invoke-expression)\s*\(/i, /new-object\s+(?:system\.)?net\.webclient/i,
  /\b(?:wget|curl)\s+(?:-\S+\s+)*["']?(?:https?|ftp):\/\/\S+/i, /\|\s*(?:ba|z|k|da)?sh\b(?:\s*$|\s+-|\s*[;&|])/i, /;\s*(?:ba|z|k|da)?sh\s+-c\s/i, /\bchmod\s+(?:\+x|[0-7]{3,4})\s+\S/i, /\/bin\/(?:ba|z|k|da)?sh\b/i, /(?:^|[\s;|&`"'=(])\/(?:usr\/)?(?:local\/)?s?bin\/[a-z][\w.-]*(?:[\s;|&`)"'<]|$)/i,
  /\b(?:system|exec|passthru|shell_exec|popen|proc_open|pcntl_exec|os\.system|subprocess\.(?:popen|call|run|check_output)|child_process(?:'\))?\.exec(?:sync)?|runtime\.getruntime\(\)\.exec)\s*\(\s*["'$[\\]/i, /\brm\s+-[rf]{1,2}\s+[/~*.]/i, /\b(?:net\s+(?:user|localgroup)\s+\S+\s+\S+\s*\/(?:add|del)|net\s+user\s*[&|;]|reg\s+(?:add|query)\s+hk)/i, /(?:^|[;&|])\s*set\s+\/[ap]\s/i, /;\s*(?:str\d*|var|x)=\$\(/i, /^["']?`(?:true|false|id|ls|w)`["']?$/, /^id;$/, /\$\(\(\s*\d+\s*[-+*]\s*\d+\s*\)\)/, /[;&|]\s*for\s+\/[fl]\s+/i, /\bnet\s+(?:view|share|start|use)\s*$/i,
  /\becho\b[^\n]{0,120}[|>]\s*(?:base64\b|\S+\.(?:php|jsp|aspx?|sh|txt)\b|tee\b)/i, /[;|&`]\s*(?:\[\s|\.\s*\/|\.\/)\S/, /\bping(?:\.exe)?\s+-[cn]\s*\d+\s+\S/i, /[;|&]\s*(?:\/[\w.?*-]+){2,}(?:\s|$|;)/,
];

function fixedForm(text: string): string | undefined {
  if (!/[/;|&$(<>\\`-]|\.exe|net /.test(text)) return undefined;
  for (const form of forms) {
    const found = form.exec(text);
    if (found !== null) return text.slice(found.index);
  }
  return undefined;
}

/** The value is nothing but a command line: "cat /etc/passwd", "ping -c 3 10.0.0.1", "uname -a". */
function wholeCommand(text: string): string | undefined {
  const found = /^[\s"'(]*([a-z][a-z0-9]{1,14})(?:\.exe)?(?=[\s$<])/i.exec(text);
  if (found === null) return undefined;
  const word = (found[1] ?? "").toLowerCase();
  const after = text.slice(found[0].length);
  const target = /^\s+(?:-[a-z]+\s+)*(?:\/(?:etc|proc|bin|usr|var|tmp|home|root|dev|opt)\b|[a-z]:\\|\.\.\/|https?:\/\/)/i.test(after);
  const option = /^\s+-[a-z]{1,4}(?:\s|$)/i.test(after) && /^(?:ls|uname|ps|id|netstat|ifconfig|nc|bash|sh|chmod|rm|cat|curl|wget|perl|python3?|php|ruby|ping|awk|find|tail|head|who|env|df|du|lsof|kill|ssh)$/.test(word);
  return (commands.has(word) || wordyCommands.has(word)) && (target && !/^(?:at|for|if|while|for|look|from|more|read|mail|host|look|source|at|call|file|install|watch|start|time|make|which|test|set|sort|print|last|join|cut|paste|move|copy|history|route|who|man|w|top|free|command)$/.test(word) || option && text.length < 120) ? text : undefined;
}
