import { expect } from 'chai';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chosenFiles } from './chosen-files.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const chosen = (unit: boolean, ...named: string[]) =>
  chosenFiles(root, { named, unit }).map((file) => relative(root, file));

describe('which tests run', () => {
  it('one file that is named is one file, as written or as compiled', () => {
    const compiled = 'dist/test/run/chosen-files.test.js';
    expect(chosen(false, 'test/run/chosen-files.test.ts')).to.deep.equal([compiled]);
    expect(chosen(false, compiled)).to.deep.equal([compiled]);
  });

  it('a folder is every test in it, once', () => {
    const files = chosen(false, 'test/mapping', 'test/mapping/subject.test.ts');
    expect(files).to.include('dist/test/mapping/subject.test.js');
    expect(files.length).to.be.greaterThan(5);
    expect(new Set(files).size).to.equal(files.length);
    for (const file of files) expect(file).to.match(/^dist\/test\/mapping\/.*\.test\.js$/);
  });

  it('what is no test is refused by its name', () => {
    expect(() => chosen(false, 'test/mapping/nothing.test.ts')).to.throw('test/mapping/nothing.test.ts');
    expect(() => chosen(false, 'src/index.ts')).to.throw('No test file is src/index.ts');
  });

  it('unit leaves out what reaches a server, a database, a browser or a process, however far away', () => {
    const [all, unit] = [chosen(false), chosen(true)];
    expect(all).to.include.members(unit);
    expect(unit).to.include.members(['dist/test/delivery/plan/planner.test.js']);
    for (const folder of ['acceptance', 'browser', 'conformance', 'end-to-end', 'extension', 'store']) {
      expect(
        all.some((file) => file.startsWith(`dist/test/${folder}/`)),
        folder,
      ).to.equal(true);
      expect(unit.filter((file) => file.startsWith(`dist/test/${folder}/`))).to.deep.equal([]);
    }
  });
});
