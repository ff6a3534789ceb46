/** Klaviyo writes its times in seconds with a numeric zone: `2026-07-15T00:00:00+00:00`. */
export const isoTime = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 19)}+00:00`;
