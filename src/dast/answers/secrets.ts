// Secrets by their formats: makers give their keys a prefix, a length and often a checksum, so that a look tells them from other text.
import { crc32 } from "node:zlib";
import { entropyOf } from "./tokens.ts";

export interface SecretFormat {
  kind: string;
  severity: "critical" | "high" | "medium" | "low" | "info";
  /** Group 1, or all of it, is the secret. Global: several may stand in one text. */
  shape: RegExp;
  /** Words of which one must stand nearby, for formats that others have too. */
  near?: RegExp;
  isReal?: (secret: string) => boolean;
}

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
function inBase62(value: number): string {
  let [rest, text] = [value, ""];
  for (; rest > 0; rest = Math.floor(rest / 62)) text = (base62[rest % 62] ?? "") + text;
  return text;
}
/** The last six characters are the CRC-32 of the random part in base 62 (published by GitHub in 2021; npm does the same). */
const endsInChecksum = (secret: string): boolean => {
  const random = secret.slice(secret.indexOf("_") + 1, -6);
  return inBase62(crc32(random)).padStart(6, "0") === secret.slice(-6);
};
const varied = (least: number) => (secret: string): boolean => entropyOf(secret) >= least && !/^(.)\1+$|example|sample|dummy|placeholder|changeme|your[_-]|xxxx|1234567890/i.test(secret);

