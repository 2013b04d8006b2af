// XML external entities and XPath or XInclude injection.

const forms: readonly RegExp[] = [
  /<!entity\s+(?:%\s*)?[\w.:-]+\s+(?:system|public|["'])/i, /<!doctype\s+[\w:.-]+\s*(?:\[|(?:system|public)\s+["'](?:file|https?|ftp|php|expect|jar|netdoc|gopher)?:?\/?\/?(?!www\.w3\.org|-\/\/w3c))/i,
  /<xi:include\s|xmlns:xi\s*=/i, /<xsl:(?:value-of|include|import|stylesheet|variable)\b/i, /%\s?[\w-]{1,20};\s*(?:%|\]>)/, /<soap[\w-]*:envelope[^>]*>.{0,400}(?:<!|cmd|exec)/is,
  /(?:'|")?\s*\]\s*\|\s*(?:\/\/?\*|a\[')|(?:string-length|substring|count|name|local-name|position)\s*\(\s*(?:\/{1,2}|parent::|child::|doc\()|\/\*\[\d+\]\/|\/(?:parent|child|ancestor|following|preceding|descendant)(?:-or-self)?::/i,
];

/** @returns The markup or path that a parser would follow. */
export function findXmlInjection(text: string): string | undefined {
  if (!/<[!xs]|xmlns|%\s?[\w-]+;|\]\s*\||\/\*|::|\(\s*(?:\/|parent|child|doc)/i.test(text)) return undefined;
  for (const form of forms) {
    const found = form.exec(text);
    if (found !== null) return text.slice(found.index);
  }
  return undefined;
}
