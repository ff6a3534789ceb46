import { InvalidArgumentError } from 'commander';

const MOST_MEMBERS = 1_000_000;
const FASTEST = 1000;

/** Reads the values of flags; commander turns the error into its sentence and exit code. */
export const flagParsers = {
  port: (value: string): number => whole(value, 65_535, 'A port is a number from 0 to 65535.'),
  members: (value: string): number =>
    whole(value, MOST_MEMBERS, `Members are a number from 0 to ${MOST_MEMBERS}.`),
  rate: (value: string): number => {
    const rate = /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
    if (rate >= 0 && rate <= FASTEST) return rate;
    throw new InvalidArgumentError(`A rate is 0 to ${FASTEST} events per second.`);
  },
  ids: (value: string): readonly string[] => value.split(',').filter((id) => id !== ''),
  url: (value: string): string => {
    if (/^https?:\/\//.test(value) && URL.canParse(value)) return new URL(value).origin;
    throw new InvalidArgumentError('This is a URL, as http://127.0.0.1:4000.');
  },
  klaviyo: (value: string): string => (value === 'live' ? value : flagParsers.url(value)),
} as const;

function whole(value: string, most: number, sentence: string): number {
  const number = /^\d{1,7}$/.test(value) ? Number(value) : NaN;
  if (number <= most) return number;
  throw new InvalidArgumentError(sentence);
}
