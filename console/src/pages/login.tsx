// The login: paste a token, or use the one-time link the server prints.
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { ApiProblem, ask } from "../api/client.ts";
import type { Me } from "../api/shapes.ts";
import { useUrl } from "../app/url.ts";
import { CopyCommand } from "../forms/copy-command.tsx";
import { ProblemNote } from "../lists/problem-panel.tsx";

export function LoginPage() {
  const { url } = useUrl();
  const router = useRouter();
  const client = useQueryClient();
  const [token, setToken] = useState("");
  const [problem, setProblem] = useState<ApiProblem>();
  useEffect(() => { document.title = "Log in · Aftwatch"; }, []);
  const logIn = async (): Promise<void> => {
    try {
      await ask<Me>("/session", { method: "POST", body: { token: token.trim() } });
      client.clear();
      router.history.push(safePath(url.next));
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause;
      setProblem(cause);
    }
  };
  return (
    <main className="login">
      <div className="login-card">
        <p className="brand"><img src="/favicon.svg" alt="" width="32" height="32" /><span>Aftwatch</span></p>
        <h1>Log in</h1>
        <form className="stack" onSubmit={(event) => { event.preventDefault(); void logIn(); }}>
          <label className="field"><span>API token</span><input type="password" autoComplete="current-password" autoFocus required value={token} placeholder="aft_…" onChange={(event) => setToken(event.target.value)} /></label>
          <ProblemNote problem={problem} />
          <button type="submit" className="button button-main" disabled={token.trim() === ""}>Log in</button>
        </form>
        <hr />
        <h2>First time, or no token?</h2>
        <p>When the server starts for the first time it prints a one-time link. Open it in this browser to log in as administrator, then create a token under Settings. A new link is printed by:</p>
        <CopyCommand command="aftwatch admin link" />
      </div>
    </main>
  );
}

// Only a path of this console: "//host" and "/\host" would lead elsewhere.
export const safePath = (next: string | undefined): string => (next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith("/login") ? next : "/now");
