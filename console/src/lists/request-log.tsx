// Everything a scan sent and what its guard refused, the newest first; each row opens to its command.
import type { LoggedRequest, ScanDetail } from "../api/dast-shapes.ts";
import { useList } from "../api/queries.ts";
import type { List } from "../api/queries.ts";
import { formatCount, formatNoun, formatSpan } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { CopyCommand } from "../forms/copy-command.tsx";
import { Instant } from "../shell/instant.tsx";
import { Badge } from "./badges.tsx";
import { Empty } from "./coverage-sentence.tsx";
import { requestFacets, requestQueryOf, requestWords } from "./dast-tokens.ts";
import { formatBytes } from "./dast-words.ts";
import { FilterBar } from "./filter-bar.tsx";
import { Skeleton } from "./loading.tsx";
import { ProblemPanel } from "./problem-panel.tsx";
import { readWords } from "./query-tokens.ts";
import { Status } from "./site-tree-grid.tsx";

export function RequestLog({ scan }: { scan: ScanDetail }) {
  const { url } = useUrl();
  const filter = readWords(url.q ?? "", requestWords.names, requestWords);
  const wrongStatus = filter.query.status !== undefined && !/^\d{1,3}$/.test(filter.query.status);
  const problems = wrongStatus ? [...filter.problems, { at: 1, text: `status:${filter.query.status ?? ""}`, rule: "a status is a number", mend: "Write status:403, or status:4 for all of 4xx; status:0 is no answer." }] : filter.problems;
  const { status, ...query } = requestQueryOf(filter.query);
  const list = useList<LoggedRequest>(`/scans/${encodeURIComponent(scan.id)}/requests`, { ...query, status: wrongStatus ? undefined : status });
  return (
    <section className="stack" aria-label="Requests">
      <FilterBar label="Filter the requests" placeholder="phase:check check:sql-injection status:500 is:refused words of the URL" facets={requestFacets} problems={problems} words={requestWords} />
      <Rows list={list} scan={scan} hasFilter={url.q !== undefined} />
    </section>
  );
}

function Rows({ list, scan, hasFilter }: { list: List<LoggedRequest>; scan: ScanDetail; hasFilter: boolean }) {
  const { why, unreadable } = useFirstPage(list);
  if (list.problem && list.items.length === 0) return <ProblemPanel problem={list.problem} what="The requests could not be read" />;
  if (list.loading) return <Skeleton />;
  // A filter that little matches is answered part by part, so that nobody waits.
  if (list.items.length === 0 && list.more) return <p className="row" role="status"><span className="muted">Nothing in the newest part of the log.</span><button type="button" className="button" disabled={list.loadingMore} onClick={list.more}>{list.loadingMore ? "Reading…" : "Read on"}</button></p>;
  if (list.items.length === 0) return <Empty title={why !== undefined ? "The requests cannot be shown." : hasFilter ? "No request matches." : "Nothing was sent yet."}>{why !== undefined && <p className="gap">? {why}</p>}</Empty>;
  return (
    <>
      {unreadable > 0 && <p className="note note-warn">{formatNoun(unreadable, "line")} of the log could not be read and {unreadable === 1 ? "is" : "are"} not shown.</p>}
      <ol className="request-log" aria-label="Requests, the newest first">{list.items.map((one) => <Row key={`${one.seq} ${one.at} ${one.url}`} one={one} scan={scan} />)}</ol>
      <footer className="list-footer"><span>{formatNoun(list.items.length, "request")} shown{list.more ? ", there are more" : ""}</span>{list.more && <button type="button" className="button" disabled={list.loadingMore} onClick={list.more}>{list.loadingMore ? "Loading…" : "Load more"}</button>}</footer>
    </>
  );
}

/** The door says beside its rows why there are none, and what it could not read. */
function useFirstPage(list: List<LoggedRequest>): { why: string | undefined; unreadable: number } {
  const first = list.first as { why?: string | null; unreadable?: number } | undefined;
  return { why: first?.why ?? undefined, unreadable: first?.unreadable ?? 0 };
}

function Row({ one, scan }: { one: LoggedRequest; scan: ScanDetail }) {
  const { seq, at, method, url, identity, status, sizeBytes, totalMs, phase, check, refused, why } = one;
  return (
    <li className={refused ? "request request-refused" : "request"}>
      <details>
        <summary><span className="request-line"><span className="muted small request-seq">{refused ? "–" : formatCount(seq)}</span><span className="method">{method}</span><span className="break request-url">{url}</span>{refused ? <Badge tone="high" mark="bar" title={why ?? "The guard did not send it"}>refused</Badge> : <Status status={status} />}<span className="muted small nowrap">{phase}{check === null ? "" : `: ${check}`}</span></span></summary>
        <div className="stack request-more">
          <p className="small muted"><Instant at={at} as="absolute" />, as {identity ?? "nobody"}{refused ? "" : `, ${formatBytes(sizeBytes)}${totalMs === null ? "" : ` in ${formatSpan(totalMs)}`}`}{why === null ? "" : `: ${why}`}</p>
          {refused ? <p className="gap">? Its guard did not send it.</p> : <><CopyCommand command={curlOf(one, scan.curlHeader)} /><p className="muted small">Method and address as sent, with the header that names the scan. The log keeps no bodies and no secrets: proofs of findings do, with secrets masked.</p></>}
        </div>
      </details>
    </li>
  );
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
export const curlOf = ({ method, url }: Pick<LoggedRequest, "method" | "url">, header: string): string => `curl -i${method === "GET" ? "" : ` -X ${quoted(method)}`} -H ${quoted(header)} ${quoted(url)}`;
