// No page has this address.
import { Link } from "@tanstack/react-router";
import { Page } from "../lists/page.tsx";

export const NotFoundPage = () => (
  <Page title="No such page">
    <p>No page has this address. Ids keep working after a finding is closed, so a link from a ticket that ends here was probably cut. Press <kbd>Ctrl K</kbd> to search, or go to <Link to="/now">Now</Link>.</p>
  </Page>
);
