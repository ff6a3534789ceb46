import { Code } from '@mantine/core';
import type { Json } from '../../../../contract/index.js';

/** A JSON value as text. It is never read as HTML. */
export const JsonBox = ({ label, value }: { readonly label: string; readonly value: Json }) => (
  <Code
    block
    className="code"
    role="region"
    aria-label={label}
    tabIndex={0}
    mah={420}
    style={{ overflow: 'auto' }}
  >
    {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
  </Code>
);
