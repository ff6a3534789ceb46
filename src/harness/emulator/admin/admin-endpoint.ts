import type { EmulatorControl } from '../emulator-control.js';
import type { Answer, IncomingCall } from '../http/exchange.js';
import { PathRouter } from '../http/path-router.js';
import type { JsonObject } from '../json.js';
import { OPERATIONS } from '../operations/operation-table.js';
import { accountSummary } from '../state/state-summary.js';
import { PAGED, statePage } from '../state/state-page.js';
import { stateText } from '../state/state-view.js';
import { SWITCH_MEANINGS } from '../switches/switches.js';
import { AdminBody } from './admin-body.js';
import { AdminError } from './admin-error.js';

interface AdminCall {
  readonly control: EmulatorControl;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly text: string;
  readonly body: AdminBody;
}

type AdminHandler = (call: AdminCall) => Answer;

const ok = (value: object): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  text: JSON.stringify(value),
});

const ROUTES: Readonly<Record<string, AdminHandler>> = {
  'GET /__admin/health': ({ control }) => ok(control.health()),

  'POST /__admin/shutdown': ({ control }) => {
    control.requestShutdown();
    return ok({ ok: true });
  },

  'POST /__admin/reset': ({ control }) => {
    control.reset();
    return ok({ ok: true });
  },

  'GET /__admin/requests': ({ control, query }) => {
    const since = Number(query.get('since') ?? '0');
    if (!Number.isInteger(since)) throw new AdminError('invalid_query', 'since must be a number.', '/since');
    const { journal } = control.parts;
    return {
      status: 200,
      headers: {
        'content-type': 'application/json',
        'x-journal-seq': String(journal.seq),
        'x-journal-dropped': String(journal.dropped),
      },
      text: JSON.stringify(
        journal.since(since, query.get('account') ?? undefined, query.get('bodies') !== '0'),
      ),
    };
  },

  'GET /__admin/state': ({ control, query }) => {
    const named = query.get('account');
    const only = query.get('only');
    if (only !== null) {
      const part = PAGED.find((name) => name === only);
      if (part === undefined) {
        throw new AdminError('invalid_query', `only takes ${PAGED.join(' or ')}.`, '/only');
      }
      const account = control.marketer.account(accountIn(query));
      return ok(statePage(account, part, whole(query, 'cursor', 0), whole(query, 'limit', USUAL_PAGE)));
    }
    const accounts = named === null ? control.parts.accounts.all() : [control.marketer.account(named)];
    if (query.get('summary') === '1') return ok({ accounts: accounts.map(accountSummary) });
    return { status: 200, headers: { 'content-type': 'application/json' }, text: stateText(accounts) };
  },

  'GET /__admin/violations': ({ control }) => {
    const { violations, contract } = control.parts;
    return ok({ contract: contract.source, count: violations.count, violations: violations.all() });
  },
  'DELETE /__admin/violations': ({ control }) => {
    control.parts.violations.clear();
    return ok({ ok: true });
  },

  'GET /__admin/faults': ({ control }) => ok(control.parts.faults.list()),
  'POST /__admin/faults': ({ control, body, text }) => ok(control.parts.faults.post(body.fault(text))),
  'DELETE /__admin/faults': ({ control }) => {
    control.parts.faults.clear();
    return ok({ ok: true });
  },
  'DELETE /__admin/faults/{id}': ({ control, params }) => {
    control.parts.faults.clear(params['id']);
    return ok({ ok: true });
  },

  'GET /__admin/clock': ({ control }) => ok(control.clockView()),
  'POST /__admin/clock': ({ control, body, text }) => {
    control.moveClock(body.shaped('clock', text));
    return ok(control.clockView());
  },

  'GET /__admin/limits': ({ control }) => ok(control.parts.limits.view()),
  'POST /__admin/limits': ({ control, body, text }) => {
    const change = body.shaped('limits', text);
    const { operation } = change;
    if (operation !== undefined && !OPERATIONS.some(({ id }) => id === operation)) {
      throw new AdminError('unknown_operation', `There is no operation ${operation}.`, '/operation');
    }
    control.parts.limits.change(change);
    return ok(control.parts.limits.view());
  },

  'GET /__admin/switches': ({ control }) =>
    ok({
      switches: Object.entries(SWITCH_MEANINGS).map(([name, { values, meaning }]) => ({
        name,
        value: control.parts.switches[name as keyof typeof SWITCH_MEANINGS],
        values,
        meaning,
      })),
    }),
  'POST /__admin/switches': ({ control, body, text }) => {
    control.setSwitches(body.object(text));
    return ok(control.parts.switches);
  },

  'POST /__admin/uninstall': ({ control, body, text }) => {
    const { account } = body.shaped('uninstall', text);
    return ok({ ok: true, installs: control.uninstall(account) });
  },
  'POST /__admin/tokens': ({ control, body, text }) => ok(control.grant(body.shaped('tokens', text))),

  'POST /__admin/accounts': ({ control, body, text }) => {
    const { head, lists } = control.marketer.openAccount(body.shaped('accounts', text));
    return ok({ ...head, lists: lists.heads() });
  },
  'POST /__admin/lists': ({ control, body, text }) => {
    const given = body.shaped('lists', text);
    const names = given.names ?? (given.name === undefined ? [] : [given.name]);
    if (names.length === 0) throw new AdminError('invalid_body', 'name or names is required.', '/name');
    return ok({ lists: control.marketer.addLists(given.account, names) });
  },
  'PATCH /__admin/lists/{id}': ({ control, params, body, text }) => {
    const { account, name } = body.shaped('rename', text);
    return ok(control.marketer.renameList(account, params['id'] ?? '', name));
  },
  'DELETE /__admin/lists/{id}': ({ control, params, query }) => {
    control.marketer.deleteList(accountIn(query), params['id'] ?? '');
    return ok({ ok: true });
  },
  'POST /__admin/lists/{id}/members': ({ control, params, body, text }) => {
    const { account, profiles } = body.shaped('members', text);
    const members = control.marketer.addMembers(account, params['id'] ?? '', profiles);
    return ok({ ids: members.map(({ id }) => id) });
  },
  'DELETE /__admin/lists/{id}/members': ({ control, params, body, text }) => {
    const { account, profiles } = body.shaped('members', text);
    const members = control.marketer.removeMembers(account, params['id'] ?? '', profiles);
    return ok({ ids: members.map(({ id }) => id) });
  },

  'PATCH /__admin/profiles/{id}': ({ control, params, query, body, text }) => {
    const { account, attributes, ...direct } = body.object(text);
    const named = typeof account === 'string' ? account : (query.get('account') ?? undefined);
    const changes = (attributes as JsonObject | undefined) ?? direct;
    const { id } = control.marketer.editProfile(params['id'] ?? '', changes, named);
    return ok({ id });
  },
  'DELETE /__admin/profiles/{id}': ({ control, params, query }) => {
    control.marketer.deleteProfile(params['id'] ?? '', query.get('account') ?? undefined);
    return ok({ ok: true });
  },
  'POST /__admin/profiles/{id}/merge': ({ control, params, body, text }) => {
    const { account, into } = body.shaped('merge', text);
    control.marketer.mergeProfiles(params['id'] ?? '', into, account);
    return ok({ ok: true });
  },
};

