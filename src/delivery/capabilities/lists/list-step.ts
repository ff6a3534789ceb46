/** What a list needs of one member. */
export type ListStep = 'settle' | 'add' | 'remove';

export interface ListSituation {
  /** It is in an audience that is mapped to the list. */
  readonly wanted: boolean;
  /** By whose hand it is on the list, as recorded; null where it is not. */
  readonly origin: 'ours' | 'found' | null;
  /** Leaving may take somebody off: every audience on the list is mirrored. */
  readonly mirrored: boolean;
  /** An older write may still land either way: what is recorded of ours is not believed. */
  readonly doubt: boolean;
  /** Nothing of it is sent any more: taking it off is all that may be done, and is always done. */
  readonly withdrawn: boolean;
}

/** Who was found on the list stays on it, whoever wants what; ours follow the audience. */
export function listStep({ wanted, origin, mirrored, doubt, withdrawn }: ListSituation): ListStep {
  if (origin === 'found') return 'settle';
  if (wanted) return origin === 'ours' && !doubt ? 'settle' : 'add';
  if (!(mirrored || withdrawn) || (origin === null && !doubt)) return 'settle';
  return 'remove';
}
