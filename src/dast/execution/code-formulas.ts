// Values that an interpreter of a programming language computes or waits for, in the places where code holds values.
import type { Formula } from "./computed.ts";
import type { Delay } from "./delay.ts";
import type { Numbers } from "./numbers.ts";

const reversed = ({ product }: Numbers): string => [...product].reverse().join("");
const times = ({ left, right }: Numbers): string => `${left}*${right}`;

interface Language {
  id: string; name: string;
  /** A text that only this language makes of the product. */
  compute(numbers: Numbers): string;
  result(numbers: Numbers): string;
  /** The same with one name misspelt: computes nothing. */
  broken(text: string): string;
  /** The value is the expression or statements. */
  whole: readonly ((text: string) => string)[];
  /** The value stands in quotes, brackets or beside a number. */
  within: readonly ((text: string) => string)[];
}

const languages: readonly Language[] = [
  {
    id: "javascript", name: "A JavaScript interpreter", compute: (n) => `(${times(n)}).toString(36)`, result: ({ product }) => Number(product).toString(36), broken: (text) => text.replace("toString", "toStrin"),
    whole: [(text) => text, (text) => `1;return ${text}`],
    within: [(text) => `'+${text}+'`, (text) => `"+${text}+"`, (text) => `\${${text}}`, (text) => `;${text}//`, (text) => `';${text}//`, (text) => `";${text}//`, (text) => `+${text}`, (text) => `'});${text}//`],
  },
  {
    id: "python", name: "A Python interpreter", compute: (n) => `str(${times(n)})[::-1]`, result: reversed, broken: (text) => text.replaceAll("str(", "sr("),
    whole: [(text) => text, (text) => `print(${text})`],
    within: [(text) => `'+${text}+'`, (text) => `"+${text}+"`, (text) => `{${text}}`, (text) => `');print(${text})#`, (text) => `';print(${text})#`, (text) => `";print(${text})#`, (text) => `\nprint(${text})\n`],
  },
  {
    // Where the built-in functions have been taken away, values still have their methods.
    id: "python-bare", name: "A Python interpreter", compute: (n) => `(${times(n)}).__str__()[::-1]`, result: reversed, broken: (text) => text.replaceAll("__str__", "__sr__"),
    whole: [(text) => text], within: [(text) => `'+${text}+'`],
  },
  {
    id: "php", name: "A PHP interpreter", compute: (n) => `strrev(${times(n)})`, result: reversed, broken: (text) => text.replaceAll("strrev", "strre"),
    whole: [(text) => `print(${text});`, (text) => text],
    within: [(text) => `'.${text}.'`, (text) => `".${text}."`, (text) => `\${@print(${text})}`, (text) => `;print(${text});//`, (text) => `';print(${text});//`, (text) => `";print(${text});//`, (text) => `');print(${text});//`, (text) => `");print(${text});//`],
  },
  {
    id: "perl", name: "A Perl interpreter", compute: (n) => `scalar(reverse(${times(n)}))`, result: reversed, broken: (text) => text.replaceAll("reverse", "revers"),
    whole: [(text) => text, (text) => `print(${text});`],
    within: [(text) => `'.${text}.'`, (text) => `".${text}."`, (text) => `@{[${text}]}`, (text) => `';print(${text});#`, (text) => `";print(${text});#`, (text) => `;print(${text});#`],
  },
  {
    id: "ruby", name: "A Ruby interpreter", compute: (n) => `(${times(n)}).to_s.reverse`, result: reversed, broken: (text) => text.replaceAll("reverse", "revers"),
    whole: [(text) => text],
    within: [(text) => `'+${text}+'`, (text) => `"+${text}+"`, (text) => `#{${text}}`],
  },
  {
    id: "lua", name: "A Lua interpreter", compute: (n) => `string.reverse(${times(n)})`, result: reversed, broken: (text) => text.replaceAll("reverse", "revers"),
    whole: [(text) => `return ${text}`], within: [(text) => `'..${text}..'`, (text) => `"..${text}.."`],
  },
];

const formula = ({ id, name, compute, result, broken }: Language, wrap: (text: string) => string, place: string, keep: boolean): Formula => ({
  technique: `${id}:${place}`, by: name, result,
  write: (numbers, original) => `${keep ? original : ""}${wrap(compute(numbers))}`,
  control: (numbers, original) => `${keep ? original : ""}${wrap(broken(compute(numbers)))}`,
});

/** The value is all of the code. */
export const wholeFormulas: readonly Formula[] = languages.flatMap((language) => language.whole.map((wrap, at) => formula(language, wrap, `whole-${at + 1}`, false)));
/** The value stands within code. */
export const withinFormulas: readonly Formula[] = languages.flatMap((language) => language.within.map((wrap, at) => formula(language, wrap, `within-${at + 1}`, true)));

/** "a*b" and "print(a*b);", which five languages read alike: two requests that tell whether the others are worth it. */
export const hints: readonly Formula[] = [
  { technique: "expression", by: "", result: ({ product }) => product, write: times, control: times },
  { technique: "statement", by: "", result: ({ product }) => product, write: (n) => `print(${times(n)});`, control: times },
];

const busy = (seconds: number): string => `(function(){var d=new Date();while(new Date()-d<${seconds * 1000});return 1})()`;
const asleep = (seconds: number): string => `__import__('time').sleep(${seconds})`;
const waiting = (technique: string, by: string, write: Delay["write"]): Delay => ({ technique, by, write });
export const wholeDelays: readonly Delay[] = [
  waiting("sleep", "An interpreter (PHP, Perl or Ruby)", (seconds) => `sleep(${seconds});`),
  waiting("python", "A Python interpreter", asleep),
  waiting("javascript", "A JavaScript interpreter", busy),
];
export const withinDelays: readonly Delay[] = ["'", "\""].flatMap((quote) => [
  waiting(`sleep ${quote}`, "An interpreter (PHP or Perl)", (seconds, original) => `${original}${quote}.sleep(${seconds}).${quote}`),
  waiting(`python ${quote}`, "A Python interpreter", (seconds, original) => `${original}${quote}+str(${quote === "'" ? asleep(seconds) : asleep(seconds).replaceAll("'", "\"")})+${quote}`),
  waiting(`javascript ${quote}`, "A JavaScript interpreter", (seconds, original) => `${original}${quote}+${busy(seconds)}+${quote}`),
]);
