import type { EntityManager } from 'typeorm';
import {
  addPulses,
  addTallies,
  delayEvents,
  deleteEvents,
  deleteMarks,
  deleteMoving,
  freezeTargets,
  postponeMarks,
  putAccepted,
  putDeadLetters,
  putLinks,
  raiseMarks,
  recordDelivered,
} from '../../store/index.js';
import type { LaneContext } from '../context/lane-context.js';
import { settleMarks } from '../marks/settled-marks.js';
import type { RowChanges } from './verdict.js';
import { writeClosing } from './write-closing.js';
import { writeJobChange } from './write-job-change.js';
import { writeListPlaces } from './write-list-places.js';

/** Where rows are written, and by whose cursors they are read, if anybody's. */
export type WriteScope = Pick<LaneContext, 'connectionId'> & Partial<Pick<LaneContext, 'cursors'>>;

/**
 * Writes what a verdict changes. Links before marks: a mark that goes says that its link is written.
 *
 * @param now epoch milliseconds
 */
export async function writeRows(
  manager: EntityManager,
  lane: WriteScope,
  rows: RowChanges,
  now: number,
): Promise<void> {
  const { connectionId } = lane;
  if (rows.links?.length) await putLinks(manager, connectionId, rows.links, now);
  if (rows.acceptedLinks?.length) await putAccepted(manager, connectionId, rows.acceptedLinks, now);
  if (rows.identifiersGone?.length) await deleteMoving(manager, connectionId, rows.identifiersGone);
  if (rows.job) await writeJobChange(manager, rows.job);
  for (const places of rows.places ?? []) await writeListPlaces(manager, connectionId, places, now);
  await writeEvents(manager, connectionId, rows, now);
  if (rows.marksSettled?.length && (await settleMarks(manager, connectionId, rows.marksSettled, now))) {
    lane.cursors?.rewindMarks();
  }
  if (rows.marksGone?.length) await deleteMarks(manager, connectionId, rows.marksGone);
  if (rows.marksPutOff?.length) await postponeMarks(manager, connectionId, rows.marksPutOff);
  if (rows.marksRaised?.length) {
    await raiseMarks(
      manager,
      rows.marksRaised.map((mark) => ({ connectionId, ...mark })),
    );
  }
  if (rows.letters?.length) await putDeadLetters(manager, rows.letters);
  if (rows.tallies?.length) await addTallies(manager, connectionId, rows.tallies, now);
  if (rows.pulses?.length) await addPulses(manager, connectionId, rows.pulses, now);
  for (const closing of rows.closings ?? []) await writeClosing(manager, connectionId, closing);
}

async function writeEvents(
  manager: EntityManager,
  connectionId: string,
  { targets, eventsPutOff, eventsGone, eventsHandled }: RowChanges,
  now: number,
): Promise<void> {
  if (targets?.length) {
    const frozen = targets.map(({ eventId, target }) => ({
      eventId,
      frozen: target === null ? null : JSON.stringify(target),
    }));
    await freezeTargets(manager, connectionId, frozen);
  }
  if (eventsPutOff) await delayEvents(manager, connectionId, eventsPutOff.delays, eventsPutOff.code);
  if (eventsGone?.length) await deleteEvents(manager, connectionId, eventsGone);
  if (eventsHandled?.length) await recordDelivered(manager, connectionId, eventsHandled, now);
}
