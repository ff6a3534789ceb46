import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { FastifyInstance } from 'fastify';
import { renderCallback } from '../../../src/harness/console/pages/render-callback.js';
import { seedTenant } from '../../../src/harness/demo/tenant/seed-tenant.js';
import { createServer } from '../../../src/harness/server/create-server.js';
import { MemoryLedger } from '../demo/memory-ledger.js';
import { openTestHost } from '../host/open-test-host.js';

const AUDIT_ENTRY = fileURLToPath(new URL('../../../src/harness/audit/index.js', import.meta.url));

/** The audit log's own manifest, its entry as this build has it. */
async function auditManifest(directory: string): Promise<readonly string[]> {
  const manifest = join(directory, 'audit.manifest.json');
  const own = JSON.parse(await readFile(await findManifest(), 'utf8')) as object;
  await writeFile(manifest, JSON.stringify({ ...own, entry: relative(directory, AUDIT_ENTRY) }));
  return [manifest];
}

/** In the sources, above wherever the build is; a build elsewhere has a copy beside the entry. */
async function findManifest(): Promise<string> {
  const beside = join(dirname(AUDIT_ENTRY), 'plugin.manifest.json');
  const source = join(dirname(AUDIT_ENTRY), '../../../../src/harness/audit/plugin.manifest.json');
  return readFile(source).then(
    () => source,
    () => beside,
  );
}

describe('the server over the real host, with the audit log', () => {
  let opened: Awaited<ReturnType<typeof openTestHost>>;
  let server: FastifyInstance;
  before(async () => {
    opened = await openTestHost(auditManifest);
    const { host } = opened;
    server = createServer({ host, callbackPage: renderCallback });
  });
  after(async () => {
    await server.close();
    await opened.dispose();
  });

  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object) => {
    const answer = await server.inject({ method, url, ...(body === undefined ? {} : { payload: body }) });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>(), text: answer.body };
  };
  const counts = () => opened.host.platform.counts('demo');

  it('seeds a demo tenant, once', async () => {
    const ledger = new MemoryLedger();
    expect(await seedTenant(opened.host, 'demo', 100, { ledger, today: Date.now() })).to.equal(100);
    expect(await counts()).to.deep.equal({ members: 100, wallets: 100, audiences: 5 });
    expect(await seedTenant(opened.host, 'demo', 100, { ledger, today: Date.now() })).to.equal(0);
  });

  it('installs, switches on, takes events, switches off and uninstalls', async () => {
    const unknown = await ask('POST', '/api/installations', { type: 'NOTHING' });
    expect(unknown.body).to.have.nested.property('error.code', 'unknown_extension_type');
    const created = await ask('POST', '/api/installations', { type: 'AUDIT_LOG' });
    expect(created.status).to.equal(201);
    const url = `/api/installations/${created.body['id'] as string}`;
    const switched = await ask('PATCH', url, { active: true });
    expect(switched.status, switched.text).to.equal(200);
    expect(switched.body['active']).to.be.true;

    const event = { id: 'real-1', type: 'VISITED_VENUE', subject: 'x', payload: {} };
    const receipts = (await ask('POST', '/api/events', [event, event, { type: 'VISITED_VENUE' }]))
      .body as unknown as { status: string }[];
    expect(receipts.map(({ status }) => status)).to.deep.equal(['accepted', 'duplicate', 'rejected']);

    expect((await ask('GET', '/api/installations')).body).to.have.length(1);
    expect((await ask('GET', `${url}/settings`)).body['revision']).to.be.greaterThan(0);
    expect((await ask('GET', `${url}/overview`)).status).to.equal(501);
    expect((await ask('POST', `${url}/connect`)).body).to.have.nested.property(
      'error.code',
      'nothing_to_connect',
    );

    expect((await ask('PATCH', url, { active: false })).body['active']).to.be.false;
    expect((await ask('DELETE', url)).status).to.equal(200);
    expect((await ask('GET', url)).status).to.equal(404);
  });

  it('answers settings that are wrong with their path, and another revision with a conflict', async () => {
    const created = await ask('POST', '/api/installations', { type: 'AUDIT_LOG' });
    const url = `/api/installations/${created.body['id'] as string}/settings`;
    const wrong = await ask('PUT', url, { settings: { nonsense: 1 }, expectedRevision: 0 });
    expect(wrong.status).to.equal(422);
    expect(wrong.body).to.have.nested.property('issues[0].path', '/nonsense');
    const stale = await ask('PUT', url, { settings: {}, expectedRevision: 9 });
    expect(stale.status).to.equal(409);
  });

  it('refuses a callback that belongs to nothing', async () => {
    for (const url of [
      '/oauth/callback',
      '/oauth/callback?state=other.x&code=c',
      '/oauth/callback?state=%00',
    ]) {
      const answer = await server.inject({ url, headers: { accept: 'application/json' } });
      expect(answer.statusCode, url).to.equal(400);
      expect(answer.json<{ error: object }>().error).to.have.keys('code', 'message', 'path');
    }
  });

  it('stores nothing of a list with one malformed item', async () => {
    const before = await counts();
    const answer = await ask('PUT', '/api/members', [{ id: 'new-1' }, { id: 7 }]);
    expect(answer.status).to.equal(422);
    expect(await counts()).to.deep.equal(before);
  });
});
