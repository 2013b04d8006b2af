// Cipher suites by what is wrong with them (IANA numbers), and the rest of what was ever common.

export interface WeakSuites { kind: string; severity: "high" | "medium" | "low"; why: string; suites: readonly number[] }

export const weakSuites: readonly WeakSuites[] = [
  { kind: "NULL", severity: "high", why: "nothing is encrypted", suites: [0x0001, 0x0002, 0x003b, 0xc001, 0xc006, 0xc00b, 0xc010, 0xc015, 0x00b0, 0x00b1] },
  { kind: "anonymous", severity: "high", why: "the server proves nothing: anybody can stand between", suites: [0x0018, 0x001b, 0x0034, 0x003a, 0x0046, 0x006c, 0x006d, 0x0089, 0x00a6, 0x00a7, 0xc016, 0xc017, 0xc018, 0xc019, 0x0017, 0x0019, 0x001a] },
  { kind: "EXPORT", severity: "high", why: "keys of 40 or 56 bits are found in minutes", suites: [0x0003, 0x0006, 0x0008, 0x000b, 0x000e, 0x0011, 0x0014, 0x0060, 0x0061, 0x0062, 0x0063, 0x0064, 0x0065] },
  { kind: "DES", severity: "high", why: "keys of 56 bits are found in hours", suites: [0x0009, 0x000c, 0x000f, 0x0012, 0x0015, 0x001e] },
  { kind: "RC4", severity: "medium", why: "its key stream leaks the text (RFC 7465)", suites: [0x0004, 0x0005, 0xc002, 0xc007, 0xc00c, 0xc011, 0x0066] },
  { kind: "3DES", severity: "medium", why: "blocks of 64 bits repeat in long sessions (Sweet32)", suites: [0x000a, 0x000d, 0x0010, 0x0013, 0x0016, 0xc003, 0xc008, 0xc00d, 0xc012] },
  { kind: "no forward secrecy", severity: "low", why: "who gets the server's key later reads what was recorded", suites: [0x009c, 0x009d, 0x002f, 0x0035, 0x003c, 0x003d, 0x0041, 0x0084, 0x0096, 0xc09c, 0xc09d, 0xc0a0] },
];

/** Suites that are in order, for the question whether a version is spoken at all. */
export const soundSuites: readonly number[] = [0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0x009e, 0x009f, 0xccaa, 0xc009, 0xc013, 0xc00a, 0xc014, 0xc023, 0xc027, 0xc024, 0xc028, 0x0033, 0x0039, 0x0067, 0x006b, 0x0032, 0x0038];
export const everySuite: readonly number[] = [...soundSuites, ...weakSuites.toReversed().flatMap(({ suites }) => suites)];
export const modernSuites: readonly number[] = [0x1301, 0x1302, 0x1303];

/** "0xC02F" */
export const suiteName = (suite: number): string => `0x${suite.toString(16).toUpperCase().padStart(4, "0")}`;
