import { spawn } from 'node:child_process';
import { until } from '../until.js';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import type { Receipt, UninstallRequest } from '../../src/contract/index.js';
import { journal } from './fixtures/journal.js';
import type { HostFactory, HostUnderTest } from './host-under-test.js';
import { writeManifest } from './write-manifest.js';

const TIMEOUT_MS = 1_000;
const PURGE: UninstallRequest = { mode: 'purge', queue: 'drop', remote: 'leave' };

/**
 * What the contract promises of a host, one test for each promise. Any host can run it.
 *
 * @example
 * hostConformance('the local host', { create, script });
 */
export function hostConformance(name: string, factory: HostFactory): void {
  describe(`${name} keeps the promises of the host contract`, () => {
    let directory: string;
    let host: HostUnderTest | undefined;

    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'conformance-'));
      journal.length = 0;
    });
    afterEach(async () => {
      await stop();
      await rm(directory, { recursive: true, force: true });
    });

    const manifests = (...fixtures: string[]) =>
      Promise.all(fixtures.map((fixture) => writeManifest(directory, fixture)));

    const start = async (paths: readonly string[]) => {
      host = await factory.create({ directory, manifests: paths, callTimeoutMs: TIMEOUT_MS });
      return host;
    };

    const stop = async () => {
      await host?.stop(Date.now() + 200);
      host = undefined;
    };

    const install = async (on: HostUnderTest, type: string) => {
      const { id } = await on.createInstallation('t', type);
      await on.setActive('t', id, { active: true });
      return id;
    };

    const events = (...ids: string[]) => ids.map((id) => ({ id, type: 'PURCHASED_REWARD', subject: 'm' }));

    it('refuses another contract with one sentence that names both versions, and runs none of its code', async () => {
      const path = await writeManifest(directory, 'keeper', { contract: '^9.1.0', entry: 'nowhere.js' });
      const [refusal] = (await start([path])).refused();
      expect(refusal).to.include({ manifest: path, code: 'contract_mismatch' });
      expect(refusal!.message).to.contain('^9.1.0').and.contain('1.0.0');
      expect(refusal!.message.match(/[.!?](\s|$)/g)).to.have.length(1);
      expect(host!.catalogue()).to.deep.equal([]);
    });

    describe('order', () => {
      it('is: manifest, then migrate, then create, then start; and stop at the end', async () => {
        await start(await manifests('orderly'));
        await stop();
        expect(journal.filter((entry) => entry !== 'import')).to.deep.equal([
          'migrate',
          'create',
          'start',
          'stop',
        ]);
      });

      it('imports nothing on an invalid manifest', async () => {
        const path = await writeManifest(directory, 'orderly', { storage: { prefix: 'Bad' } });
        expect((await start([path])).refused()[0]).to.include({ code: 'manifest_invalid' });
        expect(journal).to.deep.equal([]);
      });

      it('creates nothing when the migration fails', async () => {
        expect((await start(await manifests('broken-migration'))).refused()).to.have.length(1);
        expect(journal).to.deep.equal([]);
      });
    });

    it('allows concurrent and repeated calls', async () => {
      const on = await start(await manifests('keeper'));
      const id = await install(on, 'KEEPER');
      const batch = events(...Array.from({ length: 40 }, (_, i) => `e${i}`));
      const answers = await Promise.all(Array.from({ length: 5 }, () => on.dispatch('t', batch)));
      for (const [index, event] of batch.entries()) {
        const statuses = answers.map((receipts) => receipts[index]!);
        expect(statuses.map((receipt) => receipt.id)).to.deep.equal(Array(5).fill(event.id));
        expect(statuses.filter((receipt) => receipt.status === 'accepted')).to.have.length(1);
        expect(statuses.filter((receipt) => receipt.status === 'duplicate')).to.have.length(4);
      }
      await Promise.all([1, 2, 3].map(() => on.setActive('t', id, { active: true })));
      await Promise.all([1, 2, 3].map(() => on.setActive('t', id, { active: false })));
      expect((await on.installations('t'))[0]).to.include({ id, active: false });
    });

    it('has kept what was accepted when it is killed the moment after', async () => {
      const paths = await manifests('keeper');
      const accepted = await untilKilled({ directory, manifests: paths, callTimeoutMs: 5000 }, 25);
      expect(accepted).to.have.length.at.least(25);
      const on = await start(paths);
      const receipts = await on.dispatch('t', events(...accepted));
      expect(receipts.map((receipt) => receipt.status)).to.deep.equal(accepted.map(() => 'duplicate'));
    });

    it('passes busy on as back-pressure, and accepts later', async () => {
      const on = await start(await manifests('presser'));
      await install(on, 'PRESSER');
      const [busy] = await on.dispatch('t', events('a'));
      expect(busy).to.include({ id: 'a', status: 'busy', code: 'full', retryAfterMs: 1234 });
      expect((await on.dispatch('t', events('a')))[0]).to.include({ id: 'a', status: 'accepted' });
    });

    for (const [culprit, code] of [
      ['thrower', 'extension_failed'],
      ['hanger', 'extension_timeout'],
    ] as const) {
      describe(`with a ${culprit} beside it`, () => {
        it('hands everything to the neighbour and answers busy for the culprit', async () => {
          const on = await start(await manifests(culprit, 'keeper'));
          await install(on, culprit.toUpperCase());
          await install(on, 'KEEPER');
          const [busy] = await on.dispatch('t', events('a'));
          expect(busy).to.include({ id: 'a', status: 'busy', code, extension: culprit });
          expect(busy).to.have.property('retryAfterMs').greaterThan(0);
          const culprits = (await on.installations('t')).find((one) => one.type === culprit.toUpperCase());
          expect(culprits!.check).to.equal(null);
          await on.removeInstallation('t', culprits!.id, PURGE);
          expect((await on.dispatch('t', events('a')))[0]).to.include({ id: 'a', status: 'duplicate' });
        });

        it('answers busy for a change of an audience', async () => {
          const on = await start(await manifests(culprit));
          await install(on, culprit.toUpperCase());
          const receipt = await on.dispatchAudienceChange('t', { audienceId: 'x', refreshed: true });
          expect(receipt).to.include({ id: 'x', status: 'busy', code });
        });

        it('stops the neighbour in its time', async () => {
          await start(await manifests(culprit, 'orderly'));
          await stop();
          expect(journal).to.include('stop');
        });
      });
    }

    it('tells an extension that hangs to stop', async () => {
      const on = await start(await manifests('hanger'));
      await install(on, 'HANGER');
      await on.dispatch('t', events('a'));
      expect(journal).to.deep.equal(['hanger aborted']);
    });

    it('loads the neighbours of extensions that cannot be brought up', async () => {
      const missing = join(directory, 'missing.json');
      const paths = [missing, ...(await manifests('broken-migration', 'broken-start', 'keeper'))];
      const on = await start(paths);
      expect(on.refused().map((refusal) => refusal.manifest)).to.deep.equal(paths.slice(0, 3));
      await install(on, 'KEEPER');
      expect((await on.dispatch('t', events('a')))[0]).to.include({ status: 'accepted' });
    });

    it('finishes a partial uninstall when it is asked again, after a restart too', async () => {
      const paths = await manifests('leaver');
      const on = await start(paths);
      const id = await install(on, 'LEAVER');
      expect(await on.removeInstallation('t', id, PURGE)).to.include({ status: 'running', runId: 'run' });
      await stop();
      const again = await start(paths);
      expect((await again.installations('t'))[0]).to.include({ id, active: false });
      expect(await again.removeInstallation('t', id, PURGE)).to.include({ status: 'done' });
      expect(await again.installations('t')).to.deep.equal([]);
    });

    it('finishes a partial uninstall by itself after a restart', async () => {
      const paths = await manifests('leaver');
      const on = await start(paths);
      const id = await install(on, 'LEAVER');
      expect(await on.removeInstallation('t', id, PURGE)).to.include({ status: 'running' });
      await stop();
      const again = await start(paths);
      await until(
        'the installation is gone',
        () => again.installations('t'),
        (left) => left.length === 0,
        10_000,
      );
    });

    /** Runs the script, kills it at the given receipt, and gives the ids that it had told to be accepted. */
    async function untilKilled(options: object, count: number): Promise<readonly string[]> {
      const child = spawn(process.execPath, [factory.script, JSON.stringify(options)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = once(child, 'exit');
      const accepted: string[] = [];
      for await (const line of createInterface({ input: child.stdout })) {
        const receipt = JSON.parse(line) as Receipt;
        if (receipt.status === 'accepted') accepted.push(receipt.id);
        if (accepted.length === count) child.kill('SIGKILL');
      }
      const [, signal] = (await exited) as [number | null, NodeJS.Signals | null];
      expect(signal).to.equal('SIGKILL');
      return accepted;
    }
  });
}
