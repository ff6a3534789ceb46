import { useOptions } from '../options/use-options.js';
import type { Mapping } from './mapping-of.js';
import type { MappingRow } from './mapping-rows.js';
import { useAudiences } from './use-audiences.js';

/** Calls a row by the names of what it maps; by the ids where they are not known. */
export function useRowNames({ target }: Mapping, installation: string): (row: MappingRow) => string {
  const audiences = useAudiences();
  const targets = useOptions(installation, target.options, '', true).data?.pages.flatMap(
    ({ options }) => options,
  );
  return (row) => {
    const audience = audiences.data?.find(({ id }) => id === row.audience)?.name ?? row.audience ?? '…';
    const list = targets?.find(({ value }) => value === row.target)?.label ?? row.target ?? '…';
    return `${audience} → ${list}`;
  };
}
