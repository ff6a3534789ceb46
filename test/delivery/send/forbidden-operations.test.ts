import { expect } from 'chai';
import type { Problem, Problems } from '../../../src/contract/index.js';
import type { LaneContext } from '../../../src/delivery/context/lane-context.js';
import { ForbiddenOperations } from '../../../src/delivery/send/forbidden-operations.js';
import type { Outcome } from '../../../src/providers/index.js';

type Forbidden = Extract<Outcome<unknown>, { kind: 'forbidden' }>;

describe('ForbiddenOperations', () => {
  function told() {
    const raised = new Map<string, Omit<Problem, 'raisedAt'>>();
    const cleared: string[] = [];
    const problems: Problems = {
      raise: (_tenant: string, _installation: string, problem: Problem) => {
        raised.set(problem.key, problem);
        return Promise.resolve();
      },
      clear: (_tenant: string, _installation: string, key: string) => {
        raised.delete(key);
        cleared.push(key);
        return Promise.resolve();
      },
    };
    return { operations: new ForbiddenOperations(problems), raised, cleared };
  }
  const lane = (grantedScopes: readonly string[] | null) =>
    ({
      tenant: 't',
      connectionId: 'c',
      grantedScopes,
      capabilityOf: () => ({ id: 'events', operations: ['create_event'] }),
    }) as unknown as LaneContext;
  const outcome = {
    kind: 'forbidden',
    operation: 'create_event',
    message: 'This account is closed.',
  } as unknown as Forbidden;

  it('asks for a reconnection where a scope is missing, and names it', async () => {
    const { operations, raised } = told();
    expect(await operations.tell(lane(['profiles:write']), 'create_event', outcome)).to.equal(
      'permission_missing',
    );
    const [problem] = raised.values();
    expect(problem).to.include({ code: 'permission_missing', action: 'reconnect' });
    expect(problem?.message).to.include('events:write');
  });

  it('tells what Klaviyo said where no scope is missing: connecting again would not mend it', async () => {
    const { operations, raised } = told();
    expect(await operations.tell(lane(['events:write']), 'create_event', outcome)).to.equal(
      'klaviyo_forbids',
    );
    const [problem] = raised.values();
    expect(problem).not.to.have.property('action');
    expect(problem?.message).to.include('This account is closed.');
  });

  it('clears itself when the operation works again, and asks no more than once', async () => {
    const { operations, raised, cleared } = told();
    await operations.tell(lane(null), 'create_event', outcome);
    await operations.settleWorking(lane(null), 'create_event');
    await operations.settleWorking(lane(null), 'create_event');
    expect([raised.size, cleared]).to.deep.equal([0, ['forbidden:create_event']]);
    await operations.tell(lane(null), 'create_event', outcome);
    await operations.settleWorking(lane(null), 'create_event');
    expect([raised.size, cleared.length]).to.deep.equal([0, 2]);
  });
});
