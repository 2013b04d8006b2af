// Serialised values that only a deserialiser turns into something that was not sent: results, names and offsets.
import type { Formula } from "./computed.ts";
import type { Delay } from "./delay.ts";
import { plainString, unknownClass } from "./java-stream.ts";

const base64 = (bytes: string | Uint8Array): string => Buffer.from(bytes as string).toString("base64");
const formula = (technique: string, by: string, parts: Pick<Formula, "write" | "result" | "control">): Formula => ({ technique, by, ...parts });

// docs.python.org/3/library/pickletools: protocol 0 is text; c names a callable, ( t make the arguments, R calls it.
const pickle = (callable: string, left: number, right: number): string => `coperator\n${callable}\n(I${left}\nI${right}\ntR.`;
const python = "Python's pickle";
export const pickleFormulas: readonly Formula[] = [
  formula("pickle:base64", python, { result: ({ product }) => product, write: ({ left, right }) => base64(pickle("mul", left, right)), control: ({ left, right }) => base64(pickle("mulx", left, right)) }),
  formula("pickle:text", python, { result: ({ product }) => product, write: ({ left, right }) => pickle("mul", left, right), control: ({ left, right }) => pickle("mulx", left, right) }),
  formula("pickle:hex", python, { result: ({ product }) => product, write: ({ left, right }) => Buffer.from(pickle("mul", left, right)).toString("hex"), control: ({ left, right }) => Buffer.from(pickle("mulx", left, right)).toString("hex") }),
];
export const pickleDelays: readonly Delay[] = [{ technique: "pickle:base64", by: python, write: (seconds) => base64(`ctime\nsleep\n(I${seconds}\ntR.`) }];

// PyYAML's full and unsafe loaders; jsonpickle's reduce.
export const yamlFormulas: readonly Formula[] = [
  formula("yaml", "A YAML loader that calls what tags name", { result: ({ product }) => product, write: ({ left, right }) => `!!python/object/apply:operator.mul [${left}, ${right}]`, control: ({ left, right }) => `!!python/object/apply:operator.mulx [${left}, ${right}]` }),
  formula("yaml:mapping", "A YAML loader that calls what tags name", { result: ({ product }) => product, write: ({ left, right }, original) => `${/^[\w-]+(?=:)/.exec(original)?.[0] ?? "text"}: !!python/object/apply:operator.mul [${left}, ${right}]`, control: ({ left, right }) => `text: !!python/object/apply:operator.mulx [${left}, ${right}]` }),
];
export const yamlDelays: readonly Delay[] = [{ technique: "yaml", by: "A YAML loader that calls what tags name", write: (seconds) => `!!python/object/apply:time.sleep [${seconds}]` }];

const called = (text: string): string => `_$$ND_FUNC$$_function(){return ${text}}()`;
const keyIn = (original: string): string => /"([\w-]+)"\s*:/.exec(original)?.[1] ?? "text";
export const nodeFormulas: readonly Formula[] = ["clear", "base64"].map((how) => {
  const put = (text: string): string => (how === "clear" ? text : base64(text));
  const of = (original: string): string => (how === "clear" ? original : Buffer.from(original, "base64").toString("utf8"));
  return formula(`node:${how}`, "A JavaScript deserialiser that runs functions", {
    result: ({ product }) => Number(product).toString(36),
    write: ({ left, right }, original) => put(JSON.stringify({ [keyIn(of(original))]: called(`(${left}*${right}).toString(36)`) })),
    control: ({ left, right }, original) => put(JSON.stringify({ [keyIn(of(original))]: called(`(${left}*${right}).toString(36)`).replace("ND_FUNC", "ND_FUN") })),
  });
});

// The error of a reader shows what it read: a class that exists nowhere, or the four bytes where the magic number should stand.
const bytesOf = (coding: "base64" | "hex", bytes: Buffer): string => bytes.toString(coding);
export const javaFormulas: readonly Formula[] = (["base64", "hex"] as const).flatMap((coding) => [
  formula(`java:class:${coding}`, "Java's ObjectInputStream, by the name of a class it looked for,", { result: ({ word, other }) => `${word}.${other}`, write: ({ word, other }) => bytesOf(coding, unknownClass(`${word}.${other}`)), control: ({ word, other }) => bytesOf(coding, Buffer.concat([Buffer.from([0, 0]), unknownClass(`${word}.${other}`)])) }),
  formula(`java:header:${coding}`, "Java's ObjectInputStream, by the header it read,", { result: ({ word }) => `invalid stream header: ${Buffer.from(word.slice(0, 4)).toString("hex").toUpperCase()}`, write: ({ word }) => bytesOf(coding, Buffer.from(word)), control: () => bytesOf(coding, plainString("text")) }),
]);

// php.net unserialize: "Error at offset N of M bytes". Ruby's Marshal: "format version 4.8 required; 97.98 given".
export const phpFormulas: readonly Formula[] = ["clear", "base64"].map((how) => {
  const put = (text: string): string => (how === "clear" ? text : base64(text));
  // The first string is announced shorter than it is: the reader stops there and counts the whole.
  const broken = (word: string, left: number): string => `a:2:{i:0;s:${word.length}:"${word}${"x".repeat(1 + (left % 97))}";i:1;s:1:"x";}`;
  return formula(`php:${how}`, "PHP's unserialize, by the length it counted,", {
    result: ({ word, left }) => `of ${broken(word, left).length} bytes`,
    write: ({ word, left }) => put(broken(word, left)),
    control: ({ word }) => put(`a:2:{i:0;s:${word.length}:"${word}";i:1;s:1:"x";}`),
  });
});
export const rubyFormulas: readonly Formula[] = [formula("ruby", "Ruby's Marshal, by the version it read,", { result: ({ word }) => `${word.charCodeAt(0)}.${word.charCodeAt(1)} given`, write: ({ word }) => base64(word), control: () => base64(Buffer.from([4, 8, 0x30])) })];
