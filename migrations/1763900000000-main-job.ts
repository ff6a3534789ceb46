import {
  type MigrationInterface,
  type QueryRunner,
  Table,
  type TableColumnOptions,
  TableIndex,
} from 'typeorm';

const text = (name: string, length: number, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
  ...more,
});
const long = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'text',
  ...more,
});
/** Epoch milliseconds, versions and sequences. */
const big = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'bigint',
  ...more,
});
const int = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'integer',
  ...more,
});

const key = { isPrimary: true };
const optional = { isNullable: true };
const zero = { default: 0 };
const connection = (more: Partial<TableColumnOptions> = {}): TableColumnOptions =>
  text('connection_id', 64, more);

const tables: readonly Table[] = [
  new Table({
    name: 'klaviyo_connection',
    columns: [
      text('id', 64, key),
      text('tenant', 128),
      text('state', 32),
      text('account_id', 64, optional),
      text('account_name', 255, optional),
      text('live_account', 64, optional),
      long('scopes', optional),
      long('tokens', optional),
      big('token_expires_at', optional),
      big('refreshed_at', optional),
      long('settings', optional),
      int('settings_revision', zero),
      text('reason_code', 64, optional),
      big('created_at'),
      big('updated_at'),
    ],
    indices: [
      new TableIndex({
        name: 'klaviyo_connection_live_account',
        columnNames: ['live_account'],
        isUnique: true,
      }),
    ],
  }),
  new Table({
    name: 'klaviyo_authorization',
    columns: [
      text('state_hash', 64, key),
      connection(),
      text('tenant', 128),
      text('browser_hash', 64),
      long('verifier'),
      big('expires_at'),
      big('used_at', optional),
    ],
  }),
  new Table({
    name: 'klaviyo_event_outbox',
    columns: [
      connection(key),
      text('event_id', 255, key),
      big('seq'),
      text('subject', 255),
      long('body'),
      big('accepted_at'),
      big('not_before', zero),
      int('attempts', zero),
      long('frozen', optional),
      text('last_code', 64, optional),
    ],
    indices: [
      new TableIndex({
        name: 'klaviyo_event_outbox_due',
        columnNames: ['connection_id', 'not_before', 'seq'],
      }),
    ],
  }),
  new Table({
    name: 'klaviyo_state_mark',
    columns: [
      connection(key),
      text('facet', 16, key),
      text('member_id', 255, key),
      text('list_id', 64, key),
      big('version'),
      big('marked_at'),
      big('not_before', zero),
      big('look_until', zero),
      big('doubt_until', zero),
      int('attempts', zero),
    ],
    indices: [
      new TableIndex({ name: 'klaviyo_state_mark_due', columnNames: ['connection_id', 'not_before'] }),
    ],
  }),
  new Table({
    name: 'klaviyo_profile_link',
    columns: [
      connection(key),
      text('member_id', 255, key),
      text('profile_id', 64, optional),
      text('email_hash', 64, optional),
      text('phone_hash', 64, optional),
      text('accepted_profile', 64, optional),
      text('accepted_points', 64, optional),
      big('updated_at'),
    ],
    indices: [
      ['profile', 'profile_id'],
      ['email', 'email_hash'],
      ['phone', 'phone_hash'],
    ].map(
      ([name, column]) =>
        new TableIndex({
          name: `klaviyo_profile_link_${name ?? ''}`,
          columnNames: ['connection_id', column ?? ''],
          isUnique: true,
        }),
    ),
  }),
  new Table({
    name: 'klaviyo_delivered',
    columns: [connection(key), text('event_id', 255, key), big('at')],
    indices: [new TableIndex({ name: 'klaviyo_delivered_at', columnNames: ['connection_id', 'at'] })],
  }),
  new Table({
    name: 'klaviyo_dead_letter',
    columns: [
      connection(key),
      text('kind', 16, key),
      text('reference', 600, key),
      text('code', 64),
      long('message'),
      long('body'),
      big('at'),
      int('attempts'),
    ],
    indices: [new TableIndex({ name: 'klaviyo_dead_letter_at', columnNames: ['connection_id', 'at'] })],
  }),
  new Table({
    name: 'klaviyo_attempt',
    columns: [
      text('id', 36, key),
      connection(),
      big('at'),
      text('operation', 64),
      int('items'),
      text('result', 64),
      int('status', optional),
      text('request_id', 128, optional),
      int('ms'),
    ],
    indices: [new TableIndex({ name: 'klaviyo_attempt_at', columnNames: ['connection_id', 'at'] })],
  }),
  new Table({
    name: 'klaviyo_lane',
    columns: [
      connection(key),
      big('epoch'),
      text('owner', 64, optional),
      big('doubt_until', zero),
      big('not_before', zero),
      text('paused_reason', 64, optional),
    ],
  }),
];

/** The tables of the main job: connection, outbox, marks, links, ledger, dead letters, attempts, lanes. */
export class MainJob1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables.toReversed()) await runner.dropTable(table.name);
  }
}
