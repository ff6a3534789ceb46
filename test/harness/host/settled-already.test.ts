import { expect } from 'chai';
import type { Check, Refused } from '../../../src/contract/index.js';
import { settledAlready } from '../../../src/harness/host/settled-already.js';

describe('settledAlready', () => {
  const refused = (code: string): Refused => ({
    status: 'refused',
    issue: { path: '/state', code, message: 'No.' },
  });
  const account = { id: 'DEMO01', name: 'Demo Coffee' };
  const check = (state: Check['state']): Check => ({ state, account, issues: [] });

  it('answers a used state by how the installation stands', () => {
    expect(settledAlready(refused('oauth_state_used'), check('active'))).to.deep.equal({
      status: 'connected',
      account,
      scopes: [],
      active: true,
    });
    expect(settledAlready(refused('oauth_state_used'), check('connected'))).to.include({ active: false });
  });

  it('leaves a refusal a refusal where nothing is connected, or where it is about something else', () => {
    for (const state of ['draft', 'disconnected', 'needs-reconnect'] as const) {
      expect(settledAlready(refused('oauth_state_used'), check(state)), state).to.equal(null);
    }
    expect(settledAlready(refused('oauth_state_used'), { state: 'active', issues: [] })).to.equal(null);
    expect(settledAlready(refused('oauth_state_used'), null)).to.equal(null);
    expect(settledAlready(refused('oauth_other_browser'), check('active'))).to.equal(null);
    expect(settledAlready({ status: 'redirect', url: 'https://k.test' }, check('active'))).to.equal(null);
  });
});
