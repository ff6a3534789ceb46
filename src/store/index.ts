/** The extension's tables and the SQL that TypeORM can not say portably. */
export * from './attempt.entity.js';
export * from './audience-told.entity.js';
export * from './authorization.entity.js';
export * from './connection.entity.js';
export * from './dead-letter.entity.js';
export * from './delivered.entity.js';
export * from './entities.js';
export * from './event-outbox.entity.js';
export * from './lane.entity.js';
export * from './list-member.entity.js';
export * from './list-state.entity.js';
export * from './profile-link.entity.js';
export * from './put-dead-letters.js';
export * from './sql.js';
export * from './state-mark.entity.js';
