import { expect } from 'chai';
import { GENERATED_AUDIENCE, GeneratedDirectory } from './generated-directory.js';

describe('GeneratedDirectory', () => {
  const directory = new GeneratedDirectory(1_234);
  const { id: audienceId } = GENERATED_AUDIENCE;

  const all = async <T>(read: (after?: string) => Promise<{ items: readonly T[]; next?: string }>) => {
    const items: T[] = [];
    let after: string | undefined;
    do {
      const page = await read(after);
      items.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    return items;
  };
  const from = (after: string | undefined) => (after === undefined ? { limit: 100 } : { limit: 100, after });

  it('pages through as many members as it counts, and knows each by its references', async () => {
    const members = await all((after) => directory.memberPage('t', from(after)));
    const ids = members.map(({ id }) => id);
    expect(new Set(ids).size).to.equal(1_234);
    expect(ids).to.deep.equal(ids.toSorted());
    const { members: counted, audiences } = await directory.counts('t', [audienceId, 'other']);
    expect([counted, audiences.get('other')]).to.deep.equal([1_234, 0]);
    const number = members[5]!.accountNumber!;
    const found = await directory.members('t', [ids[5]!, number, 'nobody']);
    expect([...found.values()]).to.deep.equal([members[5], members[5]]);
    expect((await directory.wallets('t', ids.slice(0, 2))).size).to.equal(2);
  });

  it('has the same members in its audience whoever asks', async () => {
    const onPages = await all((after) => directory.audiencePage('t', audienceId, from(after)));
    expect((await directory.counts('t', [audienceId])).audiences.get(audienceId)).to.equal(onPages.length);
    const ids = (await all((after) => directory.memberPage('t', from(after)))).map(({ id }) => id);
    const { audiences } = await directory.memberships('t', ids);
    expect(ids.filter((id) => audiences.get(id)?.includes(audienceId))).to.deep.equal(onPages);
  });
});
