/** A promise that can be fired from outside, and wound up again. */
export interface Pokeable {
  fire(): void;
  reset(): void;
  readonly fired: Promise<void>;
}

/** @example const poke = pokeable(); setTimeout(poke.fire, 10); await poke.fired; */
export function pokeable(): Pokeable {
  let resolve: () => void = () => undefined;
  let fired = new Promise<void>((done) => (resolve = done));
  return {
    fire: () => resolve(),
    reset: () => {
      fired = new Promise<void>((done) => (resolve = done));
    },
    get fired() {
      return fired;
    },
  };
}
