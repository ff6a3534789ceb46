import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Option } from '../../../../contract/index.js';
import { pathOf } from '../api/path-of.js';
import { request } from '../api/request.js';

/** Makes a new choice for a field. */
export function useCreateOption(installation: string | undefined, field: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (label: string) =>
      request<Option>('POST', pathOf(installation ?? '', 'options', field), { label }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['options', installation, field] }),
  });
}
