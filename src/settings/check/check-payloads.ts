import type { Issue } from '../../contract/index.js';
import { EVENT_PROPERTY } from '../../mapping/index.js';
import type { PayloadSettings } from '../sections/payload-settings.js';
import type { Settings } from '../settings.js';

const OWN: ReadonlySet<string> = new Set(Object.values(EVENT_PROPERTY).map((name) => name.toLowerCase()));

/** A pointer and a dotted path may name the same field. */
const place = (field: string): string =>
  field.startsWith('/') ? field.slice(1).replaceAll('/', '.') : field;

function rowIssues({ only, leaveOut, rename, valueIn }: PayloadSettings, path: string): readonly Issue[] {
  if (only.length + leaveOut.length + rename.length === 0 && valueIn === 'same')
    return [
      {
        path,
        code: 'nothing_chosen',
        message: 'This row changes nothing: choose fields or a unit, or take it out.',
      },
    ];
  const kept = new Set(only.map(place));
  const gone = new Set(leaveOut.map(place));
  const contradictions = leaveOut.flatMap((field, index): Issue[] =>
    kept.has(place(field))
      ? [
          {
            path: `${path}/leaveOut/${index}`,
            code: 'kept_and_left_out',
            message: 'This field is both the only one that goes and left out; take it out of one of them.',
          },
        ]
      : [],
  );
  const sources = new Set<string>();
  const names = rename.flatMap(({ from, to }, index): Issue[] => {
    const at = `${path}/rename/${index}`;
    if (sources.has(place(from)))
      return [{ path: `${at}/from`, code: 'duplicate', message: 'This field has another name already.' }];
    sources.add(place(from));
    if (gone.has(place(from)))
      return [
        {
          path: `${at}/from`,
          code: 'renamed_and_left_out',
          message: 'This field is left out, so it needs no name; take it out of one of them.',
        },
      ];
    return OWN.has(to.toLowerCase())
      ? [
          {
            path: `${at}/to`,
            code: 'reserved_name',
            message: 'The extension fills this property itself; choose another name.',
          },
        ]
      : [];
  });
  return [...contradictions, ...names];
}

/** Rows that give one event type, or all of them, two units. */
function unitIssues(payloads: readonly PayloadSettings[]): readonly Issue[] {
  const units = new Map<string, string>();
  return payloads.flatMap(({ types, valueIn }, index): Issue[] => {
    if (valueIn === 'same') return [];
    const own = types.length === 0 ? [''] : types;
    const conflict = own.some((type) => (units.get(type) ?? valueIn) !== valueIn);
    for (const type of own) if (!units.has(type)) units.set(type, valueIn);
    return conflict
      ? [
          {
            path: `/events/payloads/${index}/valueIn`,
            code: 'value_conflict',
            message: 'Another row tells the value of these event types in something else; agree on one.',
          },
        ]
      : [];
  });
}

/** What is wrong with the mapping of payloads: rows that contradict themselves, each other, or change nothing. */
export const payloadIssues = ({ events: { payloads } }: Settings): readonly Issue[] => [
  ...payloads.flatMap((row, index) => rowIssues(row, `/events/payloads/${index}`)),
  ...unitIssues(payloads),
];
