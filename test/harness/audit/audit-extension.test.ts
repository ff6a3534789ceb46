import { expect } from 'chai';
import { fileURLToPath } from 'node:url';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventItem, JsonObject } from '../../../src/contract/index.js';
import auditLog from '../../../src/harness/audit/index.js';
import type { Host, Installation } from '../../../src/harness/host/host.js';
import { openTestHost } from '../host/open-test-host.js';
import { freshPostgres } from '../host/store/fresh-postgres.js';
import { openTestStore } from '../host/store/open-test-store.js';
import { postgresOrSkip } from '../host/store/postgres-or-skip.js';
import { schemaDifference } from '../host/store/schema-difference.js';

/** The manifest as it is, with the entry where this test was compiled to. */
async function auditManifest(directory: string): Promise<readonly string[]> {
  const root = new URL('../../../', import.meta.url);
  const source = fileURLToPath(new URL('src/harness/audit/plugin.manifest.json', pathToRepository(root)));
  const manifest = JSON.parse(await readFile(source, 'utf8')) as JsonObject;
  const path = join(directory, 'audit.json');
  const entry = fileURLToPath(new URL('src/harness/audit/index.js', root));
  await writeFile(path, JSON.stringify({ ...manifest, entry }));
  return [path];
}

/** JSON files are not compiled: they are read where `npm test` is run, or beside the sources. */
function pathToRepository(compiled: URL): URL {
  const repository = process.env.REPOSITORY ?? (compiled.pathname.endsWith('/dist/') ? '..' : '.');
  return new URL(`${repository}/`, compiled);
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`The audit log on ${dialect}`, () => {
    let host: Host;
    let installation: Installation;
    let dispose: () => Promise<void>;

    before(async function () {
      if (dialect === 'postgres') await postgresOrSkip(this);
    });
    beforeEach(async () => {
      const place = dialect === 'postgres' ? await freshPostgres() : null;
      const opened = await openTestHost(auditManifest, place ? { database: place.spec } : {});
      host = opened.host;
      installation = await host.createInstallation('t', 'AUDIT_LOG');
      dispose = async () => {
        await opened.dispose();
        await place?.remove();
      };
    });
    afterEach(() => dispose());

    const activate = () => host.setActive('t', installation.id, { active: true });
    const statuses = async (items: readonly unknown[]) =>
      (await host.dispatch('t', items as EventItem[])).map(({ status }) => status);

    it('has the schema that the entities describe', async () => {
      const definition = { owner: 'audit', prefix: 'audit_', ...auditLog };
      const test = await openTestStore({ ...definition, dialect });
      expect(await schemaDifference(test.spec, definition)).to.deep.equal([]);
      await test.dispose();
    });

    it('connects to nothing', async () => {
      const refused = await host.connect('t', installation.id, 'browser');
      expect(refused).to.have.nested.include({ 'issue.code': 'nothing_to_connect' });
    });

    it('keeps nothing before it is switched on', async () => {
      const [receipt] = await host.dispatch('t', [{ id: 'a', type: 'A_B' }]);
      expect(receipt).to.include({ id: 'a', status: 'ignored', code: 'not_active', extension: 'audit' });
      await activate();
      expect(await statuses([{ id: 'a', type: 'A_B' }])).to.deep.equal(['accepted']);
    });

    it('knows again what it has, within a call, between calls, and in calls at once', async () => {
      await activate();
      const [a, b] = [
        { id: 'a', type: 'A_B' },
        { id: 'b', type: 'A_B' },
      ];
      expect(await statuses([a, a])).to.deep.equal(['accepted', 'duplicate']);
      expect(await statuses([b, a])).to.deep.equal(['accepted', 'duplicate']);
      const many = Array.from({ length: 600 }, (_, i) => ({ id: `m${i}`, type: 'A_B' }));
      const both = (await Promise.all([statuses(many), statuses(many)])).flat();
      expect(both.filter((status) => status === 'accepted')).to.have.length(600);
      expect(both.filter((status) => status === 'duplicate')).to.have.length(600);
    });

    it('accepts a hint each time, and points to what is malformed', async () => {
      await activate();
      const hint = { kind: 'changed', id: 'h', facet: 'wallet', memberId: 'm' };
      expect(await statuses([hint, hint])).to.deep.equal(['accepted', 'accepted']);
      const malformed = await host.dispatch('t', [{ type: 'A_B' }, { id: 'x' }] as EventItem[]);
      expect(malformed[0]).to.include({ id: '', status: 'rejected', path: '/id' });
      expect(malformed[1]).to.include({ id: 'x', status: 'rejected', path: '/type' });
    });

    it('keeps only the types it is set to, and saves all settings or none', async () => {
      await activate();
      const save = (settings: JsonObject, expectedRevision: number) =>
        host.configure('t', installation.id, { settings, expectedRevision });
      expect(await save({ include: ['A_B', 'low'], x: 1 }, 1)).to.deep.include({ status: 'issues' });
      expect(await save({ include: ['A_B'] }, 7)).to.have.nested.include({
        'issues[0].code': 'revision_conflict',
      });
      expect(await save({ include: ['A_B'] }, 1)).to.include({
        status: 'configured',
        revision: 2,
        active: true,
      });
      expect(
        await statuses([
          { id: 'a', type: 'A_B' },
          { id: 'b', type: 'C_D' },
        ]),
      ).to.deep.equal(['accepted', 'ignored']);
    });

    it('forgets on purge, and not on disconnect', async () => {
      await activate();
      await statuses([{ id: 'a', type: 'A_B' }]);
      await host.setActive('t', installation.id, { active: false });
      expect((await host.installation('t', installation.id)).check).to.include({ state: 'disconnected' });
      await activate();
      expect(await statuses([{ id: 'a', type: 'A_B' }])).to.deep.equal(['duplicate']);
      await host.removeInstallation('t', installation.id, { mode: 'purge', queue: 'drop', remote: 'leave' });
      expect(await host.installations('t')).to.deep.equal([]);
    });
  });
}
