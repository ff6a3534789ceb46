/** A webhook as registered; the emulator keeps it and sends nothing by itself. */
export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly endpoint_url: string;
  readonly secret_key: string;
  readonly enabled: boolean;
  readonly topics: readonly string[];
  readonly created: number;
  readonly updated: number;
}
