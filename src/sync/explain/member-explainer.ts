import { inject, injectable } from 'inversify';
import { Connections } from '../../connection/index.js';
import {
  type Call,
  type Clock,
  type Directory,
  HOST,
  type Member,
  type MemberExplanation,
  type StateExplanation,
  type Store,
  type WaitingExplanation,
} from '../../contract/index.js';
import {
  MemberIdentity,
  type MemberWork,
  planState,
  SettingsInForce,
  type StatePlan,
  WorkLoader,
} from '../../delivery/index.js';
import { isSendable } from '../../mapping/index.js';
import type { Settings } from '../../settings/index.js';
import {
  type ClosedOutcome,
  isInJob,
  type LinkRow,
  readEventsOf,
  readLettersOf,
  readListStates,
} from '../../store/index.js';
import { notSendable } from '../load/not-sendable.js';
import { leftOut } from './left-out.js';
import { ListPlaces } from './list-places.js';
import { masked } from './masked.js';
import { why } from './why.js';

/** Waiting events, and dead letters, that an explanation lists. */
const MOST = 100;

/** Tells of one member what is known, what was sent, what waits and why, and on which lists it is. */
@injectable()
export class MemberExplainer {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(Connections) private readonly connections: Connections,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(WorkLoader) private readonly loader: WorkLoader,
    @inject(MemberIdentity) private readonly identities: MemberIdentity,
    @inject(ListPlaces) private readonly places: ListPlaces,
  ) {}

  /** @param reference the member's id, account number or authentication identifier */
  async explain(call: Call, reference: string): Promise<MemberExplanation> {
    const connection = await this.connections.of(call);
    const connectionId = call.installation;
    const settings = this.settings.of(connection);
    const scope = { connectionId, tenant: call.tenant, settings };
    const found = (await this.directory.members(call.tenant, [reference])).get(reference);
    const key = found?.id ?? reference;
    const references = referencesOf(found, reference);
    const [work] = await this.loader.load(scope, [{ key, references, eventIds: [] }]);
    const link = work?.link ?? null;
    const identity = found && link ? await this.identities.look(scope, found, link) : null;
    const state = found && link && identity ? this.state(found, work, link, identity, settings) : null;
    const audiences = await this.directory.audiences(call.tenant);
    const refusal = refusalOf(found, work?.closing ?? null, settings);
    return {
      memberId: key,
      known: found !== undefined,
      notSendable: refusal,
      profileId: link?.profileId ?? null,
      states: [
        stateOf('profile', link, link?.acceptedProfile ?? null, state?.profileHash ?? null),
        stateOf('points', link, link?.acceptedPoints ?? null, state?.pointsHash ?? null),
      ],
      current: state && !refusal ? masked(state.attributes) : null,
      waiting: await this.waiting(connectionId, connection.state, work, references),
      lists: await this.places.of({
        connectionId,
        memberId: key,
        profileId: link?.profileId ?? null,
        settings,
        memberships: work?.memberships ?? null,
        audienceNames: new Map(audiences.map(({ id, name }) => [id, name])),
        moving: new Set((work?.marks ?? []).map(({ listId }) => listId)),
      }),
      warnings:
        found && identity ? leftOut(found, identity, link?.refused ?? null, state?.warnings ?? []) : [],
      deadLetters: await this.letters(connectionId, references),
    };
  }

  private state(
    member: Member,
    work: MemberWork | undefined,
    link: LinkRow,
    identity: Awaited<ReturnType<MemberIdentity['look']>>,
    settings: Settings,
  ): StatePlan {
    return planState({
      member,
      wallet: work?.wallet ?? null,
      link,
      identity,
      settings,
      audiences: work?.memberships?.names ?? null,
      now: this.clock.now(),
      needsId: false,
      marked: true,
      doubt: true,
    });
  }

  private async waiting(
    connectionId: string,
    state: string,
    work: MemberWork | undefined,
    references: readonly string[],
  ): Promise<readonly WaitingExplanation[]> {
    const manager = this.store.read();
    const now = this.clock.now();
    const [events, inJob, lists] = await Promise.all([
      readEventsOf(manager, connectionId, references, MOST),
      work !== undefined && isInJob(manager, connectionId, work.key),
      readListStates(manager, connectionId),
    ]);
    const common = { inJob, state };
    const marks = (work?.marks ?? []).map((mark): WaitingExplanation => ({
      about: mark.facet,
      reference: mark.listId,
      since: mark.markedAt,
      dueAt: mark.notBefore,
      attempts: mark.attempts,
      ...why(
        {
          ...common,
          about: mark.facet,
          attempts: mark.attempts,
          dueAt: mark.notBefore,
          lastCode: null,
          inDoubt: mark.doubtUntil > 0 || (work?.link?.doubtUntil ?? 0) > now,
          listPaused: lists.find(({ listId }) => listId === mark.listId)?.pausedReason ?? null,
        },
        now,
      ),
    }));
    const waitingEvents = events.map((row): WaitingExplanation => ({
      about: 'event',
      reference: row.eventId,
      since: row.acceptedAt,
      dueAt: row.notBefore,
      attempts: row.attempts,
      ...why(
        {
          ...common,
          about: 'event',
          attempts: row.attempts,
          dueAt: row.notBefore,
          lastCode: row.lastCode,
          inDoubt: false,
          listPaused: null,
        },
        now,
      ),
    }));
    return [...marks, ...waitingEvents];
  }

  private async letters(
    connectionId: string,
    references: readonly string[],
  ): Promise<MemberExplanation['deadLetters']> {
    const rows = await readLettersOf(this.store.read(), connectionId, references, MOST);
    return rows.map(({ kind, reference, about, code, message, at }) => ({
      id: `${kind}:${reference}`,
      about,
      code,
      message,
      at,
    }));
  }
}

