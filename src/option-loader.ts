import { inject, injectable } from 'inversify';
import {
  type Call,
  type Directory,
  Fault,
  HOST,
  type NewOption,
  type Option,
  type OptionsPage,
  type OptionsQuery,
} from './contract/index.js';
import { AccountLists } from './delivery/index.js';

/** Choices in one page of a dropdown. */
const PAGE = 100;
/** Klaviyo gives no limit; nobody reads a longer one. */
const LONGEST_NAME = 200;

/** The values behind the settings fields with `x-options`. */
@injectable()
export class OptionLoader {
  constructor(
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(AccountLists) private readonly lists: AccountLists,
  ) {}

  async options(call: Call, { field, search, cursor }: OptionsQuery): Promise<OptionsPage> {
    const all = await this.load(call, field);
    const words = search?.trim().toLowerCase() ?? '';
    const found = all
      .filter(({ label, value }) => label.toLowerCase().includes(words) || value.toLowerCase() === words)
      .toSorted((a, b) => a.label.localeCompare(b.label));
    const from = cursor === undefined ? 0 : Number(cursor);
    if (!Number.isSafeInteger(from) || from < 0) {
      throw new Fault({
        kind: 'payload',
        code: 'cursor_invalid',
        message: 'Give the cursor back exactly as the page before named it.',
        path: '/cursor',
      });
    }
    const options = found.slice(from, from + PAGE);
    return from + PAGE < found.length ? { options, next: String(from + PAGE) } : { options };
  }

  /** @throws Fault where the field has no choices that can be made */
  async create(call: Call, { field, label }: NewOption): Promise<Option> {
    const name = label.trim();
    if (field !== 'lists') {
      throw new Fault({
        kind: 'payload',
        code: 'options_not_creatable',
        message: 'Only Klaviyo lists can be made here.',
        path: '/field',
      });
    }
    if (name === '' || name.length > LONGEST_NAME) {
      throw new Fault({
        kind: 'payload',
        code: 'label_invalid',
        message: `Give the list a name of 1 to ${LONGEST_NAME} characters.`,
        path: '/label',
      });
    }
    const list = await this.lists.create(call, name);
    return { value: list.id, label: list.name };
  }

  private async load(call: Call, field: string): Promise<readonly Option[]> {
    if (field === 'lists') {
      return (await this.lists.all(call.installation)).map(({ id, name }) => ({ value: id, label: name }));
    }
    if (field === 'audiences') {
      return (await this.directory.audiences(call.tenant)).map(({ id, name }) => ({
        value: id,
        label: name,
      }));
    }
    if (field === 'event-types') {
      const types = await this.directory.eventTypes(call.tenant);
      return types.map(({ type, name }) => ({ value: type, label: name ?? type }));
    }
    throw new Fault({
      kind: 'payload',
      code: 'options_not_found',
      message: 'There are no choices for this field. Ask for lists, audiences or event-types.',
      path: '/field',
    });
  }
}
