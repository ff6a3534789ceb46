import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import type { EventItem, JsonObject } from '../../../src/contract/index.js';
import type { Host } from '../../../src/harness/host/host.js';
import { writeManifest } from '../../conformance/write-manifest.js';
import { openTestHost } from './open-test-host.js';
import { rejection } from './store/rejection.js';

describe('LocalHost', () => {
  let host: Host;
  let opened: Awaited<ReturnType<typeof openTestHost>>;

  beforeEach(async () => {
    opened = await openTestHost(
      async (directory) => [
        await writeManifest(directory, 'connector', {
          egress: ['https://vendor.test'],
          oauth: {
            authorizeUrl: 'https://vendor.test/authorize',
            tokenUrl: 'https://vendor.test/token',
            revokeUrl: 'https://vendor.test/revoke',
            pkce: 'S256',
            scopes: [],
          },
        }),
        await writeManifest(directory, 'keeper'),
        await writeManifest(directory, 'keeper'),
        await writeManifest(directory, 'hanger', { storage: { prefix: 'wrong_' } }),
      ],
      { oauth: { connector: { clientId: 'client', clientSecret: 'secret' } } },
    );
    host = opened.host;
  });
  afterEach(() => opened.dispose());

  const connector = () => host.createInstallation('t', 'CONNECTOR');

  describe('loading', () => {
    it('lists what runs, with its settings', () => {
      expect(
        host.catalogue().map(({ type, oauth, settingsSchema }) => ({ type, oauth, settingsSchema })),
      ).to.deep.equal([
        { type: 'CONNECTOR', oauth: true, settingsSchema: { type: 'object' } },
        { type: 'KEEPER', oauth: false, settingsSchema: { type: 'object' } },
      ]);
    });

    it('refuses what is there already, and tables outside the storage prefix', () => {
      expect(host.refused().map(({ code }) => code)).to.deep.equal([
        'extension_conflict',
        'store_table_prefix',
      ]);
    });
  });

  describe('createInstallation', () => {
    it('makes a draft, and knows only the catalogue', async () => {
      expect(await connector()).to.include({ tenant: 't', type: 'CONNECTOR', active: false, reason: null });
      const unknown = await rejection(host.createInstallation('t', 'NONE'));
      expect(unknown).to.include({ code: 'unknown_extension_type', path: '/type', kind: 'config' });
    });
  });

  describe('an installation', () => {
    it('is not there for another tenant', async () => {
      const { id } = await connector();
      for (const attempt of [
        host.installation('u', id),
        host.setActive('u', id, { active: true }),
        host.connect('u', id, 'browser'),
        host.configuration('u', id),
        host.inspect('u', id),
        host.removeInstallation('u', id, { mode: 'purge', queue: 'drop', remote: 'leave' }),
      ]) {
        expect(await rejection(attempt)).to.include({ code: 'installation_not_found', path: '/id' });
      }
      expect(await host.installations('u')).to.deep.equal([]);
    });
  });

  describe('connect and callback', () => {
    it('comes back to the installation that the state names, and a reconnection switches on again', async () => {
      const { id } = await connector();
      const begun = await host.connect('t', id, 'browser');
      expect(begun).to.deep.equal({
        status: 'redirect',
        url: `https://vendor.test/?client=client&to=http://localhost:4000/oauth/callback&state=${id}.random`,
      });
      await connector();
      const connected = await host.callback({ state: `${id}.random`, code: 'active', browser: 'browser' });
      expect(connected).to.include({ status: 'connected' });
      expect(await host.installation('t', id)).to.include({ active: true, reason: null });
    });

    it('leaves a draft a draft', async () => {
      const { id } = await connector();
      await host.callback({ state: `${id}.random`, code: 'draft', browser: 'browser' });
      expect(await host.installation('t', id)).to.include({ active: false });
    });

    for (const [state, code] of [
      [undefined, 'oauth_state_missing'],
      ['', 'oauth_state_missing'],
      ['none.random', 'oauth_state_unknown'],
      ['random', 'oauth_state_unknown'],
      ['.random', 'oauth_state_unknown'],
    ] as const) {
      it(`refuses the state ${JSON.stringify(state)}`, async () => {
        const refused = await host.callback({
          ...(state === undefined ? {} : { state }),
          browser: 'browser',
        });
        expect(refused).to.have.nested.include({ 'issue.code': code, 'issue.path': '/state' });
      });
    }
  });

  describe('deactivate and problems', () => {
    it("show on the installation until it is switched on again, and only on the extension's own", async () => {
      const { id } = await connector();
      const other = await host.createInstallation('t', 'KEEPER');
      await host.setActive('t', id, { active: true });
      // The fixture deactivates and raises a problem at whatever installation the member's id names.
      for (const target of [id, other.id]) {
        await host.dispatch('t', [{ kind: 'changed', facet: 'wallet', memberId: target }]);
      }
      const view = await host.installation('t', id);
      expect(view).to.deep.include({ active: false, reason: { code: 'revoked', message: 'Removed there.' } });
      expect(view.problems).to.deep.equal([{ key: 'k', code: 'c', severity: 'error', message: 'Mend it.' }]);
      expect(await host.installation('t', other.id)).to.deep.include({ reason: null, problems: [] });
      await host.setActive('t', id, { active: true });
      expect(await host.installation('t', id)).to.include({ active: true, reason: null });
    });
  });

  describe('setActive and configure', () => {
    it('saves with the revision in force, and switches off by pausing, or by disconnecting', async () => {
      const { id } = await connector();
      const settings: JsonObject = { colour: 'red' };
      expect(await host.configure('t', id, { settings, expectedRevision: 0 })).to.include({
        active: false,
        revision: 1,
      });
      expect(await host.setActive('t', id, { active: true })).to.deep.include({
        settings,
        revision: 2,
        active: true,
      });
      expect(await host.configure('t', id, { settings: {}, expectedRevision: 2 })).to.include({
        active: true,
      });
      const told = (code: string, message: string) => ({
        status: 'done',
        issues: [{ path: '', code, message }],
      });
      const off = await host.setActive('t', id, { active: false, queue: 'drain' });
      expect(off).to.deep.include(told('pause', 'drain leave'));
      const ended = await host.setActive('t', id, { active: false, mode: 'disconnect' });
      expect(ended).to.deep.include(told('disconnect', 'keep leave'));
      expect(await host.installation('t', id)).to.include({ active: false });
    });
  });

  describe('removeInstallation', () => {
    it('keeps the row on disconnect, and takes it away on purge', async () => {
      const { id } = await connector();
      await host.removeInstallation('t', id, { mode: 'disconnect', queue: 'keep', remote: 'leave' });
      expect(await host.installations('t')).to.have.length(1);
      await host.removeInstallation('t', id, { mode: 'purge', queue: 'drop', remote: 'leave' });
      expect(await host.installations('t')).to.have.length(0);
    });
  });

  describe('dispatch', () => {
    it('is ignored without an installation', async () => {
      expect((await host.dispatch('t', [{ id: 'a', type: 'A_B' }]))[0]).to.include({
        id: 'a',
        code: 'no_installation',
      });
    });

    it('is not crashed by what is no object, and hands over the rest in order', async () => {
      await host.createInstallation('t', 'KEEPER');
      const items = [
        null,
        { id: 'a', type: 'A_B' },
        7,
        'text',
        [],
        { type: 'A_B' },
        undefined,
        { id: 'b', type: 'A_B' },
      ];
      const receipts = await host.dispatch('t', items as unknown as EventItem[]);
      expect(receipts.map(({ id, status }) => `${id} ${status}`)).to.deep.equal([
        ' rejected',
        'a accepted',
        ' rejected',
        ' rejected',
        ' rejected',
        ' accepted',
        ' rejected',
        'b accepted',
      ]);
      const nonsense = await host.dispatchAudienceChange('t', null as never);
      expect(nonsense).to.include({ status: 'rejected', code: 'not_an_object' });
    });

    it('answers busy for an extension that gives no receipt for an item', async () => {
      await connector();
      const [receipt] = await host.dispatch('t', [{ id: 'a', type: 'SHORT_ANSWER' }]);
      expect(receipt).to.include({ id: 'a', status: 'busy', code: 'extension_answer_invalid' });
    });
  });

  describe('stop', () => {
    it('closes every connection: the last one takes the write-ahead log with it', async () => {
      await host.stop(Date.now() + 1000);
      expect(await readdir(opened.directory))
        .to.include('host.sqlite')
        .and.not.include('host.sqlite-wal');
    });

    it('can be repeated, and afterwards nothing is accepted', async () => {
      await connector();
      await Promise.all([host.stop(Date.now() + 1000), host.stop(Date.now() + 1000)]);
      expect(await rejection(host.dispatch('t', [{ id: 'a', type: 'A_B' }]))).to.include({
        code: 'store_closed',
      });
    });
  });

  it('tells its health', async () => {
    const { extensions } = await host.health();
    expect(extensions).to.deep.equal({ connector: { ok: true }, keeper: { ok: true } });
  });
});