export const secretFormats: readonly SecretFormat[] = [
  { kind: "private key", severity: "critical", shape: /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----(?:\\n|\\r|\s)*(?:[\w-]+: [^\n]*\n)*\s*((?:[A-Za-z0-9+/=](?:\\n|\\r|\s)*){40,})/g },
  { kind: "AWS access key id", severity: "high", shape: /(?<![A-Z0-9])((?:AKIA|ASIA)[A-Z2-7]{16})(?![A-Z0-9])/g, isReal: varied(3) },
  { kind: "AWS secret access key", severity: "critical", shape: /(?<![\w/+])([A-Za-z0-9/+]{40})(?![\w/+=])/g, near: /aws.{0,20}(?:secret|key)|secret_?access_?key/i, isReal: (secret) => varied(4.3)(secret) && /\d/.test(secret) && !/^[\da-f]+$/i.test(secret) },
  { kind: "GitHub token", severity: "critical", shape: /(?<!\w)(gh[pousr]_[A-Za-z0-9]{36})(?!\w)/g, isReal: endsInChecksum },
  { kind: "GitHub fine-grained token", severity: "critical", shape: /(?<!\w)(github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?!\w)/g, isReal: varied(4) },
  { kind: "GitLab token", severity: "critical", shape: /(?<!\w)(gl(?:pat|ptt|dt|rt|cbt|soat)-[\w-]{20,60})(?![\w-])/g, isReal: varied(3.2) },
  { kind: "npm token", severity: "critical", shape: /(?<!\w)(npm_[A-Za-z0-9]{36})(?!\w)/g, isReal: endsInChecksum },
  { kind: "PyPI token", severity: "critical", shape: /(?<!\w)(pypi-AgEIcHlwaS5vcmc[\w-]{50,})/g },
  { kind: "RubyGems key", severity: "critical", shape: /(?<!\w)(rubygems_[\da-f]{48})(?!\w)/g, isReal: varied(3) },
  { kind: "Slack token", severity: "high", shape: /(?<!\w)(xox[abeoprs]-(?:\d+-){0,3}[A-Za-z0-9-]{10,80})(?![\w-])/g, isReal: varied(3) },
  { kind: "Slack webhook", severity: "medium", shape: /(https:\/\/hooks\.slack\.com\/(?:services|workflows)\/[A-Z0-9]{6,}\/[A-Z0-9]{6,}\/[A-Za-z0-9]{16,})/g, isReal: varied(3.5) },
  { kind: "Discord webhook", severity: "medium", shape: /(https:\/\/(?:canary\.|ptb\.)?discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,})/g },
  { kind: "Teams webhook", severity: "medium", shape: /(https:\/\/[\w-]+\.webhook\.office\.com\/webhookb2\/[\w@-]{36,}\/IncomingWebhook\/[\w/-]{36,})/g },
  { kind: "Stripe secret key", severity: "critical", shape: /(?<!\w)([sr]k_live_[A-Za-z0-9]{20,120})(?!\w)/g, isReal: varied(3.3) },
  { kind: "Google API key", severity: "low", shape: /(?<![\w-])(AIza[\w-]{35})(?![\w-])/g, isReal: varied(3.5) },
  { kind: "Google OAuth secret", severity: "high", shape: /(?<!\w)(GOCSPX-[\w-]{28})(?![\w-])/g, isReal: varied(3.2) },
  { kind: "Google OAuth token", severity: "high", shape: /(?<!\w)(ya29\.[\w-]{50,})/g, isReal: varied(4) },
  { kind: "Firebase server key", severity: "high", shape: /(?<!\w)(AAAA[\w-]{7}:APA91b[\w-]{130,})/g },
  { kind: "Azure storage key", severity: "critical", shape: /AccountKey=([A-Za-z0-9+/]{86}==)/g, isReal: varied(4.5) },
  { kind: "Azure client secret", severity: "high", shape: /(?<![\w~.-])([\w~.-]{3}\dQ~[\w~.-]{31,34})(?![\w~.-])/g, isReal: varied(3.8) },
  { kind: "Azure shared access signature", severity: "medium", shape: /\bsv=\d{4}-\d\d-\d\d&[^\s"'<>]{0,300}?sig=([\w%+/]{40,}=?)/g },
  { kind: "SendGrid key", severity: "high", shape: /(?<!\w)(SG\.[\w-]{22}\.[\w-]{43})(?![\w-])/g, isReal: varied(4) },
  { kind: "Mailgun key", severity: "high", shape: /(?<!\w)(key-[\da-f]{32})(?!\w)/g, near: /mailgun/i },
  { kind: "Mailchimp key", severity: "high", shape: /(?<!\w)([\da-f]{32}-us\d{1,2})(?!\w)/g, isReal: varied(3) },
  { kind: "Twilio key", severity: "high", shape: /(?<!\w)(SK[\da-f]{32})(?!\w)/g, near: /twilio/i },
  { kind: "Twilio auth token", severity: "high", shape: /(?<!\w)AC[\da-f]{32}\W{1,40}(?:\w+\W{1,5}){0,3}([\da-f]{32})(?!\w)/g },
  { kind: "Telegram bot token", severity: "high", shape: /(?<!\w)(\d{8,10}:AA[\w-]{33})(?![\w-])/g, isReal: varied(3.5) },
  { kind: "OpenAI key", severity: "high", shape: /(?<![\w-])(sk-(?:proj-|svcacct-|admin-)?[\w-]{20,80}T3BlbkFJ[\w-]{20,80})(?![\w-])/g },
  { kind: "Anthropic key", severity: "high", shape: /(?<![\w-])(sk-ant-(?:api|admin)\d\d-[\w-]{80,110})(?![\w-])/g },
  { kind: "Hugging Face token", severity: "high", shape: /(?<!\w)(hf_[A-Za-z]{34})(?!\w)/g, isReal: varied(3.5) },
  { kind: "DigitalOcean token", severity: "critical", shape: /(?<!\w)(do[oprt]_v1_[\da-f]{64})(?!\w)/g, isReal: varied(3) },
  { kind: "Shopify token", severity: "high", shape: /(?<!\w)(shp(?:at|ca|pa|ss)_[\da-fA-F]{32})(?!\w)/g, isReal: varied(3) },
  { kind: "Square token", severity: "high", shape: /(?<![\w-])(sq0(?:atp|csp)-[\w-]{22,43}|EAAA[\w-]{60})(?![\w-])/g, isReal: varied(4) },
  { kind: "Databricks token", severity: "critical", shape: /(?<!\w)(dapi[\da-f]{32}(?:-\d)?)(?!\w)/g, isReal: varied(3) },
  { kind: "Vault token", severity: "critical", shape: /(?<!\w)(hv[sbr]\.[\w-]{24,200})(?![\w-])/g, isReal: varied(3.8) },
  { kind: "Atlassian token", severity: "high", shape: /(?<!\w)(AT(?:ATT3|CTT3|BB)[\w=-]{24,200})(?![\w=-])/g, isReal: varied(4) },
  { kind: "New Relic key", severity: "medium", shape: /(?<!\w)(NRAK-[A-Z0-9]{27}|NRJS-[\da-f]{19})(?!\w)/g },
  { kind: "Grafana token", severity: "high", shape: /(?<!\w)(glsa_[A-Za-z0-9]{32}_[\da-f]{8}|glc_[A-Za-z0-9+/]{32,}={0,2})(?!\w)/g, isReal: varied(3.5) },
  { kind: "Linear key", severity: "medium", shape: /(?<!\w)(lin_(?:api|oauth)_[A-Za-z0-9]{40,64})(?!\w)/g, isReal: varied(3.5) },
  { kind: "Notion token", severity: "medium", shape: /(?<!\w)(ntn_[A-Za-z0-9]{46}|secret_[A-Za-z0-9]{43})(?!\w)/g, isReal: varied(4) },
  { kind: "Postman key", severity: "high", shape: /(?<!\w)(PMAK-[\da-f]{24}-[\da-f]{34})(?!\w)/g },
  { kind: "Pulumi token", severity: "high", shape: /(?<!\w)(pul-[\da-f]{40})(?!\w)/g, isReal: varied(3) },
  { kind: "PlanetScale password", severity: "critical", shape: /(?<!\w)(pscale_(?:pw|tkn)_[\w.=-]{32,64})(?![\w.=-])/g, isReal: varied(3.5) },
  { kind: "Doppler token", severity: "high", shape: /(?<!\w)(dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40,})(?![\w-])/g, isReal: varied(3.5) },
  { kind: "Sentry token", severity: "high", shape: /(?<!\w)(sntry[su]_[\w+/=.-]{60,})(?![\w-])/g, isReal: varied(3.5) },
  { kind: "Mapbox secret token", severity: "medium", shape: /(?<!\w)(sk\.ey[\w-]{20,}\.[\w-]{20,})(?![\w-])/g },
  { kind: "Cloudinary address", severity: "high", shape: /(cloudinary:\/\/\d{12,18}:[\w-]{24,30}@[\w-]+)/g },
  { kind: "Docker token", severity: "high", shape: /(?<!\w)(dckr_(?:pat|oat)_[\w-]{27,32})(?![\w-])/g, isReal: varied(3.5) },
  { kind: "age secret key", severity: "critical", shape: /(?<!\w)(AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58})(?!\w)/g },
  { kind: "Facebook token", severity: "medium", shape: /(?<!\w)(EAACEdEose0cBA[A-Za-z0-9]{20,})(?!\w)/g },
  { kind: "database address with password", severity: "critical", shape: /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|redis(?:s)?|amqps?|mssql|sqlserver|clickhouse):\/\/[\w.%+-]{0,64}:([^\s"'<>@/:${]{4,100})@(?!(?:localhost|127\.0\.0\.1|example)\b)[\w.-]+/g, isReal: (secret) => !/^(?:pass(?:word)?|secret|pwd|xxx+|\*+|user|root|postgres)$/i.test(secret) },
  { kind: "password in a connection string", severity: "critical", shape: /\b(?:Server|Data Source|Host)=[^;"'\n]{2,100};(?:[\w ]{2,40}=[^;"'\n]{0,100};){0,8}\s*(?:Password|Pwd)=([^;"'\n]{4,100})/gi, isReal: (secret) => !/^(?:pass(?:word)?|secret|pwd|xxx+|\*+|\{.*\}|\$.*|<.*>)$/i.test(secret) },
];

