import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { makePrivateFile } from '../../../../src/harness/host/store/private-file.js';
import { noteStore } from './note.fixture.js';
import { openTestStore } from './open-test-store.js';

const rightsOf = async (file: string): Promise<string> => ((await stat(file)).mode & 0o777).toString(8);

describe('the SQLite file', () => {
  it("is the owner's alone, with what stands beside it", async () => {
    const test = await openTestStore(noteStore);
    for (const part of ['', '-wal', '-shm']) expect(await rightsOf(test.spec + part), part).to.equal('600');
    await test.dispose();
  });

  it('becomes so where an older start has left it open, and keeps what is in it', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'private-'));
    const file = join(directory, 'a/b/host.sqlite');
    await makePrivateFile(file);
    expect(await rightsOf(join(directory, 'a'))).to.equal('700');
    for (const part of ['', '-wal']) {
      await writeFile(file + part, 'kept');
      await chmod(file + part, 0o644);
    }
    await makePrivateFile(file);
    for (const part of ['', '-wal']) expect(await rightsOf(file + part)).to.equal('600');
    expect((await stat(file)).size).to.equal(4);
    await rm(directory, { recursive: true });
  });
});
