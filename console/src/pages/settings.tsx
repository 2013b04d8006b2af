// Settings: who can be told, and who may come in.
import { Link } from "@tanstack/react-router";
import { useCan } from "../api/queries.ts";
import { Page } from "../lists/page.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { ReceiversTab } from "./receivers-tab.tsx";
import { TokensTab } from "./tokens-tab.tsx";

export function SettingsPage() {
  const isAdmin = useCan("admin");
  return (
    <Page title="Settings" lead={<p>Who can be told, and who may come in. Who is told what is in <Link to="/routes">routes</Link>, <Link to="/silences">silences</Link> and <Link to="/oncall">on-call</Link>, and what became of it in <Link to="/deliveries">deliveries</Link>. See also <Link to="/decisions">decisions</Link> and the <Link to="/ledger">ledger</Link>. How the console looks is in the view menu at the top right.</p>}>
      <OnlyNow what="Settings" />
      {!isAdmin && <p className="note note-warn">You can look; changing receivers and tokens needs the admin scope.</p>}
      <Tabs label="Settings" tabs={[
        { id: "receivers", title: "Receivers", body: () => <ReceiversTab /> },
        { id: "tokens", title: "Tokens", body: () => <TokensTab /> },
      ]} />
    </Page>
  );
}
