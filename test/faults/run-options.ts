/** How large a run is, and how unkind. */
export interface RunOptions {
  readonly events: number;
  /** Changes of wallets, profiles and audiences, together. */
  readonly states: number;
  readonly members: number;
  readonly kills: number;
  /** How events name their members: by id, or by an account number now and then. */
  readonly references: 'id' | 'mixed';
  /** The share of profile changes that bring a new e-mail address, from 0 to 1. */
  readonly moves: number;
  /** Decides the script, the faults, the switches and the kills. Timing is the machine's: two runs are alike, not equal. */
  readonly seed: string;
  /** Where the emulator's switches stand; `seeded` throws each of them. */
  readonly switches: 'kind' | 'unkind' | 'seeded';
  /** Whether Klaviyo's rate limits are in force. */
  readonly limits: boolean;
  /** How long it goes before the first kill, and how long the script is played in each calm between the kills; 0 for none. */
  readonly openingMs: number;
  readonly calmMs: number;
  /** So long nothing may move at the end before what is left counts as stuck, in milliseconds. */
  readonly patienceMs: number;
  /** So long everything has to stay right before it counts, in milliseconds. A doubt ends after a minute. */
  readonly steadyMs: number;
  /** Told how the run goes, a sentence each. */
  readonly tell: (sentence: string) => void;
}
