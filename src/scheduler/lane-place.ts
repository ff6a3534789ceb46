/** A place for one running lane, as pg-boss knows it: a worker that fetches the next lane when the last has ended. */
export interface LanePlace {
  /** The worker's id; empty until it is there. */
  id: string;
  busy: boolean;
}

/** Which place fetches next: in turn, so that two lanes that fall due together wake two places. */
export class LanePlaces {
  readonly all: LanePlace[] = [];
  private turn = 0;

  add(): LanePlace {
    const place = { id: '', busy: false };
    this.all.push(place);
    return place;
  }

  get running(): number {
    return this.all.filter(({ busy }) => busy).length;
  }

  /** `null` where all are busy: each fetches anyway when it has ended. */
  nextFree(): LanePlace | null {
    for (let step = 0; step < this.all.length; step += 1) {
      this.turn = (this.turn + 1) % this.all.length;
      const place = this.all[this.turn];
      if (place && !place.busy && place.id !== '') return place;
    }
    return null;
  }
}