/** Items of a page of the state where none are asked for; at most ten times as many. */
const USUAL_PAGE = 1000;

const whole = (query: URLSearchParams, name: 'cursor' | 'limit', usual: number): number => {
  const text = query.get(name);
  if (text === null) return usual;
  const number = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
  if (name === 'cursor' ? number >= 0 : number >= 1 && number <= 10 * USUAL_PAGE) return number;
  throw new AdminError('invalid_query', `${name} is not one of this page.`, `/${name}`);
};

const accountIn = (query: URLSearchParams): string => {
  const account = query.get('account');
  if (account === null) throw new AdminError('invalid_query', 'account is required.', '/account');
  return account;
};

/** Everything under `/__admin`: what tests and the harness steer the emulator by. It is not written to the journal. */
export class AdminEndpoint {
  readonly #router = new PathRouter<AdminHandler>();
  readonly #body = new AdminBody();

  constructor(private readonly control: EmulatorControl) {
    for (const [route, handler] of Object.entries(ROUTES)) {
      const [method = '', path = ''] = route.split(' ');
      this.#router.add(method, path, handler);
    }
  }

  /** The answer, or undefined where there is no such route. */
  answer(call: IncomingCall): Answer | undefined {
    const { pathname, searchParams } = new URL(call.path, 'http://emulator');
    const found = this.#router.find(call.method, pathname);
    if (found === undefined) return undefined;
    try {
      const { control } = this;
      return found.target({
        control,
        params: found.params,
        query: searchParams,
        text: call.body,
        body: this.#body,
      });
    } catch (error) {
      if (error instanceof AdminError) return error.toAnswer();
      throw error;
    }
  }
}
