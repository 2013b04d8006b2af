// Module streams of RPM distributions: which of them an advisory's record covers.

/** Does a record for one stream ("nodejs:18") cover a package of another ("nodejs:18:8090020231212:rhel8")? A stream that is not told is covered. */
export const moduleMatches = (advised: string, installed: string | undefined): boolean =>
  installed === undefined || installed === advised || installed.startsWith(`${advised}:`);
