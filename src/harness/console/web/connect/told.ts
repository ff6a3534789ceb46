/** What the page that the vendor leads back to tells. */
export interface Told {
  readonly source: 'wll-oauth';
  readonly result: 'connected' | 'refused';
  readonly code: string;
  readonly message: string;
}

export const isTold = (data: unknown): data is Told =>
  typeof data === 'object' && data !== null && 'source' in data && data.source === 'wll-oauth';
