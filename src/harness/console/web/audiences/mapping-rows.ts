import type { Json, JsonObject } from '../../../../contract/index.js';
import { isJsonObject } from '../settings-form/is-json-object.js';
import type { Mapping } from './mapping-of.js';

/** One row of a mapping, as it is edited. */
export interface MappingRow {
  readonly audience: string | null;
  readonly target: string | null;
  readonly mode: string | null;
}

/** Whether a row says what is kept where. */
export const isComplete = ({ audience, target }: MappingRow): boolean => audience !== null && target !== null;

/** A row that keeps its name while it is edited: its place among those that are saved, or one beyond them. */
export interface KeyedRow extends MappingRow {
  readonly key: number;
}

export const isSameRow = (a: MappingRow, b: MappingRow | undefined): boolean =>
  a.audience === b?.audience && a.target === b.target && a.mode === b.mode;

/** @param saved the rows in force */
export const keyedRows = (rows: readonly MappingRow[], saved: readonly MappingRow[]): readonly KeyedRow[] =>
  rows.map((row, index) => {
    const place = saved.findIndex((one) => isSameRow(row, one));
    return { ...row, key: place < 0 ? saved.length + index : place };
  });

/** The rows that the settings hold. */
export function rowsIn(
  settings: JsonObject,
  { key, audience, target, mode }: Mapping,
): readonly MappingRow[] {
  const rows = settings[key];
  if (!Array.isArray(rows)) return [];
  return rows.filter(isJsonObject).map((row) => ({
    audience: text(row[audience.name]),
    target: text(row[target.name]),
    mode: mode ? text(row[mode.name]) : null,
  }));
}

/** The settings with these rows. A row that is not filled in is none. */
export function withRows(
  settings: JsonObject,
  { key, audience, target, mode }: Mapping,
  rows: readonly MappingRow[],
): JsonObject {
  const full = rows.flatMap((row): JsonObject[] => {
    if (row.audience === null || row.target === null) return [];
    return [
      {
        [audience.name]: row.audience,
        [target.name]: row.target,
        ...(mode && row.mode !== null ? { [mode.name]: row.mode } : {}),
      },
    ];
  });
  return { ...settings, [key]: full };
}

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