function referencesOf(member: Member | undefined, reference: string): readonly string[] {
  const all = [member?.id, member?.accountNumber, member?.authIdentifier, reference];
  return [...new Set(all.filter((one) => typeof one === 'string'))];
}

function refusalOf(
  member: Member | undefined,
  closing: MemberWork['closing'],
  settings: Settings,
): MemberExplanation['notSendable'] {
  if (closing) return { code: 'account_closed', message: closedSentence(closing) };
  if (!member) return null;
  const sendable = isSendable(member);
  if (!sendable.sendable) return { code: sendable.code, message: sendable.message };
  const code = notSendable(member, settings);
  return code === null
    ? null
    : { code, message: 'It has neither e-mail nor phone, and the settings leave such members out.' };
}

const closedSentence = ({ closedAt, outcome, doneAt }: NonNullable<MemberWork['closing']>): string => {
  const begun = `The account was closed on ${new Date(closedAt).toISOString()}: nothing more about this member is sent.`;
  if (outcome === null || doneAt === null)
    return `${begun} Its lists and its profile in Klaviyo are seen to.`;
  return `${begun} ${OUTCOMES[outcome]} (${new Date(doneAt).toISOString()})`;
};

const OUTCOMES: Readonly<Record<ClosedOutcome, string>> = {
  left: 'The profile in Klaviyo was taken off the lists that it was put on, and otherwise left as it is.',
  cleared: 'Our properties, name and contact data were taken out of the profile in Klaviyo.',
  erased: 'Klaviyo was asked to erase the profile.',
  absent: 'Klaviyo had no profile of this member.',
};

function stateOf(
  facet: StateExplanation['facet'],
  link: LinkRow | null,
  accepted: string | null,
  now: string | null,
): StateExplanation {
  const { acceptedAt = null, requestId = null } = link ?? {};
  // Nobody without a wallet has points that could be older there.
  if (accepted === null && (now === null || acceptedAt === null)) {
    return { facet, status: 'never', acceptedAt: null, requestId: null };
  }
  return { facet, status: now === null || accepted === now ? 'equal' : 'differs', acceptedAt, requestId };
}
