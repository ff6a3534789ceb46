import type { Json } from '../../../../contract/index.js';
import { JsonBox } from '../ui/json-box.js';
import { titleOf } from './title-of.js';

/** Something that the vendor holds: a line, and all of it when it is opened. */
export const VendorRow = ({ row }: { readonly row: Json }) => {
  const title = titleOf(row);
  return (
    <details>
      <summary className="row-title">{title}</summary>
      <JsonBox label={title} value={row} />
    </details>
  );
};