export interface FoundSecret { kind: string; severity: SecretFormat["severity"]; secret: string; index: number }

/** Every secret in the text, each value once. */
export function secretsIn(text: string): FoundSecret[] {
  const found = new Map<string, FoundSecret>();
  for (const { kind, severity, shape, near, isReal } of secretFormats) {
    for (const match of text.matchAll(shape)) {
      const secret = match[1] ?? match[0];
      if (found.has(secret) || isReal?.(secret) === false) continue;
      if (near !== undefined && !near.test(text.slice(Math.max(0, match.index - 60), match.index + match[0].length + 30))) continue;
      found.set(secret, { kind, severity, secret, index: match.index });
      if (found.size >= 50) return [...found.values()];
    }
  }
  return [...found.values()];
}

/** A value that code gives to a name which says that it is secret. Many are test values: no more than a sign. */
export function assignedSecretsIn(text: string): FoundSecret[] {
  const shape = /["']?\b(\w{0,40}(?:api_?key|secret(?:_?key)?|access_?token|auth_?token|client_?secret|private_?key|passw(?:or)?d|encryption_?key|signing_?key))["']?\s*(?:=|:|=>)\s*["'`]([^"'`\s<>{}()$]{8,120})["'`]/gi;
  return [...text.matchAll(shape)].flatMap(([, name = "", secret = "", ], at): FoundSecret[] => {
    const looksRandom = entropyOf(secret) >= 3.3 && /\d/.test(secret) && /[A-Za-z]/.test(secret) && secret.length >= 16 && !/^(?:https?:|\/|\.|#)/.test(secret) && !/[-_.][a-z]{3,}[-_.][a-z]{3,}/.test(secret) && !/publishable|public|site_?key|label|placeholder|message|error|field/i.test(`${name} ${secret}`);
    return looksRandom && varied(3.3)(secret) && at < 200 ? [{ kind: `value of ${name}`, severity: "medium", secret, index: text.indexOf(secret) }] : [];
  }).slice(0, 10);
}
