import { inject, injectable } from 'inversify';
import { ListsProvider } from '../../../providers/index.js';
import type { Capability } from '../../capability/capability.js';
import { ListFlow } from './list-flow.js';

/** Audiences and Klaviyo lists have the same members. */
@injectable()
export class ListsCapability implements Capability {
  readonly id = 'lists';
  readonly operations: readonly string[];

  constructor(
    @inject(ListFlow) readonly flow: ListFlow,
    @inject(ListsProvider) { addOperation, removeOperation, readOperation }: ListsProvider,
  ) {
    this.operations = [addOperation, removeOperation, readOperation];
  }
}
