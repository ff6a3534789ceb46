import type { Role, SchedulerName } from '../../host/lanes/role.js';

/** Flags of `start`, as the command line gives them. */
export interface StartFlags {
  /** 0 for a free one. */
  readonly port: number;
  readonly emulatorPort: number;
  readonly data: string;
  readonly database?: string;
  readonly members: number;
  readonly empty: boolean;
  /** `live`, or an emulator's origin; without it one is started. */
  readonly klaviyo?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Events per second of the demo stream. */
  readonly rate: number;
  readonly scheduler: SchedulerName;
  readonly role: Role;
  readonly openapi?: string;
}
