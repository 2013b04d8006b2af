// Starts the console: preferences, the cache of answers, the router.
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/controls.css";
import "./styles/table.css";
import "./styles/page.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiProblem } from "../api/client.ts";
import { applyPreferences, watchSystemTheme } from "./preferences.ts";
import { router } from "./router.tsx";

// Rows must not move under the cursor: nothing is read again on its own, the live indicator says when there is something new.
const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000, refetchOnWindowFocus: false, refetchOnReconnect: false,
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && (error.problem.status === 0 || error.problem.status >= 502),
    },
  },
});

applyPreferences();
watchSystemTheme();
const place = document.getElementById("root");
if (!place) throw new TypeError("index.html must hold #root");
createRoot(place).render(<StrictMode><QueryClientProvider client={client}><RouterProvider router={router} /></QueryClientProvider></StrictMode>);
