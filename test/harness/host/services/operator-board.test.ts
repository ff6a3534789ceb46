import { expect } from 'chai';
import type { Logger } from '../../../../src/contract/index.js';
import { OperatorBoard } from '../../../../src/harness/host/services/operator-board.js';

describe('OperatorBoard', () => {
  const problem = { key: 'retired', code: 'revision_retired', severity: 'error', message: 'Renew.' } as const;

  it('shows what an extension has raised until that one clears it, and logs each once', async () => {
    const logged: string[] = [];
    const log = (_fields: object, message: string) => logged.push(message);
    const board = new OperatorBoard({ error: log, info: log } as unknown as Logger);
    const [ours, other] = [board.of('klaviyo'), board.of('audit')];
    await ours.raise(problem);
    await ours.raise(problem);
    await other.clear('retired');
    expect(board.all()).to.deep.equal([{ ...problem, extension: 'klaviyo' }]);
    await ours.clear('retired');
    await ours.clear('retired');
    expect(board.all()).to.deep.equal([]);
    expect(logged).to.deep.equal(['for the operator: Renew.', 'for the operator: mended']);
  });
});
