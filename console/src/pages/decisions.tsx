// Decisions: what was accepted or ruled out, why and until when.
import { useList } from "../api/queries.ts";
import type { Decision } from "../api/shapes.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DecisionTable } from "../lists/decision-table.tsx";
import { Page } from "../lists/page.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";

export function DecisionsPage() {
  const list = useList<Decision>("/decisions");
  return (
    <Page title="Decisions" lead={<p>What was said about findings, by whom, and until when. A decision covers its scope for as long as it holds; nothing closes for good.</p>}>
      <OnlyNow what="Decisions" />
      <DecisionTable list={list} empty={<Empty title="Nothing has been decided yet."><p>Open a finding and press <kbd>v</kbd> to state why it is not affected, or <kbd>z</kbd> to snooze it.</p></Empty>} />
    </Page>
  );
}
