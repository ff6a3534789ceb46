import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmulatorParts } from './emulator-parts.js';
import type { AnswerFault, FaultEffect } from './faults/fault.js';
import type { MetFault } from './faults/fault-board.js';
import { faultAnswer } from './faults/fault-answer.js';
import { spoilContent } from './faults/spoil-content.js';
import { ApiError } from './http/api-error.js';
import type { Answer, IncomingCall, Outcome } from './http/exchange.js';
import { redactForm, redactHeaders } from './journal/redact.js';
import { authorizeEndpoint } from './oauth/authorize-endpoint.js';
import { OAuthError } from './oauth/oauth-error.js';
import { OAUTH_OPERATIONS } from './oauth/oauth-operations.js';
import { revokeEndpoint } from './oauth/revoke-endpoint.js';
import { tokenEndpoint } from './oauth/token-endpoint.js';
import { overviewPage } from './overview-page.js';
import { ApiEndpoint } from './operations/api-endpoint.js';
import { servedRevision } from './operations/revision.js';

interface Visit {
  readonly call: IncomingCall;
  readonly path: string;
  readonly base: string;
  readonly requestId: string;
  readonly at: number;
  account: string | null;
  fault: string | undefined;
}

/** Everything that Klaviyo's own hosts would answer: lets faults act, acts, and writes the journal. */
export class FrontDesk {
  readonly #api: ApiEndpoint;

  constructor(
    private readonly parts: EmulatorParts,
    private readonly latencyMs: () => number,
  ) {
    this.#api = new ApiEndpoint(parts);
  }

  async handle(call: IncomingCall, base: string): Promise<Outcome> {
    const path = withoutSlash(call.path.split('?', 1)[0] ?? '');
    const { parts } = this;
    const account = this.#api.tokenOf(call)?.install.account ?? null;
    const visit: Visit = {
      call,
      path,
      base,
      requestId: randomUUID(),
      at: parts.clock.now(),
      account,
      fault: undefined,
    };
    const operation = this.#api.operationOf(call.method, path) ?? OAUTH_OPERATIONS[path] ?? null;
    const faults = parts.faults.meet({ method: call.method, path, operation, account });
    const wait = faults.reduce(
      (sum, { effect }) => sum + (effect.kind === 'latency' ? effect.ms : 0),
      this.latencyMs(),
    );
    if (wait > 0) await sleep(wait);
    const met = faults.find(({ effect }) => effect.kind !== 'latency') ?? faults[0];
    visit.fault = met?.id;
    return this.#close(visit, this.#outcome(visit, met));
  }

  #outcome(visit: Visit, met: MetFault | undefined): Outcome {
    const effect = met?.effect;
    switch (effect?.kind) {
      case 'reset-before':
        return { fate: 'reset' };
      case 'reset-after':
        this.#answer(visit, effect);
        return { fate: 'reset' };
      case 'hang':
        if (effect.ms !== undefined) this.parts.clock.after(effect.ms, () => this.#answer(visit, effect));
        return { fate: 'silence' };
      case 'status':
      case 'gateway':
        if (effect.acts === true) this.#answer(visit, effect);
        return { fate: 'answer', answer: this.#scripted(visit, effect) };
      case 'revision-retired':
      case 'token-failing':
      case 'storm':
        return { fate: 'answer', answer: this.#scripted(visit, effect) };
      case 'page-loop':
      case 'foreign-page':
      case 'expires-in':
        return { fate: 'answer', answer: spoilContent(effect, this.#answer(visit, effect)) };
      case 'trickle':
      case 'cut-body':
      case 'corrupt-gzip':
        return { fate: 'answer', answer: this.#answer(visit, effect), way: effect };
      case 'list-deleted':
        this.#deleteList(visit, effect.list);
        break;
    }
    return { fate: 'answer', answer: this.#answer(visit, effect) };
  }

  #scripted({ call, requestId }: Visit, effect: AnswerFault): Answer {
    return faultAnswer(effect, requestId, call.headers['revision'] ?? '');
  }

  #answer(visit: Visit, effect: FaultEffect | undefined): Answer {
    try {
      return this.#serve(visit, effect);
    } catch (error) {
      if (error instanceof OAuthError) return error.toAnswer();
      throw error;
    }
  }

  #serve(visit: Visit, effect: FaultEffect | undefined): Answer {
    const { call, path, base, requestId } = visit;
    const { parts } = this;
    if (path === '/oauth/authorize' && (call.method === 'GET' || call.method === 'POST')) {
      return authorizeEndpoint(parts, call);
    }
    if (call.method === 'POST' && path === '/oauth/token') {
      const { answer, install } = tokenEndpoint(parts, call);
      visit.account = install.account;
      return answer;
    }
    if (call.method === 'POST' && path === '/oauth/revoke') return revokeEndpoint(parts, call);
    if (call.method === 'GET' && path === '/') return overviewPage(parts);
    if (path.startsWith('/api/')) {
      return this.#api.answer({ call, requestId, base, jobFate: effect?.kind === 'job' ? effect : null });
    }
    return ApiError.notFound(`There is nothing at ${call.method} ${path}.`).toAnswer(requestId);
  }

  #deleteList(visit: Visit, named: string | undefined): void {
    const list = named ?? /\/lists\/([^/]+)/.exec(visit.path)?.[1];
    if (list === undefined) return;
    for (const account of this.parts.accounts.all()) account.lists.delete(list);
  }

  #close(visit: Visit, outcome: Outcome): Outcome {
    const { call, requestId } = visit;
    const oauth = visit.path.startsWith('/oauth/');
    this.parts.journal.record(
      {
        at: visit.at,
        account: visit.account,
        method: call.method,
        path: call.path,
        status: outcome.fate === 'answer' ? outcome.answer.status : 0,
        headers: redactHeaders(call.headers),
        requestId,
        ...(visit.fault === undefined ? {} : { fault: visit.fault }),
      },
      oauth ? redactForm(call.body) : call.body,
    );
    if (outcome.fate !== 'answer') return outcome;
    const { answer } = outcome;
    if (answer.foreign === true) return outcome;
    return { ...outcome, answer: { ...answer, headers: { ...this.#signature(visit), ...answer.headers } } };
  }

  /** What every answer of Klaviyo's own carries: the request, the revision that served it, and the account. */
  #signature({ call, path, requestId, at, account }: Visit): Record<string, string> {
    const signature: Record<string, string> = { 'x-klaviyo-req-id': requestId };
    if (!path.startsWith('/api/')) return signature;
    signature['x-klaviyo-api-revision'] = servedRevision(call.headers, at);
    if (account !== null) signature['cid'] = account;
    return signature;
  }
}

const withoutSlash = (path: string): string =>
  path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
