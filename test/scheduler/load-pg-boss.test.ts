import { expect } from 'chai';
import { Fault } from '../../src/contract/index.js';
import { loadPgBoss } from '../../src/scheduler/load-pg-boss.js';

describe('pg-boss', () => {
  for (const version of ['20.20.2', '22.11.0']) {
    it(`is refused under Node ${version}, with what to do`, async () => {
      const error: unknown = await loadPgBoss(version).catch((reason: unknown) => reason);
      if (!Fault.is(error)) throw new Error(`no fault: ${String(error)}`);
      expect([error.kind, error.code]).to.deep.equal(['config', 'node_too_old']);
      expect(error.message).to.include('22.12').and.to.include(version).and.to.include('newer Node');
    });
  }
});
