// Lines of a shell told by their grammar, whichever program they call: loops and tests of cmd.exe, a command run by another, options after a separator, globs for paths.
import { commands, wordyCommands } from "./shell-words.ts";

const cmdWord = String.raw`(?:\(|@?(?:echo|cmd|goto|call|set|del|start|cd|copy|type|dir|md|rd|rmdir|mkdir|ren|exit|for|if)\b)`;
const forms: readonly RegExp[] = [
  // FOR /L %G IN (1,1,5) DO echo; IF NOT EXIST x cmd; IF 2 GEQ 15 echo; IF /I a==b cmd (Windows command reference, "for" and "if").
  /\bfor\s+(?:\/[dflr]\b[^%\n]{0,80}){0,2}%{1,2}[~\w]{1,10}\s+in\s*\(/i, /\bfor\s+\/[dflr]\s[^\n]{0,80}%{0,2}\w{1,12}\s+in\s*\([^\n]{0,120}do\b/i,
  new RegExp(String.raw`^[\s&|;"'(]*if\s+(?:/i\s+)?(?:not\s+)?(?:exist\s+\S[^\n]{0,80}?\s+(?:${cmdWord}|cmd)|exist\s+(?:[a-z]:\\|\S+\.\w{2,4}\s)|defined\s+\w+\s+${cmdWord}|errorlevel\s+\d+\s+\w|[^\s=]{1,60}\s*==\s*[^\s=]{1,60}\s+${cmdWord})`, "i"),
  /^[\s&|;"'(]*if\s+(?:\/i\s+)?(?:not\s+)?\(?\s*(?:"[^"\n]{0,40}"|[%\w[\]~:-]{1,40})\s+(?:equ|neq|lss|leq|gtr|geq)\s+\S/i, /^[\s&|;"'(]*if\s*\/i\s+\S+\s*(?:==|\s(?:equ|neq|lss|leq|gtr|geq)\s)/i, /^[\s&|;"'(]*if\s+(?:not\s+)?[[("']?%\d[^\s=]{0,4}\s*==/i,
  // A shell that is told its line; a command in a process substitution; $SHELL.
  /(?:^|[\s;|&`(=/"'])(?:ba|z|k|da|a|tc|c)?sh\s+-[a-z]{0,3}c\s+\S/i, /[<>]\(\s*[a-z][\w.-]{1,20}\s+[\w./-]+\s*\)/i, /\$\{?shell\b\}?/i, /\bbusybox\s+-?[a-z]/i, /\bsh\s*,\s*-c\s*,/i,
  /^\s*alias\s+(?:[-+]\w+\s+)?["']?[\w.-]{1,30}["']?=/, /<<<\s*\S/, /^\s*\(\)\s*\{/, /\$\[\s*\d+\s*[-+*/]\s*\d+\s*\]|\$\(\(\s*(?:\$\(\)|\d+\s*[-+*/%])/, /^~[+-]\d{0,3}$/,
  // Whatever stands after the separator, options make it a command: ";perf --version", "| foo -x".
  /^["'\d\s)]{0,6}(?:;|\|\|?|&&?|\n)\s*[a-z][a-z0-9_.-]{1,24}\s+--?[a-z][\w-]*(?:[\s=]|$)/i, /^[^\s;&|]{0,80}[;&|]\s*[a-z]\w{2,24}\s+(?:\/[a-z?]\s|-[a-z]\s+\S|--[a-z]{2})/i, /\b\w{1,20}=\S{1,80}?(?:&&|;)\s*\$\{?\w{1,20}\}?\s/, /:\s*\(\)\s*\{|\w\$\(\)\w|\w[<>]\(\)\w/, /\$\{\w{1,30}(?:[#%]{1,2}[^}]|:\d)/, /^["'\d\s]{0,4}(?:;|\|\|?|&&)\s*trap\s+["']/, /^\s*cd\s+[/.~][\w./~-]*\s*(?:;|&&|\|)/,
  // /b?n/c[a]t, /etc/pas[s]wd, /???/b??h: no page is called so. {cat,/etc/x}, c{a,}t: braces that make blanks or letters.
  /(?:^|[\s'"=;|&`(])\/(?:[\w-]*(?:\?|\[[!\w?/-]{1,8}\])[\w?[\]!*/-]*\/[\w?*[\]!/.-]+|(?:etc|s?bin|usr|dev|proc)\/[\w./-]*(?:\?|\[[!\w?/-]{1,8}\])[\w?*[\]./-]*)\s*(?:$|[;|&`)'"])/, /^[a-z]*\{,?[a-z/]{1,20}(?:,[\w/.-]{0,20}){1,4}\}[a-z]*$/,
  // Cmdlets of PowerShell are a verb and a noun; these verbs act.
  /(?:^|[\s;|&`(=])(?:invoke-(?:webrequest|restmethod|expression|command|wmimethod|item|mimikatz|shellcode)|start-(?:process|bitstransfer|job)|get-(?:content|childitem|process|service|wmiobject|credential|itemproperty|aduser)|set-(?:executionpolicy|mppreference|itemproperty|content)|new-(?:object|service|localuser|item)|add-(?:type|mppreference|localgroupmember)|out-file|convertto-securestring)\s+[-"'$([\w/.]/i,
];

/** Programs that run the program named after them. */
const runner = /^[\s;|&"']*(?:(?:sudo|time|nohup|strace|ltrace|nice|ionice|env|exec|command|timeout\s+\d+s?|xargs|setsid|stdbuf\s+-\w+|watch|busybox|unshare|chroot\s+\S+|start)\s+)+(?:-\w+\s+)*([a-z][a-z0-9_.-]*)([^\n]*)$/i;

/** @returns The line from where it begins; undefined when no shell would run it. */
export function findShellLine(text: string): string | undefined {
  if (!/[;|&<>({[%$=?~\n-]|^\s*(?:if|for|sudo|time|nohup|strace|nice|env|exec|xargs|timeout|cd|busybox|alias)\b/i.test(text)) return undefined;
  for (const form of forms) {
    const found = form.exec(text);
    if (found !== null) return text.slice(found.index);
  }
  const [, name = "", rest = ""] = runner.exec(text.trim()) ?? [];
  const word = name.toLowerCase();
  return commands.has(word) && !wordyCommands.has(word) && rest.trim().split(/\s+/).length <= 4 ? text : undefined;
}
