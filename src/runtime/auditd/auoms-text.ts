// A line of auoms (microsoft/OMS-Auditd-Plugin), cut into what the collector wrote and what users wrote.

/** "AUOMS_EXECVE", "AUOMS_SYSCALL", ... */
export const isAuoms = (type: string): boolean => type.startsWith("AUOMS_");

/** Texts of users stand unescaped at the end of the line, so they are cut out before names and values are looked for. */
export interface AuomsText { /** Names and values the collector itself wrote. */ plain: string; cmdline: string | undefined; proctitle: string | undefined; containerid: string | undefined }

export function auomsText(text: string): AuomsText {
  const tail = / redactors=\S*(?: containerid=(\S*))?\s*$/.exec(text);
  const whole = tail === null ? text.trimEnd() : text.slice(0, tail.index);
  const command = / argc=\d+ cmdline="/.exec(whole);
  const title = whole.indexOf(" proctitle=");
  const [start, titleEnd] = [command === null ? whole.length : command.index, command === null || command.index < title ? whole.length : command.index];
  return {
    plain: whole.slice(0, title < 0 ? start : Math.min(start, title)), containerid: tail?.[1] === "" ? undefined : tail?.[1],
    cmdline: command === null ? undefined : whole.slice(command.index + command[0].length).replace(/"$/, ""), proctitle: title < 0 || title > start ? undefined : whole.slice(title + " proctitle=".length, titleEnd),
  };
}
