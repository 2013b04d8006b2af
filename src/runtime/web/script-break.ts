// Script that breaks out of a script's string, or is script already: ';alert(1)//, "-alert(1)-", ${alert(1)}.

/** What attackers call or read to show that they run, or to take what they came for. */
const sinks = "alert|prompt|confirm|eval|execscript|settimeout|setinterval|setimmediate|function|fetch|xmlhttprequest|importscripts|fromcharcode|document|window|location|self|top|parent|globalthis|frames|this|constructor|atob|unescape|print|console|navigator|open|import|msgbox|postmessage|onerror|throw|new|with|\\$|jquery";
const call = `(?:${sinks})\\b\\s*(?:\\(|\`|\\.\\s*\\w|\\[|=(?!=)|\\?\\.)`;

// The string ends ('), and an operator, a semicolon or a bracket lets a new expression begin.
const brokenOut = new RegExp(`(?:^|[^\\\\])["'\`]\\s*(?:[;,+\\-*/%^|&<>?:=!~)}\\]\\s]|in\\b|instanceof\\b){1,8}\\s*(?:\\(+|\\[+|\\{|typeof\\s|void\\s|var\\s+\\w+\\s*=|new\\s)?\\s*${call}`, "i");
const escapedOut = new RegExp(`\\\\+["'\`]\\s*[;,+\\-*/|&)}\\]]{1,6}\\s*\\(?\\s*${call}`, "i");
const fromTemplate = new RegExp(`\\$\\{\\s*${call}`, "i");
// Whole expressions: only what nobody writes in a search box.
const plainCall = /(?:^|[\s;,=:({[&|!~+\-*/>?"'])(?:window|self|top|this|parent|document|globalthis|frames)?\s*(?:\.|\[\s*["'`/])?\s*(?:alert|prompt|confirm)\s*(?:["'`/\]\\][^(`]{0,12})?(?:\?\.)?\s*(?:\(\s*(?:[\d"'`/.)]|document|xss|string|location|1|window|origin|name|\/|unescape|eval)|`[^`]{0,40}`)/i;
const cookieTheft = /document\s*(?:\.\s*|\[\s*["'`]\s*)(?:cookie|domain|write(?:ln)?|location|body|createelement|forms|url|documenturi|referrer)\b["'`\]]*\s*(?:[(=+;)]|$|\.\s*(?:append|innerhtml|href|replace))/i;
const charCodes = /string\s*(?:\.\s*|\[\s*["'`]\s*)fromcharcode\s*["'`\]]*\s*\(\s*\d/i;
const evaluated = /(?:eval|settimeout|setinterval|execscript|function)\s*(?:\(\s*(?:atob|unescape|string|decodeuri|name|location|["'`]\s*(?:alert|\\x|\\u|al|document|prompt|confirm))|`)/i;
const indexed = /(?:window|self|top|this|parent|frames|globalthis|\[\])\s*\[\s*["'`/(][^\]]{1,60}\]\s*(?:\(|`|\[)/i;
const relocated = /(?:^|[\s;"'(])(?:(?:window|document|self|top|parent)\s*\.\s*)?location(?:\s*\.\s*(?:href|hash|search|replace|assign))?\s*(?:=(?!=)|\()\s*["'`/(]?\s*(?:javascript:|name\b|(?:https?:)?\/\/)/i;
const constructed = /constructor\s*(?:\.\s*|\[\s*["'`])\s*constructor\s*["'`\]]*\s*\(|\[\s*\]\s*(?:\.\s*|\[\s*["'`])(?:filter|find|flat|map|sort|reduce)["'`\]]*\s*(?:\.\s*|\[\s*["'`])constructor/i;
// Non-alphanumeric script ("JSFuck") is written in six characters.
const sixCharacters = /[[\]()!+]{40,}/;
const handlerLeft = /\bon(?:error|load|click|focus|mouseover|toggle|begin|start|animationstart|pageshow)\s*=\s*["'`]?\s*[\w$.]+\s*[(`=]/i;

/** @returns The script as written; undefined when there is none. */
export function findScript(text: string): string | undefined {
  if (!/[(`=[]|document/.test(text)) return undefined;
  for (const pattern of [brokenOut, escapedOut, fromTemplate, plainCall, cookieTheft, charCodes, evaluated, indexed, relocated, constructed, sixCharacters, handlerLeft]) {
    const found = pattern.exec(text);
    if (found !== null) return text.slice(found.index);
  }
  return undefined;
}
