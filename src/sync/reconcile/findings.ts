import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { HOST, type Store } from '../../contract/index.js';
import { type FindingRow, SyncFindingEntity } from '../../store/index.js';

const PAGE = 1_000;

/** What was seen at the first look, and waits for the second. */
@injectable()
export class Findings {
  constructor(@inject(HOST.store) private readonly store: Store) {}

  async any(connectionId: string): Promise<boolean> {
    return this.store.read().getRepository(SyncFindingEntity).existsBy({ connectionId });
  }

  /** Members of whose profile something was found, in the order of their ids. @param after the last of the page before */
  async members(connectionId: string, after = ''): Promise<readonly string[]> {
    const rows = await this.store
      .read()
      .getRepository(SyncFindingEntity)
      .createQueryBuilder('f')
      .select('f.memberId', 'memberId')
      .distinct(true)
      .where(`f.connectionId = :connectionId AND f.about <> 'list' AND f.memberId > :after`, {
        connectionId,
        after,
      })
      .orderBy('f.memberId', 'ASC')
      .limit(PAGE)
      .getRawMany<{ memberId: string }>();
    return rows.map(({ memberId }) => memberId);
  }

  /** Those among these that were found before. */
  async again(connectionId: string, findings: readonly FindingRow[]): Promise<readonly FindingRow[]> {
    if (findings.length === 0) return [];
    const listId = findings[0]?.listId ?? '';
    const before = await this.store
      .read()
      .getRepository(SyncFindingEntity)
      .findBy({ connectionId, listId, memberId: In([...new Set(findings.map(({ memberId }) => memberId))]) });
    const known = new Set(before.map(placeOf));
    return findings.filter((finding) => known.has(placeOf(finding)));
  }

  /** How many of a list were found to be extra who are members. */
  extra(connectionId: string, listId: string): Promise<number> {
    return this.store
      .read()
      .getRepository(SyncFindingEntity)
      .createQueryBuilder('f')
      .where(`f.connectionId = :connectionId AND f.listId = :listId AND f.kind = 'extra'`, {
        connectionId,
        listId,
      })
      .andWhere(`f.memberId <> ''`)
      .getCount();
  }
}

/** Whether it is profile or points that differs may change between two looks. */
const placeOf = ({ about, memberId, profileId }: FindingRow): string =>
  about === 'list' ? `${memberId}\n${profileId}` : memberId;
