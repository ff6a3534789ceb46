import { ContainerModule, type ResolutionContext } from 'inversify';
import {
  Authorizer,
  Connections,
  Heartbeat,
  NoticeBoard,
  OAUTH_SCOPES,
  PROBLEMS,
  RemovalWatch,
  RevisionWatch,
  Revoker,
  ScopeWatch,
  type ScopesAsked,
  Sessions,
  StrayConsents,
  TokenKeeper,
  TokenTroubles,
} from './connection/index.js';
import { type Egress, EXTENSION, HOST, type OAuthClient } from './contract/index.js';
import {
  CAPABILITIES,
  EventsCapability,
  ListsCapability,
  PointsCapability,
  ProfilesCapability,
  Acceptor,
  AccountCloser,
  AccountLists,
  ActivityReader,
  AudienceAcceptor,
  BacklogReader,
  ClosedAccountReader,
  ClosingsOnLane,
  DeadLetterOperations,
  EventBatchDelivery,
  EventDelivery,
  FactFlow,
  ForbiddenOperations,
  ListFlow,
  StateFirst,
  StateFlow,
  StateOperations,
  StuckJobs,
  InProcessScheduler,
  Janitor,
  JobDelivery,
  JobJudge,
  RUNS_ON_LANE,
  LaneBudgets,
  LaneRester,
  LaneRunner,
  LargeRemoval,
  LaneWaker,
  ListDelivery,
  ListJoins,
  ListReader,
  ListJudge,
  ListSituations,
  MappingStates,
  MemberIdentity,
  OverviewReader,
  PatientSender,
  Preparer,
  ProfileCloser,
  ProfileFinder,
  RecentlyClosed,
  PulseReader,
  Relinker,
  Sender,
  Sequence,
  SettingsInForce,
  StateBatchDelivery,
  StateDelivery,
  StateJudge,
  Sweep,
  Tracer,
  UnmappedLists,
  WaitingWatch,
  WorkLoader,
} from './delivery/index.js';
import { createHttp, KlaviyoClient, OAuthApi, OPERATIONS } from './klaviyo/index.js';
import { KlaviyoExtension } from './klaviyo.extension.js';
import { Configurator } from './configurator.js';
import { FirstLoad } from './first-load.js';
import { LANES } from './lanes.js';
import { RefreshAfterChange } from './refresh-after-change.js';
import {
  ClearingOnLane,
  ClearLists,
  ClearProperties,
  DrainStep,
  Leaver,
  LeavingBook,
  LeavingDesk,
  PurgeStep,
  RevokeStep,
  SettleStep,
} from './leaving/index.js';
import { manifest } from './manifest.js';
import { OptionLoader } from './option-loader.js';
import {
  ErasureProvider,
  EventsProvider,
  ListsProvider,
  PointsProvider,
  ProfileClearingProvider,
  ProfileImportsProvider,
  ProfilesProvider,
} from './providers/index.js';
import {
  CompareLists,
  CompareMembers,
  ConnectionRounds,
  DriftNotice,
  ExpectedMembers,
  Findings,
  HistoryFeeder,
  Leavers,
  ListGuardian,
  ListPlaces,
  ListPlanner,
  LoadPlanner,
  LoadSteps,
  MeasuredRate,
  MemberCounter,
  MemberExplainer,
  ReconcileSchedule,
  ReconcileSteps,
  RefreshSteps,
  Repairs,
  RunBook,
  RunCounter,
  SyncOperations,
  RunStepper,
} from './sync/index.js';

const API_ORIGIN = 'https://a.klaviyo.com';

