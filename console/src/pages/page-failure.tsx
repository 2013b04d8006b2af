// A page that broke while drawing or loading: says so and offers the way out.
import type { ErrorComponentProps } from "@tanstack/react-router";
import { Page } from "../lists/page.tsx";

export const PageFailure = ({ error, reset }: ErrorComponentProps) => (
  <Page title="This page failed">
    <div className="problem" role="alert">
      <p><strong>The page could not be shown.</strong> {error instanceof Error ? error.message : String(error)}</p>
      <p>Reload it: the console may have been updated on the server. When it stays, report what the browser's console says.</p>
      <div className="row"><button type="button" className="button" onClick={reset}>Try again</button><button type="button" className="button" onClick={() => location.reload()}>Reload</button></div>
    </div>
  </Page>
);
