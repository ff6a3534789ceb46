import { expect } from 'chai';
import { blankLink } from '../../src/delivery/member/member-identity.js';
import {
  countByOrigin,
  countJoined,
  countOurs,
  countReadLists,
  deleteAllSeen,
  deleteFromAllLists,
  deleteFromList,
  deleteJoins,
  deleteJoinsOfList,
  deleteJoinsOfMembers,
  deleteMembersOfList,
  deleteMoving,
  deleteSeenOnList,
  insertFoundOnList,
  insertMoving,
  isProfileOfAnother,
  joinLists,
  type MovingIdentifierRow,
  oursOnList,
  putLinks,
  putListName,
  putListPaused,
  putListRead,
  putOursOnList,
  putSeen,
  putTold,
  readHolders,
  readJoinedAmong,
  readJoinedLists,
  readLinks,
  readListState,
  readListStates,
  readMovingOf,
  readOriginsAmong,
  readOriginsOf,
  readOwners,
  readPausedLists,
  readSeenAmong,
  readTold,
  readWanting,
  repairLinks,
  resumeList,
  setClearFrom,
  unrecordedOnList,
} from '../../src/store/index.js';
import { onEachStore } from './on-each-store.js';

const T = 1_795_000_000_000;

onEachStore('lists and links', (store) => {
  const write = <R>(work: Parameters<ReturnType<typeof store>['transaction']>[0]): Promise<R> =>
    store().transaction(work) as Promise<R>;
  const many = (prefix: string) => Array.from({ length: 1_100 }, (_, index) => `${prefix}${index}`);

  it('whom we have put on a list stays ours when it is found; whom we put there becomes ours', async () => {
    const c = 'origins';
    await write(async (manager) => {
      await putOursOnList(manager, c, 'l', ['a', 'b', 'b']);
      await insertFoundOnList(manager, c, 'l', ['a', 'x', 'y', 'y']);
      await putOursOnList(manager, c, 'l', ['x']);
      await insertFoundOnList(manager, c, 'k', ['a']);
      await insertFoundOnList(manager, c, 'k', []);
      await putOursOnList(manager, 'other', 'l', ['a', 'q']);
    });
    const manager = store().read();
    expect([...(await readOriginsAmong(manager, c, 'l', ['a', 'b', 'x', 'y', 'z']))]).to.have.deep.members([
      ['a', 'ours'],
      ['b', 'ours'],
      ['x', 'ours'],
      ['y', 'found'],
    ]);
    expect([...(await readOriginsOf(manager, c, 'a'))]).to.have.deep.members([
      ['l', 'ours'],
      ['k', 'found'],
    ]);
    expect(await countOurs(manager, c, 'l')).to.equal(3);
    expect(await countByOrigin(manager, c)).to.have.deep.members([
      { listId: 'l', origin: 'ours', count: 3 },
      { listId: 'l', origin: 'found', count: 1 },
      { listId: 'k', origin: 'found', count: 1 },
    ]);
  });

  it('profiles go off one list, off all, and a list goes with all of its profiles: more than a statement takes', async () => {
    const c = 'off';
    const ids = many('p');
    await write(async (manager) => {
      for (const listId of ['l', 'k']) await putOursOnList(manager, c, listId, ids);
      await putOursOnList(manager, 'another', 'l', ids);
      await deleteFromList(manager, c, 'l', ids.slice(0, 1_050));
    });
    const manager = store().read();
    const counts = async () => [await countOurs(manager, c, 'l'), await countOurs(manager, c, 'k')];
    expect(await counts()).to.deep.equal([50, 1_100]);
    expect((await readOriginsAmong(manager, c, 'k', ids)).size).to.equal(1_100);
    await write((some) => deleteFromAllLists(some, c, ids.slice(20)));
    expect(await counts()).to.deep.equal([0, 20]);
    await write((some) => putOursOnList(some, c, 'l', ['last']));
    await write((some) => deleteMembersOfList(some, c, 'l'));
    expect(await counts()).to.deep.equal([0, 20]);
    expect(await countOurs(manager, 'another', 'l')).to.equal(1_100);
  });

  it('who was put on lists by imports is found, counted and forgotten in the same ways', async () => {
    const c = 'joins';
    const ids = many('m');
    const joins = (listId: string) => ids.map((memberId) => ({ listId, memberId }));
    await write(async (manager) => {
      await joinLists(manager, c, [...joins('l'), ...joins('k')]);
      await joinLists(manager, c, [{ listId: 'l', memberId: 'm1' }]);
      await joinLists(manager, 'other', joins('l'));
    });
    const manager = store().read();
    const counts = async () => [await countJoined(manager, c, 'l'), await countJoined(manager, c, 'k')];
    expect(await counts()).to.deep.equal([1_100, 1_100]);
    expect([...(await readJoinedAmong(manager, c, 'l', ['m1', 'nobody', 'm2', 'm1']))]).to.have.members([
      'm1',
      'm2',
    ]);
    expect([...(await readJoinedLists(manager, c, 'm7'))]).to.have.members(['l', 'k']);
    await write((some) => deleteJoins(some, c, 'l', ids.slice(0, 1_050)));
    expect(await counts()).to.deep.equal([50, 1_100]);
    await write((some) => deleteJoinsOfMembers(some, c, ids.slice(20)));
    expect(await counts()).to.deep.equal([0, 20]);
    await write((some) => deleteJoinsOfList(some, c, 'k'));
    expect(await counts()).to.deep.equal([0, 0]);
    expect(await countJoined(manager, 'other', 'l')).to.equal(1_100);
  });

  it('a list is read, rests, comes back and is cleared; its name stays', async () => {
    const c = 'states';
    await write(async (manager) => {
      await putListRead(manager, c, 'l', T);
      await putListName(manager, c, 'l', 'Gold', false);
      await putListName(manager, c, 'new', 'Silver', false);
      await putListPaused(manager, c, 'l', 'list_gone');
      await putListPaused(manager, c, 'k', 'other');
      await putListRead(manager, 'other', 'l', T);
    });
    const manager = store().read();
    expect(await readListState(manager, c, 'l')).to.include({
      readAt: null,
      pausedReason: 'list_gone',
      name: 'Gold',
      clearFrom: null,
    });
    expect(await readListState(manager, c, 'nothing')).to.equal(null);
    expect((await readListStates(manager, c)).map(({ listId }) => listId)).to.have.members(['l', 'k', 'new']);
    expect(await readPausedLists(manager, c, 'list_gone')).to.deep.equal(['l']);
    expect(await readPausedLists(manager, c)).to.have.members(['l', 'k']);
    await write((some) => putListName(some, c, 'l', 'Gold 2', false));
    expect(await readListState(manager, c, 'l')).to.include({ pausedReason: 'list_gone', name: 'Gold 2' });
    await write((some) => putListName(some, c, 'l', 'Gold 3', true));
    expect(await readListState(manager, c, 'l')).to.include({ pausedReason: null, name: 'Gold 3' });
    await write(async (some) => {
      await putListRead(some, c, 'l', T + 1);
      await putListRead(some, c, 'k', T + 1);
      await resumeList(some, c, 'k');
    });
    expect(await readListState(manager, c, 'k')).to.include({ readAt: null, pausedReason: null });
    expect(await countReadLists(manager, c, ['l', 'k', 'new', 'nothing'])).to.equal(1);
    expect(await countReadLists(manager, c, ['k'])).to.equal(0);
    expect(await write((some) => setClearFrom(some, c, 'l', T + 2))).to.equal(true);
    expect(await write((some) => setClearFrom(some, c, 'nothing', T + 2))).to.equal(false);
    expect(await readListState(manager, c, 'l')).to.include({ clearFrom: T + 2, readAt: T + 1 });
    expect(await readListState(manager, 'other', 'l')).to.include({ clearFrom: null });
  });

  it('what was told of a member and an audience last is what stands', async () => {
    const c = 'told';
    const told = (memberId: string, audienceId: string, direction: 'joined' | 'left', toldAt = T) => ({
      memberId,
      audienceId,
      direction,
      toldAt,
    });
    await write(async (manager) => {
      await putTold(manager, c, [told('a', 'x', 'joined'), told('a', 'y', 'joined'), told('b', 'x', 'left')]);
      await putTold(manager, c, [told('a', 'x', 'left', T + 1)]);
      await putTold(manager, 'other', [told('a', 'x', 'joined')]);
    });
    expect(await readTold(store().read(), c, ['a', 'nobody'])).to.have.deep.members([
      told('a', 'x', 'left', T + 1),
      told('a', 'y', 'joined'),
    ]);
  });

  it('who was seen on a list and is not recorded there is told, page after page', async () => {
    const c = 'seen';
    await write(async (manager) => {
      await putSeen(manager, c, 'l', ['p1', 'p2', 'p3', 'p4', 'p4']);
      await putSeen(manager, c, 'l', ['p1']);
      await putSeen(manager, c, 'k', ['p1']);
      await putLinks(
        manager,
        c,
        [
          { ...blankLink('m2'), profileId: 'p2' },
          { ...blankLink('m3'), profileId: 'p3' },
        ],
        T,
      );
      await putOursOnList(manager, c, 'l', ['p1']);
      await joinLists(manager, c, [{ listId: 'l', memberId: 'm3' }]);
    });
    const manager = store().read();
    const all = [
      { profileId: 'p2', memberId: 'm2' },
      { profileId: 'p4', memberId: null },
    ];
    expect(await unrecordedOnList(manager, c, 'l', '', 9)).to.deep.equal(all);
    expect(await unrecordedOnList(manager, c, 'l', '', 1)).to.deep.equal(all.slice(0, 1));
    expect(await unrecordedOnList(manager, c, 'l', 'p2', 9)).to.deep.equal(all.slice(1));
    expect([...(await readSeenAmong(manager, c, 'l', ['p1', 'p9']))]).to.deep.equal(['p1']);
    await write((some) => deleteSeenOnList(some, c, 'l'));
    expect([...(await readSeenAmong(manager, c, 'l', ['p1']))]).to.be.empty;
    expect([...(await readSeenAmong(manager, c, 'k', ['p1']))]).to.deep.equal(['p1']);
    await write((some) => deleteAllSeen(some, c));
    expect([...(await readSeenAmong(manager, c, 'k', ['p1']))]).to.be.empty;
  });

  it('ours on a list are those by the profile, and those by an import who were not found there', async () => {
    const c = 'ours';
    await write(async (manager) => {
      const ids = ['a', 'b', 'c', 'd', 'e'];
      await putLinks(
        manager,
        c,
        ids.map((id) => ({ ...blankLink(id), profileId: id === 'e' ? null : `p-${id}` })),
        T,
      );
      await putOursOnList(manager, c, 'l', ['p-a']);
      await insertFoundOnList(manager, c, 'l', ['p-b', 'p-c']);
      await joinLists(
        manager,
        c,
        ['c', 'd', 'e'].map((memberId) => ({ listId: 'l', memberId })),
      );
    });
    const manager = store().read();
    expect(await oursOnList(manager, c, 'l', '', 9)).to.deep.equal(['a', 'd', 'e']);
    expect(await oursOnList(manager, c, 'l', 'a', 1)).to.deep.equal(['d']);
    expect(await oursOnList(manager, c, 'k', '', 9)).to.be.empty;
  });

  it('a link comes out as it went in, all of it, and is written anew as a whole', async () => {
    const c = 'links';
    const link = {
      memberId: 'm',
      profileId: 'p',
      emailHash: 'e',
      phoneHash: 'f',
      acceptedProfile: 'g',
      acceptedPoints: 'h',
      sentKeys: '["Loyalty ",1]',
      doubtUntil: T,
      writeBegunAt: T + 1,
      findFrom: -1,
      leavingSince: T + 2,
      refused: { '/properties/a"b': 'hash' },
      acceptedAt: T + 3,
      requestId: 'r',
    };
    await write((manager) => putLinks(manager, c, [link, { ...blankLink('n'), phoneHash: 'q' }], T));
    expect(await readLinks(store().read(), c, ['m'])).to.deep.equal([link]);
    const manager = store().read();
    expect([...(await readHolders(manager, c, 'email', ['e', 'x']))]).to.deep.equal([['e', 'm']]);
    expect([...(await readHolders(manager, c, 'phone', ['f', 'q']))]).to.have.deep.members([
      ['f', 'm'],
      ['q', 'n'],
    ]);
    expect([...(await readOwners(manager, c, ['p', 'x']))]).to.deep.equal([['p', 'm']]);
    expect(await readOwners(manager, c, [])).to.have.property('size', 0);
    expect(await isProfileOfAnother(manager, c, 'p', 'm')).to.equal(false);
    expect(await isProfileOfAnother(manager, c, 'p', 'n')).to.equal(true);
    expect(await isProfileOfAnother(manager, 'other', 'p', 'n')).to.equal(false);
    await write((some) => putLinks(some, c, [blankLink('m')], T + 9));
    expect(await readLinks(manager, c, ['m'])).to.deep.equal([blankLink('m')]);
  });

  it('a repair forgets what was accepted where it is told to, and takes no profile that another has', async () => {
    const c = 'repairs';
    const accepted = { acceptedProfile: 'g', acceptedPoints: 'h', emailHash: null };
    await write(async (manager) => {
      const links = ['a', 'b', 'c'].map((id) => ({ ...blankLink(id), ...accepted, profileId: `p-${id}` }));
      await putLinks(manager, c, links, T);
      await repairLinks(manager, c, [
        { memberId: 'a', profileId: 'p-new', forget: false },
        { memberId: 'b', profileId: 'p-c', forget: true },
      ]);
    });
    const links = await readLinks(store().read(), c, ['a', 'b', 'c']);
    const view = (id: string) => {
      const { profileId, acceptedProfile, acceptedPoints } = links.find(({ memberId }) => memberId === id)!;
      return [profileId, acceptedProfile, acceptedPoints];
    };
    expect(view('a')).to.deep.equal(['p-new', 'g', 'h']);
    expect(view('b')).to.deep.equal([null, null, null]);
    expect(view('c')).to.deep.equal(['p-c', 'g', 'h']);
  });

  it('identifiers that change hands are found by who has left or wants them, and by what is wanted', async () => {
    const c = 'moving';
    const moving = (hash: string, role: 'left' | 'wanted', memberId: string): MovingIdentifierRow => ({
      hash,
      role,
      memberId,
      kind: 'email',
    });
    const rows = [
      moving('h', 'left', 'a'),
      moving('h', 'wanted', 'b'),
      moving('i', 'wanted', 'b'),
      moving('i', 'wanted', 'd'),
    ];
    await write(async (manager) => {
      await insertMoving(manager, c, rows);
      await insertMoving(manager, c, [{ ...moving('h', 'left', 'a'), kind: 'phone' }]);
      await insertMoving(manager, 'other', rows);
    });
    const manager = store().read();
    expect(await readMovingOf(manager, c, 'left', ['a', 'b'])).to.deep.equal([rows[0]]);
    expect(await readMovingOf(manager, c, 'wanted', ['b'])).to.have.deep.members([rows[1], rows[2]]);
    expect(await readWanting(manager, c, ['i', 'i', 'x'])).to.have.deep.members([rows[2], rows[3]]);
    expect([...(await readHolders(manager, c, 'left', ['h', 'i']))]).to.deep.equal([['h', 'a']]);
    await write((some) => deleteMoving(some, c, [rows[0]!, rows[3]!]));
    expect(await readMovingOf(manager, c, 'left', ['a'])).to.be.empty;
    expect(await readWanting(manager, c, ['h', 'i'])).to.have.deep.members([rows[1], rows[2]]);
    expect(await readMovingOf(manager, 'other', 'left', ['a'])).to.have.length(1);
  });
});