const services = [
  RefreshAfterChange,
  FirstLoad,
  Acceptor,
  AccountCloser,
  AccountLists,
  ActivityReader,
  AudienceAcceptor,
  Authorizer,
  BacklogReader,
  ClosedAccountReader,
  ClosingsOnLane,
  CompareLists,
  CompareMembers,
  Configurator,
  ConnectionRounds,
  Connections,
  DeadLetterOperations,
  ClearingOnLane,
  ClearLists,
  ClearProperties,
  DrainStep,
  Leaver,
  LeavingBook,
  LeavingDesk,
  NoticeBoard,
  ProfileClearingProvider,
  PurgeStep,
  RevokeStep,
  RemovalWatch,
  Revoker,
  ScopeWatch,
  SettleStep,
  StrayConsents,
  DriftNotice,
  EventBatchDelivery,
  EventDelivery,
  FactFlow,
  ForbiddenOperations,
  ListFlow,
  StateFirst,
  StateFlow,
  StateOperations,
  StuckJobs,
  ErasureProvider,
  EventsProvider,
  ExpectedMembers,
  Findings,
  Heartbeat,
  HistoryFeeder,
  Janitor,
  JobDelivery,
  JobJudge,
  LaneBudgets,
  LaneRester,
  LaneRunner,
  LargeRemoval,
  Leavers,
  ListDelivery,
  ListJoins,
  ListReader,
  ListJudge,
  ListSituations,
  ListsProvider,
  ListGuardian,
  ListPlaces,
  ListPlanner,
  LoadPlanner,
  LoadSteps,
  MeasuredRate,
  MemberCounter,
  MemberExplainer,
  MappingStates,
  MemberIdentity,
  OverviewReader,
  OptionLoader,
  PatientSender,
  PointsProvider,
  Preparer,
  ProfileCloser,
  ProfileFinder,
  ProfileImportsProvider,
  ProfilesProvider,
  ReconcileSchedule,
  ReconcileSteps,
  RecentlyClosed,
  RefreshSteps,
  PulseReader,
  Relinker,
  Repairs,
  RevisionWatch,
  RunBook,
  RunCounter,
  Sender,
  Sequence,
  Sessions,
  SettingsInForce,
  StateBatchDelivery,
  StateDelivery,
  StateJudge,
  Sweep,
  SyncOperations,
  RunStepper,
  TokenKeeper,
  TokenTroubles,
  Tracer,
  UnmappedLists,
  WaitingWatch,
  WorkLoader,
] as const;

/** What a tenant can switch on, in the order in which people see it. */
const capabilities = [EventsCapability, ProfilesCapability, PointsCapability, ListsCapability] as const;

/** Leads a URL of the manifest to where the host wants its origin to go. */
const led = (egress: Egress, url: string): string => {
  const { origin } = new URL(url);
  return egress.origin(origin) + url.slice(origin.length);
};

const oauthApi = (context: ResolutionContext): OAuthApi => {
  const { oauth } = manifest;
  if (!oauth) throw new Error('The manifest declares no oauth.');
  const egress = context.get(HOST.egress);
  const client: OAuthClient = context.get(HOST.oauthClient);
  return new OAuthApi(createHttp(), {
    ...client,
    authorizeUrl: led(egress, oauth.authorizeUrl),
    tokenUrl: led(egress, oauth.tokenUrl),
    revokeUrl: led(egress, oauth.revokeUrl),
  });
};

/** No scope is asked for that nothing uses: whoever erases nothing is not asked for the right to. */
const scopesAsked = (context: ResolutionContext): ScopesAsked => {
  const settings = context.get(SettingsInForce);
  return (connection) => [
    ...new Set([
      ...(manifest.oauth?.scopes ?? []),
      ...manifest.capabilities.flatMap((capability) => capability.scopes),
      ...(settings.of(connection).erasure.profile === 'erase'
        ? OPERATIONS.request_profile_deletion.scopes
        : []),
    ]),
  ];
};

/** Every binding of the extension. What the host offers comes from the container's parent. */
export const klaviyoModule = new ContainerModule(({ bind }) => {
  for (const service of services) bind<object>(service).toSelf().inSingletonScope();
  bind(EXTENSION).to(KlaviyoExtension).inSingletonScope();
  for (const capability of capabilities) bind(CAPABILITIES).to(capability).inSingletonScope();
  bind(RUNS_ON_LANE).toService(ClearingOnLane);
  bind(PROBLEMS).toService(NoticeBoard);
  bind(OAUTH_SCOPES).toDynamicValue(scopesAsked).inSingletonScope();
  bind(OAuthApi).toDynamicValue(oauthApi).inSingletonScope();
  bind(KlaviyoClient)
    .toDynamicValue((context) => new KlaviyoClient(createHttp(), context.get(HOST.egress).origin(API_ORIGIN)))
    .inSingletonScope();
  bind(LANES)
    .toDynamicValue(
      (context) =>
        context.get(HOST.lanes, { optional: true }) ??
        new InProcessScheduler(context.get(HOST.clock), context.get(HOST.logger)),
    )
    .inSingletonScope();
  bind(LaneWaker)
    .toDynamicValue((context) => new LaneWaker(context.get(LANES)))
    .inSingletonScope();
});
