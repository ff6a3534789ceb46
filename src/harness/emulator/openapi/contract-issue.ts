/** One way in which a request or an answer departs from the contract. */
export interface ContractIssue {
  readonly in: 'operation' | 'query' | 'header' | 'body' | 'status';
  /** JSON pointer into the body. */
  readonly pointer?: string;
  /** Name of the query parameter or header. */
  readonly parameter?: string;
  readonly message: string;
}
