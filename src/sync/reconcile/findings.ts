import { inject, injectable } from 'inversify';
import { HOST, type Store } from '../../contract/index.js';
import {
  countExtraMembers,
  type FindingRow,
  hasFindings,
  readFindings,
  readMembersWithFindings,
} from '../../store/index.js';
import { PAGE } from '../page.js';

/** What was seen at the first look, and waits for the second. */
@injectable()
export class Findings {
  constructor(@inject(HOST.store) private readonly store: Store) {}

  any(connectionId: string): Promise<boolean> {
    return hasFindings(this.store.read(), connectionId);
  }

  /** Members of whose profile something was found, in the order of their ids. @param after the last of the page before */
  members(connectionId: string, after = ''): Promise<readonly string[]> {
    return readMembersWithFindings(this.store.read(), connectionId, after, PAGE);
  }

  /** Those among these that were found before. */
  async again(connectionId: string, findings: readonly FindingRow[]): Promise<readonly FindingRow[]> {
    if (findings.length === 0) return [];
    const listId = findings[0]?.listId ?? '';
    const memberIds = findings.map(({ memberId }) => memberId);
    const before = await readFindings(this.store.read(), connectionId, listId, memberIds);
    const known = new Set(before.map(placeOf));
    return findings.filter((finding) => known.has(placeOf(finding)));
  }

  /** How many of a list were found to be extra who are members. */
  extra(connectionId: string, listId: string): Promise<number> {
    return countExtraMembers(this.store.read(), connectionId, listId);
  }
}

/** Whether it is profile or points that differs may change between two looks. */
const placeOf = ({ about, memberId, profileId }: FindingRow): string =>
  about === 'list' ? `${memberId}\n${profileId}` : memberId;
