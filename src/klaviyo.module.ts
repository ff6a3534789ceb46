import { ContainerModule, type ResolutionContext } from 'inversify';
import {
  Authorizer,
  Connections,
  Disconnector,
  Heartbeat,
  OAUTH_SCOPES,
  Sessions,
  TokenKeeper,
} from './connection/index.js';
import { type Egress, EXTENSION, HOST, type OAuthClient } from './contract/index.js';
import {
  Acceptor,
  ActivityDesk,
  AudienceAcceptor,
  BacklogReader,
  Courier,
  DeadLetterDesk,
  EventBatchDelivery,
  EventDelivery,
  FailedEvents,
  InProcessScheduler,
  Janitor,
  JobDelivery,
  JobSettler,
  LaneRester,
  LaneRunner,
  LaneWaker,
  ListDelivery,
  ListReader,
  ListSettler,
  ListSituations,
  MappingStates,
  MemberIdentity,
  OperationsDesk,
  Preparer,
  ProfileFinder,
  PulseReader,
  Relinker,
  Sender,
  Sequence,
  SettingsInForce,
  StateBatchDelivery,
  StateDelivery,
  StateSettler,
  Sweep,
  Tracer,
  Unsendable,
  WaitingWatch,
  WorkLoader,
} from './delivery/index.js';
import { createHttp, KlaviyoClient, OAuthApi } from './klaviyo/index.js';
import { KlaviyoExtension } from './klaviyo.extension.js';
import { Configurator } from './configurator.js';
import { LANES } from './lanes.js';
import { Uninstaller } from './uninstaller.js';
import { manifest } from './manifest.js';
import { AccountLists } from './account-lists.js';
import { OptionsDesk } from './options-desk.js';
import {
  EventsProvider,
  ListsProvider,
  PointsProvider,
  ProfileImportsProvider,
  ProfilesProvider,
} from './providers/index.js';

const API_ORIGIN = 'https://a.klaviyo.com';

const services = [
  AccountLists,
  Acceptor,
  ActivityDesk,
  AudienceAcceptor,
  Authorizer,
  BacklogReader,
  Configurator,
  Connections,
  Courier,
  DeadLetterDesk,
  Disconnector,
  EventBatchDelivery,
  EventDelivery,
  EventsProvider,
  FailedEvents,
  Heartbeat,
  Janitor,
  JobDelivery,
  JobSettler,
  LaneRester,
  LaneRunner,
  ListDelivery,
  ListReader,
  ListSettler,
  ListSituations,
  ListsProvider,
  MappingStates,
  MemberIdentity,
  OperationsDesk,
  OptionsDesk,
  PointsProvider,
  Preparer,
  ProfileFinder,
  ProfileImportsProvider,
  ProfilesProvider,
  PulseReader,
  Relinker,
  Sender,
  Sequence,
  Sessions,
  SettingsInForce,
  StateBatchDelivery,
  StateDelivery,
  StateSettler,
  Sweep,
  TokenKeeper,
  Tracer,
  Uninstaller,
  Unsendable,
  WaitingWatch,
  WorkLoader,
] as const;

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

const scopes = [
  ...new Set([
    ...(manifest.oauth?.scopes ?? []),
    ...manifest.capabilities.flatMap((capability) => capability.scopes),
  ]),
];

/** Every binding of the extension. What the host offers comes from the container's parent. */
export const klaviyoModule = new ContainerModule(({ bind }) => {
  for (const service of services) bind<object>(service).toSelf().inSingletonScope();
  bind(EXTENSION).to(KlaviyoExtension).inSingletonScope();
  bind(OAUTH_SCOPES).toConstantValue(scopes);
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
