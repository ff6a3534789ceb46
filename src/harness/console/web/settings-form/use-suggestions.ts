import { useQuery } from '@tanstack/react-query';
import type { EventType } from '../../../../contract/index.js';
import { request } from '../api/request.js';
import type { Suggestions } from './suggestions-of.js';

const read = async (of: Suggestions): Promise<readonly string[]> =>
  of === 'event-types'
    ? (await request<readonly EventType[]>('GET', '/api/event-types')).map(({ type }) => type)
    : request<readonly string[]>('GET', '/api/member-fields');

/** What the platform knows; undefined while that is not known. */
export const useSuggestions = (of: Suggestions): readonly string[] | undefined =>
  useQuery({ queryKey: ['suggestions', of], queryFn: () => read(of), staleTime: 60_000 }).data;
