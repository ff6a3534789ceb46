import { Component, type ReactNode } from 'react';
import { Failure } from '../ui/failure.js';
import { ViewNotLoaded } from './view-not-loaded.js';

interface Props {
  /** What the children are of: another address, another time that the host was there. A new one is a new try. */
  readonly of: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
  readonly of: string;
}

/** Keeps a view that fails from taking others with it, and tries again once there is something new to try. */
export class Boundary extends Component<Props, State> {
  override state: State = { error: null, of: this.props.of };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps({ of }: Props, state: State): Partial<State> | null {
    return of === state.of ? null : { of, error: null };
  }

  override componentDidCatch(error: unknown): void {
    if (error instanceof ViewNotLoaded) error.forget();
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
