// The template of a path: segments that are data become a name in braces, so that a thousand orders are one route.

/** What one segment is, first match first. Words with a number in them ("report-7", "v2") stay: they are often pages of their own. */
const dataShapes: readonly (readonly [name: string, shape: RegExp])[] = [
  ["n", /^-?\d{1,30}$/],
  // Several at once: "3,17,24".
  ["ns", /^\d{1,20}(?:[,+~|]\d{1,20}){1,50}$/],
  ["uuid", /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  ["date", /^\d{4}-\d{2}(?:-\d{2}(?:T[\d:.]+Z?)?)?$/],
  ["object", /^[0-9a-f]{24}$/i],
  ["ulid", /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/],
  ["hash", /^(?=.*\d)[0-9a-f]{16,128}$/i],
  ["email", /^[^@/]{1,64}@[^@/]+\.[a-z]{2,}$/i],
  ["jwt", /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/],
  // Long and of three kinds of character without a word in it: base64 and the like.
  ["token", /^(?=.{20,})(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w~=+-]+$/],
];

/** Session ids that some servers write into paths: /page;jsessionid=0A1B, /(S(abc))/page. */
const matrixSession = /;(?:jsessionid|phpsessid|sid|sessionid|session_id)=[^/;]*/gi;
const aspNetSession = /\/\([A-Z]\([\w-]+\)\)(?=\/|$)/g;

export const withoutPathSession = (pathname: string): string => pathname.replace(matrixSession, "").replace(aspNetSession, "") || "/";

const decoded = (segment: string): string => { try { return decodeURIComponent(segment); } catch { return segment; } };

/** "n" of "4711", "uuid" of a UUID; undefined: the segment is a name of the application's own. */
export function dataNameOf(segment: string): string | undefined {
  if (segment === "" || segment.length > 2000) return undefined;
  const text = decoded(segment);
  const name = dataShapes.find(([, shape]) => shape.test(text))?.[0];
  return name === "token" && isWords(text) ? undefined : name;
}

/** "OrderFormStep02WithDelivery": mostly words, so a name of the application's own. In random letters such runs are rare. */
const isWords = (text: string): boolean => Array.from(text.matchAll(/[A-Z]?[a-z]{3,}/g), ([word]) => word.length).reduce((sum, length) => sum + length, 0) * 10 >= text.length * 6;

/** A parameter in the path: its name in the template, and what stands there now. at: the number of the segment, from 0. */
export interface PathParameter { name: string; value: string; at: number }
export interface PathTemplate { template: string; parameters: readonly PathParameter[] }

/** "/orders/{n}/items/{n2}" of "/orders/7/items/9". */
export function templateOf(pathname: string): PathTemplate {
  const parameters: PathParameter[] = [];
  const segments = withoutPathSession(pathname).split("/").map((segment, index) => {
    const kind = dataNameOf(segment);
    if (kind === undefined) return segment;
    const before = parameters.filter(({ name }) => name.replace(/\d+$/, "") === kind).length;
    const name = before === 0 ? kind : `${kind}${before + 1}`;
    parameters.push({ name, value: decoded(segment), at: index - 1 });
    return `{${name}}`;
  });
  return { template: segments.join("/"), parameters };
}

/** Parameters of a template that a description gave, with the values that a path has for them. */
export function parametersBy(template: string, pathname: string): PathParameter[] {
  const values = pathname.split("/");
  return template.split("/").flatMap((segment, index) => {
    const name = /\{([^{}]+)\}/.exec(segment)?.[1];
    return name === undefined ? [] : [{ name, value: decoded(values[index] ?? ""), at: index - 1 }];
  });
}
