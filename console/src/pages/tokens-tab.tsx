// Tokens: how programs come in; a secret is shown once and never again.
import { useState } from "react";
import { useCan, useChange, useResource } from "../api/queries.ts";
import type { Token, TokenMade } from "../api/shapes.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { CopyCommand } from "../forms/copy-command.tsx";
import { TokenDialog } from "../forms/token-dialog.tsx";
import { Badge } from "../lists/badges.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { Skeleton } from "../lists/loading.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { useNow } from "../app/clock.ts";

export function TokensTab() {
  const isAdmin = useCan("admin");
  const { data, problem } = useResource<{ items: Token[] }>("/tokens", {}, { enabled: isAdmin });
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<TokenMade>();
  if (!isAdmin) return <Empty title="Only an administrator can see the tokens." />;
  if (problem) return <ProblemPanel problem={problem} what="The tokens could not be read" />;
  if (!data) return <Skeleton />;
  return (
    <div className="stack">
      <div className="row"><button type="button" className="button button-main" onClick={() => setMaking(true)}>Make a token</button></div>
      {made && <div className="note note-good" role="status"><p><strong>Copy the secret of {made.token.name} now: it is not shown again.</strong></p><CopyCommand command={made.secret} /><button type="button" className="button" onClick={() => setMade(undefined)}>I have it</button></div>}
      {data.items.length === 0 ? <Empty title="No token exists yet." /> : <TokenTable tokens={data.items} />}
      {making && <TokenDialog onMade={setMade} onClose={() => setMaking(false)} />}
    </div>
  );
}

const TokenTable = ({ tokens }: { tokens: readonly Token[] }) => (
  <div className="table-region" role="region" aria-label="Table of tokens" tabIndex={0}>
    <table role="table">
      <thead role="rowgroup"><tr role="row">{["Token", "Scopes", "Starts with", "Made", "Expires", "Last used", "Action"].map((title) => <th key={title} role="columnheader" scope="col">{title}</th>)}</tr></thead>
      <tbody role="rowgroup">{tokens.map((token) => <TokenRow key={token.id} token={token} />)}</tbody>
    </table>
  </div>
);

function TokenRow({ token }: { token: Token }) {
  const now = useNow();
  const expired = token.expiresAt !== null && Date.parse(token.expiresAt) < now;
  return (
    <tr role="row">
      <td role="cell" data-title="Token" className="cell-main"><span className="line"><strong>{token.name}</strong>{token.revokedAt !== null && <Badge tone="plain" mark="bar">revoked</Badge>}{expired && <Badge tone="high" mark="triangle">expired</Badge>}</span></td>
      <td role="cell" data-title="Scopes">{token.scopes.join(", ")}</td>
      <td role="cell" data-title="Starts with"><code>{token.prefix}…</code></td>
      <td role="cell" data-title="Made"><Instant at={token.createdAt} as="day" /></td>
      <td role="cell" data-title="Expires"><Instant at={token.expiresAt} as="day" none="no end" /></td>
      <td role="cell" data-title="Last used"><Instant at={token.lastUsedAt} /></td>
      <td role="cell" data-title="Action"><RevokeToken token={token} /></td>
    </tr>
  );
}

function RevokeToken({ token }: { token: Token }) {
  const { run, running } = useChange<void>(() => ({ path: `/tokens/${token.id}`, method: "DELETE" }), ["/tokens"]);
  if (token.revokedAt !== null) return <span className="muted">revoked <Instant at={token.revokedAt} /></span>;
  return <ConfirmButton text="Revoke" confirm="Revoke it now" disabled={running} onConfirm={() => run().then(() => tell(`${token.name} no longer works`), (cause: unknown) => tellProblem("Revoking failed", cause))} />;
}
