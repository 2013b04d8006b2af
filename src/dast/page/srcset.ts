// The URLs of a srcset attribute.

/** HTML 4.8.4.2.3: a URL runs to white space; commas at its end separate; a comma ends the descriptors unless it is in brackets. */
export function srcsetUrls(value: string): string[] {
  const urls: string[] = [];
  let at = 0;
  while (at < value.length) {
    at = skip(value, at, /[\s,]/);
    const end = skip(value, at, /\S/);
    const word = value.slice(at, end);
    const url = word.replace(/,+$/, "");
    if (url !== "") urls.push(url);
    at = url === word ? afterDescriptors(value, end) : end;
  }
  // Without descriptors people write "a.png,b.png", which the rules read as one URL: give both readings.
  return urls.flatMap((url) => (/^(?!data:)[^,]+\.\w+,[^,]/.test(url) ? [url, ...url.split(",")] : [url]));
}

function skip(text: string, from: number, what: RegExp): number {
  let at = from;
  while (at < text.length && what.test(text[at] ?? "")) at += 1;
  return at;
}

function afterDescriptors(text: string, from: number): number {
  let inBrackets = false;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "(") inBrackets = true;
    if (text[at] === ")") inBrackets = false;
    if (text[at] === "," && !inBrackets) return at + 1;
  }
  return text.length;
}
