import { Component, type ReactNode } from 'react';
import { Failure } from '../ui/failure.js';

interface State {
  readonly error: Error | null;
}

/** Keeps a view that fails from taking the whole page with it. */
export class Boundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    return error ? (
      <Failure error={error} onRetry={() => this.setState({ error: null })} />
    ) : (
      this.props.children
    );
  }
}
