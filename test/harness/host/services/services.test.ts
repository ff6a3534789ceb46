import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { AesVault } from '../../../../src/harness/host/services/aes-vault.js';
import { DeclaredEgress } from '../../../../src/harness/host/services/declared-egress.js';
import { pinoLogger } from '../../../../src/harness/host/services/pino-logger.js';
import { loadVaultKey } from '../../../../src/harness/host/services/vault-key.js';
import { rejection } from '../store/rejection.js';

describe('AesVault', () => {
  const scope = { tenant: 't', installation: 'i' };
  let directory: string;
  const vault = async (extension = 'klaviyo') => new AesVault(await loadVaultKey(directory), extension);

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vault-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('opens what it sealed, after a restart too, and never seals alike twice', async () => {
    const sealed = await (await vault()).seal(scope, 'se cret ✓');
    expect(sealed).not.to.contain('cret');
    expect(await (await vault()).open(scope, sealed)).to.equal('se cret ✓');
    expect(await (await vault()).seal(scope, 'se cret ✓')).not.to.equal(sealed);
  });

  it('opens for no other extension, tenant or installation', async () => {
    const sealed = await (await vault()).seal(scope, 'secret');
    const attempts = [
      (await vault('other')).open(scope, sealed),
      (await vault()).open({ ...scope, tenant: 'u' }, sealed),
      (await vault()).open({ ...scope, installation: 'j' }, sealed),
      (await vault()).open({ tenant: 't","i', installation: '' }, sealed),
    ];
    for (const attempt of attempts)
      expect(await rejection(attempt)).to.include({ code: 'vault_cannot_open' });
  });

  it('opens nothing damaged, shortened, or sealed by another key', async () => {
    const sealed = await (await vault()).seal(scope, 'secret');
    const damaged = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
    for (const text of [damaged, sealed.slice(0, 20), '', 'v1', sealed.slice(0, -8)]) {
      expect(await rejection((await vault()).open(scope, text))).to.include({ code: 'vault_cannot_open' });
    }
    await rm(join(directory, 'vault.key'));
    expect(await rejection((await vault()).open(scope, sealed))).to.include({ code: 'vault_cannot_open' });
  });

  it('digests alike within a scope, and differently in another scope or extension', async () => {
    const digest = await (await vault()).digest(scope, 'a@b.c');
    expect(digest).to.match(/^[0-9a-f]{64}$/);
    expect(await (await vault()).digest(scope, 'a@b.c')).to.equal(digest);
    expect(await (await vault()).digest({ ...scope, installation: 'j' }, 'a@b.c')).not.to.equal(digest);
    expect(await (await vault()).digest({ ...scope, tenant: 'u' }, 'a@b.c')).not.to.equal(digest);
    expect(await (await vault('other')).digest(scope, 'a@b.c')).not.to.equal(digest);
  });

  it('keeps its key for the owner only, and makes no new one over a damaged file', async () => {
    await vault();
    const path = join(directory, 'vault.key');
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    await chmod(path, 0o600);
    await writeFile(path, 'short');
    expect(await rejection(vault())).to.include({ code: 'vault_key_invalid' });
  });
});

describe('DeclaredEgress', () => {
  const egress = new DeclaredEgress(['https://a.test', 'https://b.test'], {
    'https://a.test': 'http://127.0.0.1:4010',
    'https://c.test': 'http://127.0.0.1:1',
  });

  it('leads a declared origin to where the host wants it', () => {
    expect(egress.origin('https://a.test')).to.equal('http://127.0.0.1:4010');
    expect(egress.origin('https://b.test')).to.equal('https://b.test');
  });

  it('knows no other, even where the host has a lead for it', () => {
    expect(() => egress.origin('https://c.test')).to.throw('declares no egress');
  });
});

describe('pinoLogger', () => {
  const lines: string[] = [];
  const logger = pinoLogger('info', { write: (line: string) => lines.push(line) });
  beforeEach(() => (lines.length = 0));

  it('hides what should never have been logged, two levels down', () => {
    const secrets = { refresh_token: 'S3', code: 'kJ8sZ', email: 'a@b.c', authorization: 'Basic S3' };
    logger.child({ email: 'a@b.c' }).info({ ...secrets, body: secrets, a: { b: secrets } }, 'A sentence');
    expect(lines.join()).not.to.match(/S3|kJ8sZ|a@b\.c/);
    expect(lines.join()).to.contain('A sentence');
  });

  it('shows the code of a fault', () => {
    logger.warn({ code: 'extension_timeout', cause: { code: 'ECONNREFUSED' } }, 'A sentence');
    expect(lines.join()).to.contain('extension_timeout').and.contain('ECONNREFUSED');
  });

  it('tells of an error its sentence, stack and causes, and nothing that hangs on it', () => {
    const driver = Object.assign(new Error('duplicate key value (email)=(eve@x.net) violates "uq"'), {
      severity: 'ERROR',
      code: '23505',
      detail: 'Key (email)=(eve@x.net) already exists.',
    });
    const failed = Object.assign(new Error('invalid input syntax for type bigint: "eve@x.net"'), {
      name: 'QueryFailedError',
      query: 'INSERT INTO m VALUES ($1)',
      parameters: ['eve@x.net'],
      driverError: driver,
    });
    const request = Object.assign(new Error('Request failed'), {
      config: { data: 'eve@x.net', headers: { Authorization: 'Bearer S3' } },
    });
    for (const cause of [failed, driver, request, new Error('Outer', { cause: failed })]) {
      logger.error({ error: cause, cause }, 'A query failed');
    }
    expect(lines.join()).not.to.match(/eve@x\.net|S3|parameters|INSERT/);
    expect(lines.join()).to.contain('invalid input syntax for type bigint').and.contain('23505');
    expect(JSON.parse(lines.at(-1) ?? '')).to.have.nested.property('error.cause.type', 'QueryFailedError');
    expect(lines[0]).to.contain('services.test');
  });
});
