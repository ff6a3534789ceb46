import type { EntityManager } from 'typeorm';
import { cell, type CellType, forRows, isPostgres, rowsOf, type Value } from './statement.js';

/** An entity's class. */
type Entity<T> = new () => T;

/** A row as a statement answers it: by the columns' names in the database. */
export type RawRow = Readonly<Record<string, unknown>>;

interface Column {
  readonly property: string;
  readonly name: string;
  readonly type: CellType;
  /** What a row has that leaves the property out. */
  readonly fallback: unknown;
  readonly to: (value: unknown) => unknown;
  readonly from: (value: unknown) => unknown;
}

/**
 * Columns of a table as a statement speaks of them. Each is named once, where its entity declares it: names, types and
 * how a value goes in and out come from there.
 */
export class TableColumns<R> {
  constructor(
    readonly table: string,
    private readonly columns: readonly Column[],
    private readonly manager: EntityManager,
  ) {}

  /** `member_id, list_id`. */
  get names(): string {
    return this.columns.map(({ name }) => name).join(', ');
  }

  /** `WITH v(member_id, …) AS …`: rows of {@link cells} as the statement's first parameter. */
  get rows(): string {
    return rowsOf(this.manager, Object.fromEntries(this.columns.map(({ name, type }) => [name, type])));
  }

  /** The parameters from `$first` on, as values of these columns. */
  parameters(first: number): string {
    return this.columns
      .map(({ type }, index) => `CAST($${first + index} AS ${type === 'text' ? 'VARCHAR' : 'BIGINT'})`)
      .join(', ');
  }

  /** `refused = v.refused, accepted_at = v.accepted_at`. */
  setTo(source: string): string {
    return this.columns.map(({ name }) => `${name} = ${source}.${name}`).join(', ');
  }

  /** Those of these columns that another set does not have. */
  without(other: TableColumns<unknown>): TableColumns<unknown> {
    const names = new Set(other.columns.map(({ name }) => name));
    return new TableColumns(
      this.table,
      this.columns.filter(({ name }) => !names.has(name)),
      this.manager,
    );
  }

  get isEmpty(): boolean {
    return this.columns.length === 0;
  }

  /** A row on its way in. What it leaves out takes the column's default, else null. */
  cells(row: Partial<R>): Value[] {
    const given = row as Readonly<Record<string, unknown>>;
    return this.columns.map(({ property, to, fallback }) => to(given[property] ?? fallback ?? null) as Value);
  }

  /** A row on its way out. @param kept takes each text, to keep one string of equal ones */
  read(raw: RawRow, kept?: (text: string) => string): R {
    const row: Record<string, unknown> = {};
    for (const { property, name, from } of this.columns) {
      const value = from(raw[name]);
      row[property] = kept && typeof value === 'string' ? kept(value) : value;
    }
    return row as R;
  }
}

/** Some of a table's columns. */
export function columnsOf<T extends object, K extends keyof T & string>(
  manager: EntityManager,
  entity: Entity<T>,
  properties: readonly K[],
): TableColumns<{ readonly [P in K]: T[P] }> {
  const all = columnsIn(manager, entity);
  const some = properties.map((property) => {
    const column = all.find((one) => one.property === property);
    if (!column) throw new Error(`${entity.name} has no column ${property}.`);
    return column;
  });
  return new TableColumns(tableOf(manager, entity), some, manager);
}

/** All of a table's columns but these. */
export function columnsBut<T extends object, K extends keyof T & string>(
  manager: EntityManager,
  entity: Entity<T>,
  ...properties: readonly K[]
): TableColumns<{ readonly [P in Exclude<keyof T, K>]: T[P] }> {
  const some = columnsIn(manager, entity).filter(({ property }) => !properties.includes(property as K));
  return new TableColumns(tableOf(manager, entity), some, manager);
}

/** The columns of a table's primary key. */
export function keyOf(manager: EntityManager, entity: Entity<object>): TableColumns<unknown> {
  const keys = new Set(
    manager.connection.getMetadata(entity).primaryColumns.map(({ propertyName }) => propertyName),
  );
  const some = columnsIn(manager, entity).filter(({ property }) => keys.has(property));
  return new TableColumns(tableOf(manager, entity), some, manager);
}

