import { expect } from 'chai';
import type { QueryRunner } from 'typeorm';
import { TransactionRunner } from '../../../../src/harness/host/store/transaction-runner.js';

describe('TransactionRunner', () => {
  describe('revoke', () => {
    it('resolves when the statements under way have settled, so that the end never overtakes them', async () => {
      let finish: () => void = () => undefined;
      const slow = new Promise<void>((resolve) => (finish = resolve));
      const runner = new TransactionRunner({ query: () => slow } as unknown as QueryRunner);
      void runner.skin.query('INSERT');
      let revoked = false;
      const revoking = runner.revoke().then(() => (revoked = true));
      await new Promise((resolve) => setImmediate(resolve));
      expect(revoked).to.equal(false);
      expect(() => runner.skin.query('INSERT')).to.throw('ended');
      finish();
      await revoking;
    });
  });
});
