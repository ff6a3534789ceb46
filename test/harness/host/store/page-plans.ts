import type { Store } from '../../../../src/contract/index.js';
import { FakeClock } from '../fake-clock.js';
import { StoredDirectory } from '../../../../src/harness/host/store/platform/stored-directory.js';

/** How the database answers the directory's pages in the middle of a snapshot: what `EXPLAIN` tells of each statement. */
export async function pagePlans(store: Store, dialect: 'sqlite' | 'postgres') {
  const reading = store.read();
  const directory = new StoredDirectory(store, new FakeClock(0));
  const connection = reading.connection;
  const createQueryRunner = connection.createQueryRunner.bind(connection);
  const statements: { text: string; parameters: unknown[] }[] = [];
  connection.createQueryRunner = (mode) => {
    const runner = createQueryRunner(mode);
    return new Proxy(runner, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        if (key !== 'query') return value.bind(target) as unknown;
        return (text: string, parameters: unknown[], structured: true) => {
          statements.push({ text, parameters });
          return target.query(text, parameters, structured);
        };
      },
    });
  };
  try {
    await directory.memberPage('t', { after: 'm5', limit: 10 });
    await directory.audiencePage('t', 'g', { after: 'm5', limit: 10 });
    await directory.eventPage('t', { from: 0, until: 9, after: '5:e5', limit: 10 });
  } finally {
    connection.createQueryRunner = createQueryRunner;
  }
  const plans: string[] = [];
  const explain = dialect === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
  for (const { text, parameters } of statements) {
    plans.push(JSON.stringify(await reading.query(`${explain} ${text}`, parameters)));
  }
  const [members = '', audience = '', events = ''] = plans;
  return { members, audience, events };
}
