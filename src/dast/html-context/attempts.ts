// The payloads that could run in one context, the likeliest first, without those for which a character is known not to come.
import type { Context } from "./context.ts";
import type { Rendering } from "./renders-as.ts";
import type { ScriptState } from "./script-state.ts";
import type { Survey } from "./survey.ts";
import { attributeVectors, blockCommentVectors, codeVectors, disguises, elementVectors, frameVectors, lineCommentVectors, regexVectors, scriptSourceVectors, stringVectors, templateVectors, urlVectors, xmlVectors } from "./vectors.ts";
import type { Make } from "./vectors.ts";

export interface Attempt { technique: string; make: Make }

const most = 18;

/** At most eighteen. */
export function attemptsFor(context: Context, survey: Survey, rendering: Rendering): Attempt[] {
  if (rendering === "xml") return possible(named("xml", xmlVectors), survey, context);
  const all = inPlace(context);
  const open = possible(all, survey, context);
  return [...open, ...[...survey.decodes].flatMap((disguise) => all.slice(0, 2).map(({ technique, make }) => ({ technique: `${technique}:${disguise}`, make: (token: string) => disguises[disguise](make(token)) })))].slice(0, most);
}

function inPlace(context: Context): Attempt[] {
  switch (context.place) {
    case "text": return named("element", after(context.closers, elementVectors));
    case "raw-text": return named("element", after(`</${context.element}>${context.closers}`, elementVectors));
    case "dropped": return [...named("frame", frameVectors), ...named("element", after("</select></template>", elementVectors.slice(0, 4)))];
    case "comment": return [...named("comment", after("-->", elementVectors)), ...named("comment", after("--!>", elementVectors.slice(0, 3)))];
    case "tag-name": return named("tag-name", [(t) => `svg/onload=${t}() x=`, (t) => `svg onload=${t}() x `, (t) => `script>${t}()</script `, ...after("x>", elementVectors.slice(0, 4))]);
    case "attribute-name": return named("attribute-name", [...attributeVectors("", context.hidden).map((make): Make => (t) => `x${make(t)}`), ...after("x>", elementVectors.slice(0, 6))]);
    case "script": return [...named("script", inScript(context.state)), ...named("element", after("</script>", elementVectors.slice(0, 8)))];
    case "obsolete": return named("element", after("</script>", elementVectors.slice(0, 8)));
    case "attribute": return inAttribute(context);
  }
}

function inAttribute(context: Context): Attempt[] {
  const { meaning, leads, quote, hidden, closers } = context;
  const value = quote === "" ? "x" : quote;
  const out = [...named("element", after(`${value}>${closers}`, elementVectors.slice(0, 9))), ...named("attribute", quote === "" ? attributeVectors("", hidden).map((make): Make => (t) => `x${make(t)}`) : attributeVectors(quote, hidden))];
  // Breaking out of the tag first; when no bracket comes, the survey leaves the attributes.
  const ordered = [...out.slice(0, 3), ...out.slice(9), ...out.slice(3, 9)];
  if (meaning === "code") return [...named("handler", withEntities(inScript(context.state))), ...ordered];
  if (meaning === "url-code") return [...named("url", [...withEntities(inScript(context.state)), ...inScript(context.state).map((make): Make => (t) => disguises.percent(make(t)))]), ...ordered];
  if (meaning === "url" && leads) return [...named("url", urlVectors), ...ordered];
  if (meaning === "script-source" && leads) return [...named("script-source", scriptSourceVectors), ...ordered];
  if (meaning === "markup") return [...named("markup", elementVectors.slice(0, 4)), ...named("markup", elementVectors.slice(0, 1).map((make): Make => (t) => disguises.entity(make(t)))), ...ordered];
  return ordered;
}

function inScript(state: ScriptState): readonly Make[] {
  switch (state) {
    case "code": return codeVectors;
    case "double": return stringVectors('"');
    case "single": return stringVectors("'");
    case "template": return templateVectors;
    case "regex": return regexVectors;
    case "line-comment": return lineCommentVectors;
    case "block-comment": return blockCommentVectors;
  }
}

const named = (technique: string, makes: readonly Make[]): Attempt[] => makes.map((make) => ({ technique, make }));
const after = (prefix: string, makes: readonly Make[]): Make[] => makes.map((make) => (token) => `${prefix}${make(token)}`);
// In an attribute the browser reads entities before the script is read.
const withEntities = (makes: readonly Make[]): Make[] => [...makes, ...makes.slice(0, 1).map((make): Make => (t) => make(t).replaceAll('"', "&quot;").replaceAll("'", "&apos;"))];

/** Without the attempts that need a character which does not come; in handlers an encoded quote is a quote still. */
function possible(attempts: readonly Attempt[], { raw, escaped, doubled }: Survey, { place, meaning }: Context): Attempt[] {
  if (raw === undefined) return attempts.slice(0, 8);
  const decoded = place === "attribute" && (meaning === "code" || meaning === "url-code");
  // In srcdoc everything is read twice.
  const twice = place === "attribute" && meaning === "markup";
  return attempts.filter(({ technique, make }) => {
    const text = make("token");
    if (twice && technique === "markup") return true;
    if (place === "script" && technique === "script" && escaped && /^['"]/.test(text)) return false;
    if (place === "script" && technique === "script" && text.startsWith("\\") && (doubled || !escaped)) return false;
    return [...text].every((one) => !"<>'\"".includes(one) || raw.has(one) || (decoded && one !== "<" && one !== ">" && technique !== "attribute" && technique !== "element"));
  });
}