const tableOf = (manager: EntityManager, entity: Entity<object>): string =>
  manager.connection.getMetadata(entity).tableName;

function columnsIn(manager: EntityManager, entity: Entity<object>): readonly Column[] {
  return manager.connection.getMetadata(entity).columns.map((column) => {
    const [transformer] = [column.transformer ?? []].flat();
    return {
      property: column.propertyName,
      name: column.databaseName,
      type: column.type === 'bigint' || column.type === 'integer' ? 'bigint' : 'text',
      fallback: column.default,
      to: (value) => (transformer ? (transformer.to(value) as unknown) : value),
      from: (value) => (transformer ? (transformer.from(value) as unknown) : value),
    };
  });
}

/** What becomes of a row whose key stands there already; a text is what follows `DO UPDATE SET`. */
export type OnConflict = 'keep' | 'replace' | { readonly set: string };

/**
 * Inserts rows.
 *
 * @param columns what each row gives
 * @param same what all rows share
 */
export async function insertRows<T extends object, R extends object>(
  manager: EntityManager,
  entity: Entity<T>,
  columns: TableColumns<R>,
  rows: readonly Partial<R>[],
  same: Partial<T>,
  onConflict: OnConflict,
): Promise<void> {
  const shared = columnsOf(manager, entity, Object.keys(same) as (keyof T & string)[]);
  const key = keyOf(manager, entity);
  const replaced = [columns.without(key), shared.without(key)].filter(({ isEmpty }) => !isEmpty);
  const action =
    onConflict === 'keep' || (onConflict === 'replace' && replaced.length === 0)
      ? 'NOTHING'
      : `UPDATE SET ${onConflict === 'replace' ? replaced.map((some) => some.setTo('excluded')).join(', ') : onConflict.set}`;
  const [into, from] = shared.isEmpty
    ? [columns.names, columns.names]
    : [`${shared.names}, ${columns.names}`, `${shared.parameters(2)}, ${columns.names}`];
  await forRows(
    manager,
    // Without the WHERE, SQLite takes ON for the condition of a join.
    `${columns.rows}
     INSERT INTO ${columns.table} (${into}) SELECT ${from} FROM v WHERE true
     ON CONFLICT (${key.names}) DO ${action}`,
    rows.map((row) => columns.cells(row)),
    ...shared.cells(same as Partial<{ readonly [P in keyof T & string]: T[P] }>),
  );
}

/** Where rows are looked up by an id each: `where` compares with `v.id`, with `f.name`
 * of each of the names, and with the parameters from `$3` on. */
export interface Lookup {
  readonly where: string;
  readonly names?: readonly string[];
}

/**
 * Reads what stands under ids of a connection, id after id by the key. `OFFSET 0` keeps PostgreSQL from joining the other
 * way round, which goes through all of the connection for each id while it believes the table to be small.
 */
export async function rowsById(
  manager: EntityManager,
  columns: TableColumns<unknown>,
  { where, names }: Lookup,
  connectionId: string,
  ids: readonly string[],
  ...more: readonly Value[]
): Promise<readonly RawRow[]> {
  const byName = names ? `, f(name) AS (VALUES ${names.map((name) => `('${name}')`).join(', ')})` : '';
  const keys = names ? 'v CROSS JOIN f' : 'v';
  const from = isPostgres(manager)
    ? `${keys} CROSS JOIN LATERAL (SELECT * FROM ${columns.table} WHERE connection_id = $2 AND ${where} OFFSET 0) AS t`
    : `${keys} CROSS JOIN ${columns.table} AS t WHERE connection_id = $2 AND ${where}`;
  return forRows<RawRow>(
    manager,
    `${rowsOf(manager, { id: 'text' })}${byName} SELECT ${columns.names} FROM ${from}`,
    [...new Set(ids)].map(cell),
    connectionId,
    ...more,
  );
}
