import { ValidateIf } from 'class-validator';

/**
 * A setting that may be left out and then has its default. Unlike class-validator's own `IsOptional` it does not let
 * `null` pass, and so agrees with the JSON Schema.
 */
export const MayBeAbsent = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);
