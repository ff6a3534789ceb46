/** Sends a request; `fetch` in the harness, a double in tests. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;
