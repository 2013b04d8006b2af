// Values that template engines compute, by the delimiters and the words that tell the engines apart.
import type { Formula } from "./computed.ts";
import { addends } from "./numbers.ts";
import type { Numbers } from "./numbers.ts";

/** engines: asked after the delimiters computed, in order; the first that computes names the engine. */
export interface TemplateFamily { first: Formula; engines: readonly Formula[] }

const times = ({ left, right }: Numbers): string => `${left}*${right}`;
const product = ({ product: result }: Numbers): string => result;

/** expression between delimiters; control: the same without those that open. */
function formula(technique: string, write: (numbers: Numbers) => string, { result = product, control, by = `The template engine ${technique}` }: { result?: Formula["result"]; control?: (numbers: Numbers) => string; by?: string } = {}): Formula {
  const put = (text: string, original: string): string => `${original}${text}`;
  return { technique, by, result, write: (numbers, original) => put(write(numbers), original), control: (numbers, original) => put((control ?? ((same) => write(same).replace(/[{<#$@%[*=]+/, "(")))(numbers), original) };
}

const joined = ({ word, other }: Numbers): string => word + other;
const upper = ({ word, other }: Numbers): string => word.toUpperCase() + other;
const engine = (technique: string, write: (numbers: Numbers) => string, result: Formula["result"] = upper): Formula => formula(technique, write, { result });

const doubleBraces: TemplateFamily = {
  first: formula("{{ }}", (n) => `{{${times(n)}}}`, { by: "A template engine with {{ }}" }),
  engines: [
    // Twig reads the filter too, but knows no method of a string: it is asked after Jinja2.
    engine("jinja2", (n) => `{{'${n.word}'.upper()~'${n.other}'}}`),
    engine("twig", (n) => `{{'${n.word}'|upper~'${n.other}'}}`),
    engine("nunjucks", (n) => `{{'${n.word}'.toUpperCase()+'${n.other}'}}`),
    engine("tornado", (n) => `{{'${n.word}'.upper()+'${n.other}'}}`),
    engine("blade", (n) => `{{strtoupper('${n.word}').'${n.other}'}}`),
  ],
};
const dollarBraces: TemplateFamily = {
  first: formula("${ }", (n) => `\${${times(n)}}`, { by: "A template engine with ${ }" }),
  engines: [
    engine("freemarker", (n) => `\${"${n.word}"?upper_case+"${n.other}"}`),
    engine("mako", (n) => `\${'${n.word}'.upper()+'${n.other}'}`),
    engine("lodash", (n) => `\${typeof '${n.word}'=='string'?'${n.word}'.toUpperCase()+'${n.other}':0}`),
  ],
};
const hashBraces: TemplateFamily = {
  first: formula("#{ }", (n) => `#{${times(n)}}`, { by: "A template engine with #{ }" }),
  engines: [engine("ruby (slim, haml)", (n) => `#{'${n.word}'.upcase+'${n.other}'}`), engine("pug", (n) => `#{typeof 1=='number'?'${n.word}'.toUpperCase()+'${n.other}':0}`)],
};
const percentTags: TemplateFamily = {
  first: formula("<%= %>", (n) => `<%= ${times(n)} %>`, { by: "A template engine with <%= %>" }),
  engines: [engine("erb", (n) => `<%= '${n.word}'.upcase+'${n.other}' %>`), engine("ejs", (n) => `<%= '${n.word}'.toUpperCase()+'${n.other}' %>`), engine("mojolicious", (n) => `<%= uc('${n.word}').'${n.other}' %>`)],
};
const lone = (technique: string, write: (numbers: Numbers) => string, result: Formula["result"] = product, control?: (numbers: Numbers) => string): TemplateFamily => ({ first: formula(technique, write, control === undefined ? { result } : { result, control }), engines: [] });

/** In the order of what is most often in use. */
export const templateFamilies: readonly TemplateFamily[] = [
  doubleBraces, dollarBraces, percentTags, hashBraces,
  { first: formula("{ }", (n) => `{${times(n)}}`, { by: "A template engine with { }" }), engines: [engine("smarty", (n) => `{'${n.word}'|upper}${n.other}`), engine("latte", (n) => `{='${n.word}'|upper}${n.other}`)] },
  lone("velocity", (n) => `#set($${n.word}=${times(n)})$${n.word}`),
  lone("liquid", ({ left, right }) => `{{${left}|times:${right}}}`),
  lone("django", (n) => { const [one, two] = addends(n); return `{{${one}|add:${two}}}`; }, ({ sum }) => sum),
  lone("go", ({ word, other }) => `{{printf "%s%s" "${word}" "${other}"}}`, joined),
  // A branch is taken: taking the tags away would leave both words.
  lone("handlebars", ({ word, other }) => `${word}{{#if 1}}${other}{{else}}x{{/if}}z`, ({ word, other }) => `${word}${other}z`, ({ word, other }) => `${word}{{#if 0}}${other}{{else}}x{{/if}}z`),
  lone("razor", (n) => `@(${times(n)})`),
  lone("thymeleaf", (n) => `[[\${${times(n)}}]]`),
  lone("thymeleaf-fragment", (n) => `__\${${times(n)}}__::x`),
  lone("dot", (n) => `{{=${times(n)}}}`),
  lone("line", (n) => `\n= ${times(n)}\n`, product, (n) => `\n- ${times(n)}\n`),
  // The value stands within delimiters already: they are closed and opened again.
  lone("in {{ }}", (n) => `}}{{${times(n)}}}{{1`, product, (n) => `}{${times(n)}}{1`),
  lone("in ${ }", (n) => `}\${${times(n)}}\${1`, product, (n) => `}{${times(n)}}{1`),
  lone("in <%= %>", (n) => `%><%= ${times(n)} %><%= 1`, product, (n) => `%>${times(n)} %>1`),
  lone("in {% %}", (n) => `%}{{${times(n)}}}{%`, product, (n) => `%}{${times(n)}}{%`),
];

/** One value in which every family would compute or stumble. */
export const everyTemplate = (n: Numbers): string => `{{${times(n)}}}\${${times(n)}}<%= ${times(n)} %>#{${times(n)}}{${times(n)}}@(${times(n)})%}{#`;

/** Names a Java expression language: `hashCode` of a string, which expression-injection reports. */
export const isJavaExpression = (open: "${" | "#{"): Formula => ({ technique: `java ${open}`, by: "An expression language", result: ({ word }) => String(javaHashCode(word)), write: ({ word }) => `${open}'${word}'.hashCode()}`, control: ({ word }) => `${open.slice(1)}'${word}'.hashCode()}` });

/** String.hashCode of the Java platform: s[0]*31^(n-1) + ... in 32 bits. */
export const javaHashCode = (text: string): number => [...text].reduce((sum, character) => (Math.imul(sum, 31) + character.charCodeAt(0)) | 0, 0);
