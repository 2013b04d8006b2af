// A URL as it may be shown: without credentials and without the query, where tokens travel.

/** Never throws: text that is not a URL is shown as such, without its content. */
export function printableUrl(url: string): string {
  if (!URL.canParse(url)) return "(not a URL)";
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
