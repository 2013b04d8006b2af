// Settings: who is told what and how, and who may come in.
import { Link } from "@tanstack/react-router";
import { useCan } from "../api/queries.ts";
import { Page } from "../lists/page.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { NoticesTab } from "./notices-tab.tsx";
import { ReceiversTab } from "./receivers-tab.tsx";
import { RoutesTab } from "./routes-tab.tsx";
import { TokensTab } from "./tokens-tab.tsx";

export function SettingsPage() {
  const isAdmin = useCan("admin");
  return (
    <Page title="Settings" lead={<p>Who is told what, and who may come in. See also <Link to="/decisions">decisions</Link> and the <Link to="/ledger">ledger</Link>. How the console looks is in the view menu at the top right.</p>}>
      <OnlyNow what="Settings" />
      {!isAdmin && <p className="note note-warn">You can look; changing receivers, routes and tokens needs the admin scope.</p>}
      <Tabs label="Settings" tabs={[
        { id: "receivers", title: "Receivers", body: () => <ReceiversTab /> },
        { id: "routes", title: "Routes", body: () => <RoutesTab /> },
        { id: "notices", title: "Notices", body: () => <NoticesTab /> },
        { id: "tokens", title: "Tokens", body: () => <TokensTab /> },
      ]} />
    </Page>
  );
}
