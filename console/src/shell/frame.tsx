// The frame around every page: rail, top bar, banner, content; and the way to the login when there is no session.
import { Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useMe } from "../api/queries.ts";
import { adoptPreferencesOf } from "../app/preferences.ts";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { AsOfBanner } from "./as-of-control.tsx";
import { useGlobalKeys } from "./global-keys.ts";
import { KeyHelp } from "./key-help.tsx";
import { listenToKeys } from "./keys.ts";
import { Palette } from "./palette.tsx";
import { Rail } from "./rail.tsx";
import { Toasts } from "./toasts.tsx";
import { TopBar } from "./top-bar.tsx";

export function Frame() {
  const { pathname } = useLocation();
  return pathname === "/login" ? <><Outlet /><Toasts /></> : <Inside />;
}

function Inside() {
  const me = useMe();
  const { href } = useLocation();
  useEffect(() => { if (me.data) adoptPreferencesOf(me.data.name); }, [me.data]);
  if (me.problem?.problem.status === 401) return <Navigate to="/login" search={{ next: href }} replace />;
  return <Shell demo={me.data?.demo ?? false} problem={me.problem && <ProblemPanel problem={me.problem} what="Your session could not be read" />} />;
}

function Shell({ demo, problem }: { demo: boolean; problem: React.ReactNode }) {
  const [open, setOpen] = useState<"palette" | "help">();
  const content = useFocusOnPageChange();
  useEffect(listenToKeys, []);
  useGlobalKeys({ openPalette: () => setOpen("palette"), openHelp: () => setOpen("help") });
  return (
    <div className="frame">
      <a className="skip-link" href="#content" onClick={(event) => { event.preventDefault(); content.current?.focus(); }}>Skip to content</a>
      <Rail />
      <div className="frame-main">
        <TopBar onPalette={() => setOpen("palette")} onHelp={() => setOpen("help")} />
        <AsOfBanner />
        {demo && <div className="banner banner-demo">Demonstration data: nothing here is real.</div>}
        <main id="content" className="content" tabIndex={-1} ref={content}>{problem || <Outlet />}</main>
      </div>
      {open === "palette" && <Palette onClose={() => setOpen(undefined)} onHelp={() => setOpen("help")} />}
      {open === "help" && <KeyHelp onClose={() => setOpen(undefined)} />}
      <Toasts />
    </div>
  );
}

// A new page is a new place for a screen reader too; the first one keeps the browser's own focus.
function useFocusOnPageChange() {
  const content = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current !== pathname) content.current?.focus({ preventScroll: true });
    shown.current = pathname;
  }, [pathname]);
  return content;
}
