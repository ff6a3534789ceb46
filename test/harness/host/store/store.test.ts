import { expect } from 'chai';
import type { EntityManager, Repository } from 'typeorm';
import { FakeClock } from '../fake-clock.js';
import { Note, note, noteStore } from './note.fixture.js';
import { openTestStore, type TestStore } from './open-test-store.js';
import { postgresOrSkip } from './postgres-or-skip.js';
import { rejection } from './rejection.js';

const later = () => new Promise((resolve) => setImmediate(resolve));

/** A promise and its switch. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`Store on ${dialect}`, () => {
    let test: TestStore;
    let clock: FakeClock;

    before(async function () {
      if (dialect === 'postgres') await postgresOrSkip(this);
    });
    beforeEach(async () => {
      clock = new FakeClock();
      test = await openTestStore({ ...noteStore, clock, dialect });
    });
    afterEach(async () => {
      await test.dispose();
    });

    const stored = async () => (await test.store.read().find(Note)).map((row) => row.id).sort();

    describe('transaction', () => {
      it('commits what it wrote, with its numbers as numbers', async () => {
        const result = await test.store.transaction(async (manager) => {
          await manager.insert(Note, note('a'));
          return 7;
        });
        expect(result).to.equal(7);
        expect(await test.store.read().findOneBy(Note, { id: 'a' })).to.deep.equal(note('a'));
      });

      it('rolls back when the callback throws, and harms no neighbour beside it', async () => {
        const written = gate();
        const failing = test.store.transaction(async (manager) => {
          await manager.insert(Note, note('lost'));
          await Promise.race([written.opened, later().then(later)]);
          throw new Error('mine alone');
        });
        const committing = test.store
          .transaction((manager) => manager.insert(Note, note('kept')))
          .then(written.open);
        expect((await rejection(failing)).message).to.equal('mine alone');
        await committing;
        expect(await stored()).to.deep.equal(['kept']);
      });

      it('never loses a commit that has resolved to a neighbour that rolls back later', async () => {
        const start = gate();
        const attempts = Array.from({ length: 40 }, (_, i) =>
          test.store.transaction(async (manager) => {
            await start.opened;
            await manager.insert(Note, note(`n${i}`));
            await later();
            if (i % 2 === 1) throw new Error('odd');
          }),
        );
        start.open();
        const settled = await Promise.allSettled(attempts);
        const resolved = settled.flatMap((one, i) => (one.status === 'fulfilled' ? [`n${i}`] : []));
        expect(resolved).to.have.length(20);
        expect(await stored()).to.deep.equal(resolved.sort());
      });

      it('can be nested by its manager, and the inner one fails alone', async () => {
        await test.store.transaction(async (manager) => {
          await manager.insert(Note, note('outer'));
          const inner = manager.transaction(async (nested) => {
            await nested.insert(Note, note('inner'));
            throw new Error('inner');
          });
          await rejection(inner);
        });
        expect(await stored()).to.deep.equal(['outer']);
      });

      it('rolls back after 5 seconds and kills the manager of the one that hangs', async () => {
        const reached = gate();
        let held: EntityManager | undefined;
        const hanging = rejection(
          test.store.transaction(async (manager) => {
            held = manager;
            await manager.insert(Note, note('slow'));
            reached.open();
            await new Promise(() => undefined);
          }),
        );
        await reached.opened;
        await clock.advance(4999);
        expect(clock.pending).to.equal(1);
        await clock.advance(1);
        expect(await hanging).to.include({ code: 'store_transaction_timeout', kind: 'transient' });
        expect(await rejection(held!.insert(Note, note('late')))).to.include({
          code: 'store_transaction_ended',
        });
        await test.store.transaction((manager) => manager.insert(Note, note('next')));
        expect(await stored()).to.deep.equal(['next']);
      });

      it('waits for statements that the callback did not await', async () => {
        await test.store.transaction((manager) => {
          void manager.query(`INSERT INTO test_note (id, body, at) VALUES ('floating', '', 1)`);
          return Promise.resolve();
        });
        expect(await stored()).to.deep.equal(['floating']);
      });

      it('rolls back statements that the callback did not await', async () => {
        const attempt = test.store.transaction((manager) => {
          for (let i = 0; i < 300; i += 1) {
            void manager.query(`INSERT INTO test_note (id, body, at) VALUES ('floating${i}', '', 1)`);
          }
          return Promise.reject(new Error('no'));
        });
        await rejection(attempt);
        await test.store.transaction(() => Promise.resolve());
        expect(await stored()).to.deep.equal([]);
      });

      it('refuses a raw COMMIT', async () => {
        const attempt = test.store.transaction(async (manager) => {
          await manager.insert(Note, note('a'));
          await manager.query(' commit');
        });
        expect(await rejection(attempt)).to.include({ code: 'store_transaction_control' });
        expect(await stored()).to.deep.equal([]);
      });

      it('rolls back with a nested transaction still open, and the next one is clean', async () => {
        const attempt = test.store.transaction(async (manager) => {
          await manager.insert(Note, note('a'));
          await manager.queryRunner!.startTransaction();
          await manager.insert(Note, note('b'));
        });
        expect(await rejection(attempt)).to.include({ code: 'store_transaction_unfinished' });
        await test.store.transaction((manager) => manager.insert(Note, note('c')));
        expect(await stored()).to.deep.equal(['c']);
      });
    });

    describe('a manager whose transaction has ended', () => {
      for (const end of ['committed', 'rolled back'] as const) {
        it(`is dead once it is ${end}, with every repository and query builder made from it`, async () => {
          const held: { manager?: EntityManager; repository?: Repository<Note> } = {};
          const running = test.store.transaction((manager) => {
            held.manager = manager;
            held.repository = manager.getRepository(Note);
            return end === 'committed' ? Promise.resolve() : Promise.reject(new Error('no'));
          });
          if (end === 'committed') await running;
          else await rejection(running);
          const uses = [
            () => held.manager!.insert(Note, note('x')),
            () => held.manager!.save(note('x')),
            () => held.manager!.query('SELECT 1'),
            () => held.manager!.transaction(() => Promise.resolve()),
            () => held.repository!.insert(note('x')),
            () => held.repository!.find(),
            () => held.repository!.createQueryBuilder('n').getMany(),
            () => held.manager!.createQueryBuilder().insert().into(Note).values(note('x')).execute(),
          ];
          for (const use of uses) {
            expect(await rejection(use())).to.include({ code: 'store_transaction_ended' });
          }
          expect(await stored()).to.deep.equal([]);
        });
      }
    });

    describe('read', () => {
      it('does not see what a neighbour has not committed', async () => {
        const written = gate();
        const finish = gate();
        const running = test.store.transaction(async (manager) => {
          await manager.insert(Note, note('a'));
          written.open();
          await finish.opened;
        });
        await written.opened;
        expect(await stored()).to.deep.equal([]);
        finish.open();
        await running;
        expect(await stored()).to.deep.equal(['a']);
      });

      it('cannot write', async () => {
        await rejection(test.store.read().insert(Note, note('a')));
        await rejection(test.store.read().query(`INSERT INTO test_note (id, body, at) VALUES ('b', '', 1)`));
        expect(await stored()).to.deep.equal([]);
      });

      it('throws on an undefined condition instead of giving the first row', async () => {
        await test.store.transaction((manager) => manager.insert(Note, note('a')));
        const id = undefined as unknown as string;
        await rejection(test.store.read().findOneBy(Note, { id }));
        await rejection(test.store.transaction((manager) => manager.findOneBy(Note, { id })));
      });
    });

    describe('close', () => {
      it('lets what waits commit, then refuses', async () => {
        const running = test.store.transaction((manager) => manager.insert(Note, note('a')));
        await test.store.close();
        await running;
        const refused = test.store.transaction(() => Promise.resolve());
        expect(await rejection(refused)).to.include({ code: 'store_closed' });
        expect(() => test.store.read()).to.throw();
      });
    });

    it('migrates once, and notes it in a migrations table of its own', async () => {
      const reopened = await test.database.open({ owner: 'again', ...noteStore });
      const rows: unknown[] = await reopened.read().query('SELECT name FROM test_migrations');
      expect(rows).to.have.length(1);
      await reopened.close();
    });
  });
}

describe('Store on sqlite, the one writer', () => {
  let test: TestStore;
  beforeEach(async () => {
    test = await openTestStore(noteStore);
  });
  afterEach(async () => {
    await test.dispose();
  });

  it('commits 1000 transactions that are asked for at once', async () => {
    const all = Array.from({ length: 1000 }, (_, i) =>
      test.store.transaction((manager) => manager.insert(Note, note(String(i)))),
    );
    await Promise.all(all);
    expect(await test.store.read().count(Note)).to.equal(1000);
  });

  it('begins no transaction inside another one, of whatever owner', async () => {
    const neighbour = await test.database.open({ owner: 'neighbour', ...noteStore });
    let open = 0;
    let most = 0;
    const work = async (manager: EntityManager, id: string) => {
      most = Math.max(most, (open += 1));
      await manager.insert(Note, note(id));
      open -= 1;
    };
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 ? test.store : neighbour).transaction((manager) => work(manager, `n${i}`)),
      ),
    );
    expect(most).to.equal(1);
    await neighbour.close();
  });

  it('serves the owners in turn', async () => {
    const neighbour = await test.database.open({ owner: 'neighbour', ...noteStore });
    const order: string[] = [];
    const enter = (name: string) => () => {
      order.push(name);
      return Promise.resolve();
    };
    await Promise.all([
      ...Array.from({ length: 50 }, () => test.store.transaction(enter('noisy'))),
      neighbour.transaction(enter('quiet')),
      neighbour.transaction(enter('quiet')),
    ]);
    expect(order.slice(0, 4)).to.deep.equal(['noisy', 'quiet', 'noisy', 'quiet']);
    await neighbour.close();
  });

  it('writes durably: WAL, and synchronous FULL', async () => {
    const [sync] = await test.store.transaction((m) =>
      m.query<{ synchronous: number }[]>('PRAGMA synchronous'),
    );
    const [mode] = await test.store.read().query<{ journal_mode: string }[]>('PRAGMA journal_mode');
    expect(sync).to.deep.equal({ synchronous: 2 });
    expect(mode).to.deep.equal({ journal_mode: 'wal' });
  });

  it('gives the connection to nobody outside a transaction', async () => {
    let escape: EntityManager['connection'] | undefined;
    await test.store.transaction((manager) => {
      escape = manager.connection;
      return Promise.resolve();
    });
    expect(await rejection(escape!.query(`DELETE FROM test_note`))).to.have.property('code');
    expect(await rejection(escape!.manager.insert(Note, note('x')))).to.have.property('code');
  });
});
