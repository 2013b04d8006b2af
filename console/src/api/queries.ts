// Reading through the cache: one resource, or a list page by page with its true total.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiProblem, ask } from "./client.ts";
import type { Ask, Query } from "./client.ts";
import type { Me, Page } from "./shapes.ts";

/** A list so far: the rows read, how many there are in all, how to read more; held: all of them came with their parent. */
export interface List<T> { items: T[]; total: number | undefined; problem: ApiProblem | undefined; loading: boolean; more: (() => void) | undefined; loadingMore: boolean; path: string; query: Query; held?: boolean; /** The answer of the first page, with what it says beside its rows. */ first?: unknown }

/** Keys start with the path, so that a change can refresh everything under it. */
export function useResource<T>(path: string, query: Query = {}, options: { enabled?: boolean; refetchIntervalMs?: number } = {}) {
  const answer = useQuery<T, Error>({
    queryKey: [path, query],
    queryFn: ({ signal }) => ask<T>(path, { query, signal }),
    enabled: options.enabled ?? true,
    ...(options.refetchIntervalMs === undefined ? {} : { refetchInterval: options.refetchIntervalMs }),
  });
  return { data: answer.data, loading: answer.isPending && answer.fetchStatus !== "idle", problem: problemOf(answer.error) };
}

export const pageSize = 50;

export function useList<T>(path: string, query: Query = {}): List<T> {
  const answer = useInfiniteQuery({
    queryKey: [path, "list", query],
    queryFn: ({ pageParam, signal }) => ask<Page<T>>(path, { query: { limit: String(pageSize), ...query, ...(pageParam === undefined ? {} : { after: pageParam }) }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const pages = answer.data?.pages ?? [];
  return {
    items: pages.flatMap((page) => page.items), total: pages[0]?.total, path, query, first: pages[0],
    problem: problemOf(answer.error), loading: answer.isPending, loadingMore: answer.isFetchingNextPage,
    more: answer.hasNextPage ? () => void answer.fetchNextPage() : undefined,
  };
}

/** A write. `refresh` names the path prefixes whose cached answers it changes. */
export function useChange<Input, Output = unknown>(toAsk: (input: Input) => Ask & { path: string }, refresh: readonly string[]) {
  const client = useQueryClient();
  const mutation = useMutation<Output, Error, Input>({
    mutationFn: (input) => {
      const { path, ...options } = toAsk(input);
      return ask<Output>(path, options);
    },
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey: [path] }) => refresh.some((prefix) => String(path).startsWith(prefix)) }),
  });
  return { run: mutation.mutateAsync, running: mutation.isPending, problem: problemOf(mutation.error), reset: mutation.reset };
}

export const problemOf = (error: unknown): ApiProblem | undefined => (error instanceof ApiProblem ? error : undefined);

export const useMe = () => useResource<Me>("/me");

/** What this session may do: admin includes write, write includes read. */
export function useCan(scope: "write" | "admin"): boolean {
  const scopes = useMe().data?.scopes ?? [];
  return scopes.includes("admin") || scopes.includes(scope);
}
