import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { chooseEmulator } from '../../../src/harness/cli/start/choose-emulator.js';
import { claimPort } from '../../../src/harness/cli/start/claim-port.js';
import { emulatorHealth } from '../../../src/harness/cli/start/emulator-health.js';
import { emulatorRecord } from '../../../src/harness/cli/start/emulator-record.js';
import { FileLedger } from '../../../src/harness/cli/start/file-ledger.js';
import { StopList } from '../../../src/harness/cli/start/stop-list.js';
import { planVendor } from '../../../src/harness/cli/start/vendor-plan.js';
import { FakeIo } from './fake-io.js';

describe('planVendor', () => {
  const env = { KLAVIYO_CLIENT_ID: 'real', KLAVIYO_CLIENT_SECRET: 'real-secret' };
  const local = { clientId: 'wll-local', clientSecret: 'wll-local-secret' };

  it('starts an emulator where nothing is said, and sends it no real secret', () => {
    expect(planVendor({}, env)).to.deep.equal({ kind: 'emulator', credentials: local });
  });

  it('uses an emulator that runs', () => {
    expect(planVendor({ klaviyo: 'http://k' }, env)).to.deep.equal({
      kind: 'url',
      url: 'http://k',
      credentials: local,
    });
  });

  it('takes credentials from the environment for the real one, flags first', () => {
    expect(planVendor({ klaviyo: 'live', clientId: 'flag' }, env)).to.deep.equal({
      kind: 'live',
      credentials: { clientId: 'flag', clientSecret: 'real-secret' },
    });
  });

  it('refuses the real one without', () => {
    expect(() => planVendor({ klaviyo: 'live', clientId: 'flag' }, {})).to.throw('--client-secret');
  });
});

describe('chooseEmulator', () => {
  const data = '/data/klaviyo';
  const base = { port: 4010, data, atPort: 'nobody', earlier: null } as const;

  it('starts one where nobody is', () => {
    expect(chooseEmulator(base)).to.deep.equal({ kind: 'start', port: 4010 });
  });

  it('takes the one over the same data', () => {
    expect(chooseEmulator({ ...base, atPort: { pid: 7, data } })).to.deep.equal({
      kind: 'adopt',
      url: 'http://127.0.0.1:4010',
      pid: 7,
    });
  });

  it('finds an earlier one again where any port will do', () => {
    const earlier = { url: 'http://127.0.0.1:5555', pid: 7 };
    expect(chooseEmulator({ ...base, port: 0, earlier })).to.deep.equal({ kind: 'adopt', ...earlier });
  });

  for (const [name, over] of [
    ['a second one over the same data', { earlier: { url: 'http://127.0.0.1:5555', pid: 7 } }],
    ['an emulator with other data', { atPort: { pid: 7, data: '/other' } }],
    ['an emulator that keeps nothing', { atPort: { pid: 7, data: null } }],
    ['something else', { atPort: 'other' }],
  ] as const) {
    it(`stops at ${name}`, () => {
      expect(() => chooseEmulator({ ...base, ...over })).to.throw('--emulator-port');
    });
  }
});

describe('emulatorHealth', () => {
  const ask = (answer: () => Response) => {
    const io = new FakeIo();
    io.answer = answer;
    return emulatorHealth(io, 'http://k');
  };

  it('tells an emulator, something else, and nobody apart', async () => {
    expect(await ask(() => Response.json({ ok: true, pid: 7, data: '/d' }))).to.deep.equal({
      pid: 7,
      data: '/d',
    });
    expect(await ask(() => Response.json({ ok: true, pid: 7 }))).to.deep.equal({ pid: 7, data: null });
    expect(await ask(() => new Response('<h1>Apache</h1>'))).to.equal('other');
    expect(await ask(() => Response.json({ pid: 7 }, { status: 404 }))).to.equal('other');
    expect(
      await ask(() => {
        throw new DOMException('late', 'TimeoutError');
      }),
    ).to.equal('other');
    expect(
      await ask(() => {
        throw new TypeError('fetch failed');
      }),
    ).to.equal('nobody');
  });
});

describe('claimPort', () => {
  it('finds a free one, holds it until it is let go, and refuses one that is taken in one sentence', async () => {
    const { port, release } = await claimPort(0, '--port');
    expect(port).to.be.greaterThan(0);
    const error = await claimPort(port, '--port').catch((reason: unknown) => reason);
    await release();
    const again = await claimPort(port, '--port');
    await again.release();
    expect(error).to.include({
      name: 'CliError',
      exitCode: 1,
      message: `Port ${port} is in use: stop what listens there, or choose another with --port.`,
    });
  });
});

describe('files under the data folder', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'start-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('keep how far the demo has come', () => {
    const file = join(dir, 'demo.json');
    new FileLedger(file).write('seeded', 'demo', 100);
    new FileLedger(file).write('announced', 'demo', 50);
    expect(new FileLedger(file).read('seeded', 'demo')).to.equal(100);
    expect(new FileLedger(file).read('announced', 'demo')).to.equal(50);
    expect(new FileLedger(file).read('seeded', 'second')).to.equal(0);
  });

  it('know of nothing when they are damaged', async () => {
    await writeFile(join(dir, 'x.json'), '{"seeded');
    expect(new FileLedger(join(dir, 'x.json')).read('seeded', 'demo')).to.equal(0);
    expect(emulatorRecord(join(dir, 'x.json')).read()).to.equal(null);
    expect(emulatorRecord(join(dir, 'none.json')).read()).to.equal(null);
  });

  it('keep where the emulator is', () => {
    emulatorRecord(join(dir, 'k.json')).write('http://127.0.0.1:4010');
    expect(emulatorRecord(join(dir, 'k.json')).read()).to.equal('http://127.0.0.1:4010');
  });
});

describe('StopList', () => {
  it('stops in the opposite order, whatever one of them does', async () => {
    const list = new StopList();
    const seen: string[] = [];
    const stop = (name: string) => () => {
      seen.push(name);
      return name === 'b' ? Promise.reject(new Error('b')) : Promise.resolve();
    };
    for (const name of ['a', 'b', 'c']) await list.add(stop(name));
    expect(await list.stop()).to.have.length(1);
    expect(seen).to.deep.equal(['c', 'b', 'a']);
    expect(await list.stop()).to.be.empty;
  });

  it('stops at once what is added after the stop', async () => {
    const list = new StopList();
    await list.stop();
    let stopped = false;
    const added = list.add(() => {
      stopped = true;
      return Promise.resolve();
    });
    expect(await added.catch((error: unknown) => error)).to.be.instanceOf(Error);
    expect(stopped).to.be.true;
  });
});
