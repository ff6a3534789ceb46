import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import type { Logger } from '../../../contract/index.js';
import { toldError } from './told-error.js';

/** Fields that never reach the log, at the top and one level down. A net: who logs must not log these at all. */
const SECRET = [
  'token',
  'access_token',
  'refresh_token',
  'accessToken',
  'refreshToken',
  'code_verifier',
  'codeVerifier',
  'clientSecret',
  'client_secret',
  'authorization',
  'Authorization',
  'cookie',
  'email',
  'emailAddress',
  'phone',
  'phone_number',
  'telephoneNumber',
];

/** What a fault's, an errno's or an SQL state's code looks like, and an OAuth code does not. */
const STABLE_CODE = /^([a-z]+(_[a-z0-9]+)*|[A-Z]+(_[A-Z0-9]+)*|\d[0-9A-Z]{4})$/;

/**
 * JSON lines for the log. `LOG_LEVEL` says from which level on, `info` by default.
 *
 * @param destination stderr when left out: stdout belongs to the command line's answers
 */
export function pinoLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: {
      paths: [...SECRET, 'code'].flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: hide,
    },
    serializers: { error: toldError, err: toldError, cause: toldError },
  };
  return wrap(pino(options, destination ?? pino.destination({ dest: 2, sync: true })));
}

function hide(value: unknown, path: string[]): unknown {
  const named = path.at(-1) === 'code' && typeof value === 'string' && STABLE_CODE.test(value);
  return named ? value : '[hidden]';
}

function wrap(logger: Pino): Logger {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => wrap(logger.child(fields)),
  };
}
