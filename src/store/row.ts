/** An entity's columns as plain data: what is read of a row, and handed around. */
export type Row<T> = { readonly [Column in keyof T]: T[Column] };
