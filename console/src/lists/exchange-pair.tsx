// Two exchanges of a proof beside each other: what was asked and what came back, with what differs marked; each to be copied as a command.
import { useMemo } from "react";
import type { KeptExchange } from "../api/dast-shapes.ts";
import { formatShare, formatSpan } from "../app/format.ts";
import { CopyCommand } from "../forms/copy-command.tsx";
import { Instant } from "../shell/instant.tsx";
import { formatBytes } from "./dast-words.ts";
import { Status } from "./site-tree-grid.tsx";
import { differencesOf } from "./text-differences.ts";
import type { TextRun } from "./text-differences.ts";

export const roleWords: Readonly<Record<KeptExchange["role"], string>> = { baseline: "baseline", control: "control", attack: "attack" };

export const requestText = ({ method, url, requestHeaders, requestBody }: KeptExchange): string => `${method} ${url}\n${requestHeaders.map(([name, value]) => `${name ?? ""}: ${value ?? ""}\n`).join("")}${requestBody === null ? "" : `\n${requestBody}`}`;
export const responseText = ({ status, headers, body }: KeptExchange): string => `HTTP ${status}\n${headers.map(([name, value]) => `${name ?? ""}: ${value ?? ""}\n`).join("")}\n${body}`;

/** other: what it is compared with; undefined: shown alone. */
export function ExchangePair({ one, other }: { one: KeptExchange; other: KeptExchange | undefined }) {
  const asked = useMemo(() => differencesOf(other === undefined ? requestText(one) : requestText(other), requestText(one)), [one, other]);
  const came = useMemo(() => differencesOf(other === undefined ? responseText(one) : responseText(other), responseText(one)), [one, other]);
  return (
    <div className={other === undefined ? "exchange-pair exchange-alone" : "exchange-pair"}>
      {other !== undefined && <Exchange exchange={other} request={asked.a} response={came.a} />}
      <Exchange exchange={one} request={asked.b} response={came.b} />
      {other !== undefined && <p className="muted small exchange-share">{came.shareA + came.shareB === 0 ? "The answers are the same." : `${formatShare(came.shareA)} of the answer to the ${roleWords[other.role]} and ${formatShare(came.shareB)} of the answer to the ${roleWords[one.role]} are not in the other.`}</p>}
    </div>
  );
}

function Exchange({ exchange, request, response }: { exchange: KeptExchange; request: readonly TextRun[]; response: readonly TextRun[] }) {
  const { role, shows, at, status, bodyBytes, cut, totalMs, failure, curl } = exchange;
  return (
    <section className={`exchange exchange-${role}`} aria-label={`${roleWords[role]}: ${shows}`}>
      <header className="exchange-head"><h3>{roleWords[role]}</h3><p className="small">{shows}</p></header>
      <p className="line small"><Status status={status} /><span className="muted">{formatBytes(bodyBytes)}{totalMs === null ? "" : `, ${formatSpan(totalMs)}`}, <Instant at={at} as="absolute" /></span></p>
      {failure !== null && <p className="gap">? {failure}</p>}
      <h4>Request</h4><pre className="raw" tabIndex={0} aria-label={`Request of the ${roleWords[role]}`}><Runs runs={request} /></pre>
      <h4>Response{cut && <span className="gap"> ? cut around what matters</span>}</h4><pre className="raw" tabIndex={0} aria-label={`Response to the ${roleWords[role]}`}><Runs runs={response} /></pre>
      <CopyCommand command={curl} />
    </section>
  );
}

const Runs = ({ runs }: { runs: readonly TextRun[] }) => <>{runs.map(({ text, differs }, index) => (differs ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>))}</>;
