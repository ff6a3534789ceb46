import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { VirtualClock } from '../../../src/harness/emulator/index.js';
import {
  bulkBody,
  EmulatorUnderTest,
  eventBody,
  idsBody,
  jobBody,
  MEDIA_TYPE,
  NOON,
} from './emulator-under-test.js';

const MAIN = fileURLToPath(new URL('../../../src/harness/emulator/main.js', import.meta.url));

describe('emulator: restart', () => {
  let data: string;
  beforeEach(() => (data = mkdtempSync(join(tmpdir(), 'emulator-'))));
  afterEach(() => rmSync(data, { recursive: true, force: true }));
  const open = () => EmulatorUnderTest.open({ data, clock: new VirtualClock({ frozenAt: NOON }) });

  it('has all that it had', async () => {
    const before = await open();
    const [one, other, gone] = [
      await before.profileOf({ email: 'a@b.co', properties: { x: 0 } }),
      await before.profileOf({ email: 'c@d.co' }),
      await before.profileOf({ email: 'e@f.co' }),
    ];
    await before.api('POST', '/api/events', eventBody({ email: 'a@b.co' }, { unique_id: '1' }));
    await before.api(
      'POST',
      '/api/event-bulk-create-jobs',
      bulkBody([{ profile: { email: 'c@d.co' }, events: [{ unique_id: '1' }] }]),
    );
    const path = `/api/lists/${before.listId()}/relationships/profiles`;
    await before.api('POST', path, idsBody([one, other, gone]));
    await before.api('DELETE', path, idsBody([other]));
    await before.admin('POST', `profiles/${gone}/merge`, { into: other });
    await before.admin('POST', 'switches', { unknownListMember: 'ignore' });
    await before.api('POST', '/api/profile-bulk-import-jobs', jobBody([{ email: 'g@h.co' }]));
    await before.api('POST', '/api/profile-merge', {
      data: {
        type: 'profile-merge',
        id: one,
        relationships: { profiles: { data: [{ type: 'profile', id: other }] } },
      },
    });
    const state = JSON.stringify(before.emulator.state());
    const { seq } = before.emulator.journal;
    await before.close();

    const after = await open();
    expect(JSON.parse(JSON.stringify(after.emulator.state()))).to.deep.equal(JSON.parse(state));
    expect((await after.api('GET', '/api/accounts', undefined, { token: before.token })).status).to.equal(
      200,
    );
    expect(after.emulator.parts.switches.unknownListMember).to.equal('ignore');
    expect(after.emulator.journal.since(seq)).to.have.length(1);
    expect((await after.api('GET', `/api/profiles/${gone}`)).status).to.equal(404);
    await after.api('POST', '/api/events', eventBody({ email: 'a@b.co' }, { unique_id: '1' }));
    expect(after.account.events).to.have.length(2);
    after.clock.advance(300);
    expect(after.account.jobs[0]).to.include({ status: 'complete', completed: 1 });
    expect((await after.api('GET', `/api/profiles/${other}`)).status).to.equal(404);
    await after.close();
  });

  it('having lost the end of its last line, has the rest', async () => {
    const before = await open();
    await before.profileOf({ email: 'a@b.co' });
    await before.close();
    appendFileSync(join(data, 'emulator', 'state.ndjson'), '{"k":"profile","a":"DEMO01","v":{"id":"01');
    const after = await open();
    expect(after.account.profiles).to.have.length(1);
    await after.close();
  });

  it('keeps its file to itself', async () => {
    const under = await open();
    await under.close();
    expect(statSync(join(data, 'emulator', 'state.ndjson')).mode & 0o077).to.equal(0);
  });

  it('when reset, has nothing of before after a restart', async () => {
    const before = await open();
    await before.profileOf({ email: 'a@b.co' });
    await before.admin('POST', 'reset');
    await before.close();
    const after = await open();
    expect(after.account.profiles).to.have.length(0);
    expect(after.account.lists).to.have.length(5);
    await after.close();
  });

  describe('as a process', () => {
    const children: ChildProcess[] = [];
    afterEach(() => {
      for (const child of children.splice(0)) child.kill('SIGKILL');
    });
    const start = async () => {
      const child = spawn(process.execPath, [MAIN, '--port', '0', '--data', data], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      for await (const line of createInterface({ input: child.stdout })) {
        const url = /^emulator ready (\S+)$/.exec(line)?.[1];
        if (url !== undefined) return { child, url };
      }
      throw new Error('the emulator did not start');
    };
    const admin = async (url: string, path: string, body?: object) => {
      const response = await fetch(
        `${url}/__admin/${path}`,
        body && { method: 'POST', body: JSON.stringify(body) },
      );
      return (await response.json()) as Record<string, unknown>;
    };

    it('says when it is ready, can be recognised, and keeps its state over SIGTERM', async () => {
      const first = await start();
      const health = await admin(first.url, 'health');
      expect(health).to.include({ ok: true, pid: first.child.pid, data });
      await admin(first.url, 'accounts', { id: 'SHOP01', name: 'Shop' });
      first.child.kill('SIGTERM');
      expect(await once(first.child, 'exit')).to.deep.equal([0, null]);
      const second = await start();
      const state = (await admin(second.url, 'state')) as { accounts: { id: string }[] };
      expect(state.accounts.map(({ id }) => id)).to.include('SHOP01');
      await admin(second.url, 'shutdown', {});
      expect(await once(second.child, 'exit')).to.deep.equal([0, null]);
    });

    it('when killed, has what was accepted a moment before', async () => {
      const { child, url } = await start();
      await admin(url, 'accounts', { id: 'SHOP01', name: 'Shop' });
      const deadline = Date.now() + 5000;
      while (!readFileSync(join(data, 'emulator', 'state.ndjson'), 'utf8').includes('SHOP01')) {
        if (Date.now() > deadline) throw new Error('nothing was written');
        await new Promise((resolve) => setImmediate(resolve));
      }
      child.kill('SIGKILL');
      await once(child, 'exit');
      const second = await start();
      expect(await admin(second.url, 'state?account=SHOP01')).to.have.property('accounts');
    });

    it('when nobody reads its output any more, lives on', async () => {
      const { child, url } = await start();
      child.stdout.destroy();
      child.kill('SIGHUP');
      const { accessToken } = (await admin(url, 'tokens', { account: 'DEMO01' })) as { accessToken: string };
      const reply = await fetch(`${url}/api/accounts`, {
        headers: { authorization: `Bearer ${accessToken}`, revision: '2026-07-15', accept: MEDIA_TYPE },
      });
      expect(reply.status).to.equal(200);
      expect(child.exitCode).to.equal(null);
    });
  });
});
