// How much of a long list a run of the tests looks at: a share by default, everything with `npm run quality:dast`.
import process from "node:process";

/** Whether everything is asked for. */
export const isWhole = process.env["DAST_WHOLE"] === "1";

/** Every so-manieth, the first among them; all of them in a whole run. For lists whose members each take seconds of a browser. */
export const shareOf = <T>(all: readonly T[], every: number): T[] => all.filter((_one, at) => isWhole || at % every === 0);
