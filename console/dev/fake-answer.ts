// A request to the fake server and its answer, for every file of doors.

export interface FakeAnswer { status: number; body?: unknown; headers?: Record<string, string> }
export interface FakeRequest { method: string; path: string; query: URLSearchParams; body: unknown; headers: Record<string, string | undefined> }
