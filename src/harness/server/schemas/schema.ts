import type { Issue } from '../../../contract/index.js';

/** A JSON Schema of the surface. */
export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: 'date';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  /** Our own: an instant, which becomes epoch milliseconds. Digits count as a number where all is `text`. */
  readonly instant?: 'json' | 'text';
  /** Our own: what is told where a value does not fit. Without it the type's own sentence. */
  readonly says?: Pick<Issue, 'code' | 'message'>;
}
