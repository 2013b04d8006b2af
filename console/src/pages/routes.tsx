// Routes: the tree beside its text, "who would get this?", the past by other routes, and the way in from Alertmanager.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Routes } from "../api/alert-shapes.ts";
import { askWithTag } from "../api/client.ts";
import { problemOf } from "../api/queries.ts";
import { Skeleton } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { AlertNav } from "../shell/alert-nav.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import type { Draft } from "./routes-draft.ts";
import { RouteHistoryTab } from "./routes-history.tsx";
import { RouteImportTab } from "./routes-import.tsx";
import { RouteEditorTab } from "./routes-editor.tsx";
import { SimulatorTab } from "./routes-simulator.tsx";

export function RoutesPage() {
  const answer = useQuery({ queryKey: ["/routes"], queryFn: ({ signal }) => askWithTag<Routes>("/routes", { signal }) });
  const problem = problemOf(answer.error);
  return (
    <Page title="Routes" lead={<p>An alert or notice enters at the root and goes down: the first route whose matchers hold takes it; “continue” lets later ones have it too.</p>}>
      <AlertNav />
      <OnlyNow what="Routes" />
      {problem ? <ProblemPanel problem={problem} what="The routes could not be read" /> : answer.data ? <Inside key={answer.data.etag ?? answer.dataUpdatedAt} saved={answer.data.value} etag={answer.data.etag} /> : <Skeleton />}
    </Page>
  );
}

function Inside({ saved, etag }: { saved: Routes; etag: string | undefined }) {
  const [text, setText] = useState(saved.text);
  const draft: Draft = { text, saved, etag, setText };
  const changed = text !== saved.text;
  return (
    <>
      {!saved.saved && <p className="note">Nobody has saved routes yet: every receiver gets everything.</p>}
      <Tabs label="Routes" tabs={[
        { id: "edit", title: changed ? "Tree and text (changed)" : "Tree and text", body: () => <RouteEditorTab draft={draft} /> },
        { id: "simulate", title: "Who would get this?", body: () => <SimulatorTab draft={draft} /> },
        { id: "past", title: "Over the past", body: () => <RouteHistoryTab draft={draft} /> },
        { id: "import", title: "From Alertmanager", body: () => <RouteImportTab draft={draft} /> },
      ]} />
    </>
  );
}
