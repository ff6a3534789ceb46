import sqlite3 from 'sqlite3';

/**
 * The driver without its verbose mode, which TypeORM switches on: it renders statement and parameters of each call into
 * a text for the case that it fails. That costs a tenth of a lane's time, and puts members' data into error messages.
 */
export const quietSqlite = { ...sqlite3, verbose: () => quietSqlite } as typeof sqlite3;
