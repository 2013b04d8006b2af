// The functions of the templates' language by name; each also answers to its name without underscores.
import { codeFunctions } from "./code-functions.ts";
import { cryptoFunctions } from "./crypto-functions.ts";
import { numberFunctions } from "./number-functions.ts";
import { randomFunctions } from "./random-functions.ts";
import { textFunctions } from "./text-functions.ts";
import { timeFunctions } from "./time-functions.ts";
import { versionFunctions } from "./version-functions.ts";
import type { DslFunction } from "./value.ts";

const named: ReadonlyMap<string, DslFunction> = new Map([textFunctions, codeFunctions, cryptoFunctions, numberFunctions, randomFunctions, timeFunctions, versionFunctions].flatMap((group) => Object.entries(group)));
const all: ReadonlyMap<string, DslFunction> = new Map([...named].flatMap(([name, one]) => [[name.replaceAll("_", ""), one] as const, [name, one] as const]));

export const dslFunction = (name: string): DslFunction | undefined => all.get(name);

/** Names as the language's documentation spells them. */
export const dslFunctionNames: readonly string[] = [...named.keys()].toSorted();
