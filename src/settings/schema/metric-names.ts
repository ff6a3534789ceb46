import { IsObject, ValidateBy } from 'class-validator';
import { allOf } from './all-of.js';
import { described, type Field } from './field.js';
import { MayBeAbsent } from './may-be-absent.js';
import { metricNamesProblems } from './metric-names-problems.js';

/** The validator's name, by which the schema finds its keywords. */
export const METRIC_NAMES = 'metricNames';

/** Metric names by event type. */
export const MetricNames = (field: Field): PropertyDecorator =>
  allOf(
    MayBeAbsent(),
    IsObject({ message: 'Give an object: event types and their names.' }),
    ValidateBy(
      { name: METRIC_NAMES, validator: { validate: (value) => metricNamesProblems(value).length === 0 } },
      { message: 'Give event types and, for each, a name.' },
    ),
    described(field),
  );
