// On-call: who answers now, the calendar, who is told when nobody answers, and the document that says it all.
import { useQuery } from "@tanstack/react-query";
import type { Oncall } from "../api/alert-shapes.ts";
import { askWithTag } from "../api/client.ts";
import { useFollow } from "../api/follow.ts";
import { problemOf } from "../api/queries.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { Skeleton } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import "../app/styles/alerts.css";
import { OncallCalendarTab } from "./oncall-calendar.tsx";
import { OncallDocumentTab } from "./oncall-document.tsx";
import { FairnessTab } from "./oncall-fairness.tsx";
import { OncallNowTab } from "./oncall-now.tsx";
import { OwnersTab } from "./oncall-owners.tsx";
import { PoliciesTab } from "./oncall-policies.tsx";

export function OncallPage() {
  useFollow(["oncall", "page", "incident"], ["/oncall", "/pages"]);
  const answer = useQuery({ queryKey: ["/oncall", "document"], queryFn: ({ signal }) => askWithTag<Oncall>("/oncall", { signal }) });
  const problem = problemOf(answer.error);
  return (
    <Page title="On-call" lead={<p>Who answers now, who comes next, and who is told when nobody answers.</p>}>
      <OnlyNow what="On-call" />
      {problem ? <ProblemPanel problem={problem} what="The on-call document could not be read" /> : answer.data ? <Inside oncall={answer.data.value} etag={answer.data.etag} /> : <Skeleton />}
    </Page>
  );
}

function Inside({ oncall, etag }: { oncall: Oncall; etag: string | undefined }) {
  const none = oncall.version === 0;
  return (
    <Tabs label="On-call" tabs={[
      { id: "now", title: "Now", body: () => (none ? <NoDocument /> : <OncallNowTab oncall={oncall} />) },
      { id: "calendar", title: "Calendar", body: () => (none ? <NoDocument /> : <OncallCalendarTab oncall={oncall} />) },
      { id: "policies", title: "Policies", body: () => (none ? <NoDocument /> : <PoliciesTab oncall={oncall} />) },
      { id: "fairness", title: "Fairness", body: () => (none ? <NoDocument /> : <FairnessTab oncall={oncall} />) },
      { id: "owners", title: "Owners", body: () => <OwnersTab /> },
      { id: "document", title: "Document", body: () => <OncallDocumentTab key={etag ?? oncall.version} oncall={oncall} etag={etag} /> },
    ]} />
  );
}

const NoDocument = () => <Empty title="Nobody is on call: there is no on-call document."><p>Incidents are opened and told by the routes, but nobody is paged. Write people, schedules and policies in the tab Document, or <code className="break">aftwatch oncall apply oncall.yaml</code>.</p></Empty>;
