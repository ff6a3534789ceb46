import { AdminError } from './admin/admin-error.js';
import type { EmulatorParts } from './emulator-parts.js';
import { ApiError } from './http/api-error.js';
import { isShortId } from './identifiers.js';
import type { JsonObject } from './json.js';
import { profileProblem } from './profiles/profile-problem.js';
import { writeProfile } from './profiles/write-profile.js';
import type { AccountState } from './state/account-state.js';
import type { AccountSeed } from './state/demo-accounts.js';
import type { ListHead } from './state/list-store.js';
import type { Profile } from './state/profile.js';

/** A profile as somebody at Klaviyo names it: by id, or by attributes that make it where it is new. */
export type NamedProfile = string | JsonObject;

/**
 * What people do in Klaviyo itself, beside any app: open accounts, make lists, put profiles on them, edit, merge and
 * delete. Everything takes effect at once.
 *
 * All methods throw {@link AdminError} where what they are given is wrong or not there.
 */
export class Marketer {
  constructor(private readonly parts: EmulatorParts) {}

  account(id: string): AccountState {
    const account = this.parts.accounts.get(id);
    if (account === undefined)
      throw new AdminError('unknown_account', `There is no account ${id}.`, '/account', 404);
    return account;
  }

  openAccount(seed: AccountSeed): AccountState {
    if (!isShortId(seed.id)) throw new AdminError('invalid_id', 'An account id has six characters.', '/id');
    const account = this.parts.accounts.open({ id: seed.id, name: seed.name, created: this.#now() });
    this.addLists(seed.id, seed.lists ?? []);
    return account;
  }

  addLists(account: string, names: readonly string[]): readonly ListHead[] {
    const { lists } = this.account(account);
    return names.map((name) => lists.create(name, 'single_opt_in', this.#now()));
  }

  renameList(account: string, list: string, name: string): ListHead {
    const head = this.account(account).lists.change(list, { name }, this.#now());
    if (head === undefined) throw unknownList(list);
    return head;
  }

  deleteList(account: string, list: string): void {
    if (!this.account(account).lists.delete(list)) throw unknownList(list);
  }

  /** Puts profiles on a list; those that are new are made. */
  addMembers(account: string, list: string, profiles: readonly NamedProfile[]): readonly Profile[] {
    const state = this.account(account);
    if (state.lists.head(list) === undefined) throw unknownList(list);
    const members = profiles.map((profile) => this.#named(state, profile));
    for (const { id } of members) state.lists.join(list, id, this.#now());
    return members;
  }

  removeMembers(account: string, list: string, profiles: readonly NamedProfile[]): readonly Profile[] {
    const state = this.account(account);
    if (state.lists.head(list) === undefined) throw unknownList(list);
    const members = profiles.map((profile) => this.#named(state, profile));
    for (const { id } of members) state.lists.leave(list, id, this.#now());
    return members;
  }

  /** Changes a profile; `account` may be left out where the id is known in one account only. */
  editProfile(id: string, attributes: JsonObject, account?: string): Profile {
    return this.#write(this.#holderOf(id, account), { id, ...attributes });
  }

  deleteProfile(id: string, account?: string): void {
    const state = this.#holderOf(id, account);
    const profile = state.profiles.get(id);
    if (profile !== undefined) state.erase(profile);
  }

  mergeProfiles(source: string, destination: string, account?: string): void {
    const state = this.#holderOf(source, account);
    const from = state.profiles.get(source);
    const to = state.profiles.get(destination);
    if (to === undefined) throw unknownProfile(destination, '/into');
    if (from === undefined || from.id === to.id) throw unknownProfile(source, '/id');
    state.merge(from, to, this.#now());
  }

  #now(): number {
    return this.parts.clock.now();
  }

  #holderOf(id: string, account: string | undefined): AccountState {
    const holders = account === undefined ? this.parts.accounts.all() : [this.account(account)];
    const holder = holders.find(({ profiles }) => profiles.get(id) !== undefined);
    if (holder === undefined) throw unknownProfile(id, '/id');
    return holder;
  }

  #named(account: AccountState, profile: NamedProfile): Profile {
    if (typeof profile !== 'string') return this.#write(account, profile);
    const known = account.profiles.get(profile);
    if (known === undefined) throw unknownProfile(profile, '/profiles');
    return known;
  }

  #write(account: AccountState, { id, ...attributes }: JsonObject): Profile {
    const input = { id: typeof id === 'string' ? id : undefined, attributes };
    const problem = profileProblem(input, '', this.parts.switches);
    if (problem !== undefined) throw new AdminError('invalid_profile', problem.detail, problem.pointer);
    try {
      return writeProfile(account, input, this.parts.switches, this.#now(), '').profile;
    } catch (error) {
      if (error instanceof ApiError)
        throw new AdminError(error.code, error.message, error.problems[0]?.pointer);
      throw error;
    }
  }
}

const unknownList = (id: string): AdminError =>
  new AdminError('unknown_list', `There is no list ${id}.`, '/list', 404);

const unknownProfile = (id: string, path: string): AdminError =>
  new AdminError('unknown_profile', `There is no profile ${id}.`, path, 404);
