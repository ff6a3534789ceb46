import { inject, injectable } from 'inversify';
import { PointsProvider, ProfileImportsProvider, ProfilesProvider } from '../../../providers/index.js';
import type { Capability } from '../../capability/capability.js';
import { StateFlow } from './state-flow.js';

/** Operations by which profiles and points go: they rest together, since one write carries both. */
@injectable()
export class StateOperations {
  readonly all: readonly string[];

  constructor(
    @inject(ProfilesProvider) profiles: ProfilesProvider,
    @inject(PointsProvider) points: PointsProvider,
    @inject(ProfileImportsProvider) imports: ProfileImportsProvider,
  ) {
    this.all = [
      profiles.operation,
      points.operation,
      imports.operation,
      imports.jobOperation,
      imports.jobsOperation,
      imports.errorsOperation,
      profiles.findOperation,
    ];
  }
}

/** Members appear in Klaviyo as profiles and stay up to date. */
@injectable()
export class ProfilesCapability implements Capability {
  readonly id = 'profiles';
  readonly operations: readonly string[];

  constructor(
    @inject(StateFlow) readonly flow: StateFlow,
    @inject(StateOperations) operations: StateOperations,
  ) {
    this.operations = operations.all;
  }
}

/** Points and tier stand on the Klaviyo profile; they go with it, or alone. */
@injectable()
export class PointsCapability implements Capability {
  readonly id = 'points';
  readonly operations: readonly string[];

  constructor(
    @inject(StateFlow) readonly flow: StateFlow,
    @inject(StateOperations) operations: StateOperations,
  ) {
    this.operations = operations.all;
  }
}
