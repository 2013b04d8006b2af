// Server-side request forgery: an address in a value that leads to a cloud's metadata service, to the machine itself, into the private network or out of HTTP.

const address = /(?:^|[\s"'=(,;@<>[{|]|:(?!\/\/))((?:[a-z][a-z0-9+.-]{1,20}:)?(?:\/\/|\\\\)(?:[^\s/?#@"'<>\\]{0,200}@)?(\[[0-9a-f:.%]+\]|[^\s/?#:"'<>\\]{1,255})[^\s"'<>]{0,300})/gi;
const odd = /^(?:gopher|dict|ldaps?|tftp|sftp|jar:https?|netdoc|rmi|iiop|imap|smb|mailto:.*%0a|php|expect|ogg|ssh2?):/i;
const metadata = /^(?:169\.254\.169\.254|169\.254\.170\.2|169\.254\.169\.253|100\.100\.100\.200|192\.0\.0\.192|metadata(?:\.google\.internal|\.goog|\.tencentyun\.com|\.azure\.com|\.platformequinix\.com)?|instance-data(?:\.ec2\.internal)?|\[?fd00:ec2::254\]?|kubernetes\.default(?:\.svc(?:\.cluster\.local)?)?|rancher-metadata)\.?$/i;
const local = /^(?:localhost|0|0\.0\.0\.0|\[?(?:::|::1|0:0:0:0:0:0:0:[01]|::ffff:[\w.:]+)\]?|127(?:\.\d{1,3}){1,3}|127\.1|localtest\.me|[\w.-]+\.(?:nip|sslip)\.io|[\w.-]*\.?(?:lvh|vcap)\.me|spoofed\.burpcollaborator\.net|docker\.for\.\w+\.localhost|host\.docker\.internal)\.?$/i;
const callback = /(?:^|\.)(?:burpcollaborator\.net|oastify\.com|oast\.(?:pro|live|site|online|fun|me|us)|interact\.sh|interactsh\.com|canarytokens\.com|dnslog\.cn|ceye\.io|requestbin\.(?:net|com)|webhook\.site|bxss\.me|r87\.(?:me|com)|xss\.ht|pipedream\.net|ngrok(?:-free)?\.(?:io|app)|dnslog\.\w+|tukaani\.invalid|bxss\.in)$/i;

/** @returns The address, when no page would ask for it. */
export function findForgedRequest(text: string): string | undefined {
  if (!text.includes("//") && !text.includes("\\\\") && !/169\.254|:\d|metadata\./.test(text)) return undefined;
  for (const [, whole = "", host = ""] of text.matchAll(address)) if (isForged(whole, host.replace(/^\[|\]$/g, ""))) return whole;
  return /^(?:169\.254\.169\.254|metadata\.google\.internal)(?:[:/]|$)|(?:latest\/meta-data|computemetadata\/v1|metadata\/instance\?api-version|latest\/user-data|opc\/v[12]\/instance)/i.test(text) ? text : undefined;
}

function isForged(whole: string, host: string): boolean {
  if (odd.test(whole)) return true;
  const decimal = /^\d{8,10}$|^0x[0-9a-f]{8}$|^(?:0x[0-9a-f]{1,2}|0\d{1,3}|\d{1,3})(?:\.(?:0x[0-9a-f]{1,2}|0\d{1,3}|\d{1,3})){3}$/i.test(host) && !/^(?:[1-9]?\d|1\d\d|2[0-4]\d|25[0-5])(?:\.(?:[1-9]?\d|1\d\d|2[0-4]\d|25[0-5])){3}$/.test(host);
  return metadata.test(host) || decimal || callback.test(host) || isLocal(whole, host);
}

// http://localhost:3000/callback is what a developer's own page sends; a port or a path of a service behind the page is not.
const isLocal = (whole: string, host: string): boolean => local.test(host) && !/^(?:https?:)?\/\/(?:localhost|127\.0\.0\.1)(?::(?:3\d{3}|4[02]00|5\d{3}|8\d{3}|9000))?(?:\/(?!server-status|admin|actuator|\.)[\w./?=&%-]*)?$/i.test(whole) || /^https?:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?\/(?:server-status|admin|actuator)/i.test(whole);
