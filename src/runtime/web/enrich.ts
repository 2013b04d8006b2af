// Tells of a web event which attacks its values hold: fields attack.<kind> for rules to read.
import { attacksIn, detectors } from "./detectors.ts";
import { webValues } from "./web-values.ts";
import type { FieldValue, RuntimeEvent } from "../event.ts";
import type { WebValue } from "./web-values.ts";

const longestEvidence = 300;

const isWeb = ({ logsource, fields }: RuntimeEvent): boolean => logsource.category === "webserver" || logsource.category === "proxy" || fields["cs-uri-stem"] !== undefined || fields["cs-uri"] !== undefined;

/**
 * Adds to a web event, for each kind of attack that one of its values holds, `attack.<kind>` = where and what ("query:id: 1 or 1=1"), and `attack.class` = the most
 * telling kind. The kinds: see detectors.ts. An event without any is returned as it is.
 */
export function enrichWeb(event: RuntimeEvent): RuntimeEvent {
  if (!isWeb(event)) return event;
  const added: Record<string, FieldValue> = {};
  for (const value of withHidden(webValues(event.fields))) {
    for (const [kind, evidence] of attacksIn(value)) added[`attack.${kind}`] ??= worded(value, evidence);
  }
  const first = detectors.find(({ id }) => added[`attack.${id}`] !== undefined);
  return first === undefined ? event : { ...event, fields: { ...event.fields, ...added, "attack.class": first.id } };
}

const worded = ({ place, name }: WebValue, evidence: string): string => `${place}${name === "" ? "" : `:${name.slice(0, 60)}`}: ${evidence.slice(0, longestEvidence)}`;

/** Base64 that holds text is looked into too: it is how payloads pass filters. */
const withHidden = (values: readonly WebValue[]): readonly WebValue[] => values.flatMap((value) => {
  const hidden = value.place === "path" || value.place === "user-agent" ? undefined : textInBase64(value.text);
  return hidden === undefined ? [value] : [value, { ...value, text: hidden }];
});

function textInBase64(text: string): string | undefined {
  if (text.length < 16 || text.length > 4096 || text.length % 4 === 1 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text) || !/[A-Z]/.test(text) || !/[a-z]/.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64");
  const plain = bytes.toString("latin1");
  return /^[\t\n\r\x20-\x7e]{8,}$/.test(plain) ? plain : undefined;
}
