/** A part of the tour: one thing that people use the app for. */
export interface TourChapter {
  readonly title: string;
  readonly steps: readonly TourStep[];
}

export interface TourStep {
  readonly title: string;
  /** A sentence or two; what stands between backticks is shown as code. */
  readonly text: string;
  /** Who acts, by name, and in which channel; the page goes there when the step is done for the reader. */
  readonly as: string;
  readonly channel: string;
  readonly act: TourAct;
  /** Words of a message of that channel which says that the step is done, whoever did it and however. */
  readonly shows: string;
}

/** What a person would do by hand. */
type TourAct =
  | { readonly kind: 'command'; readonly command: string; readonly text: string }
  /** Presses a button of the newest message that has it and contains these words, and sends the form with the text, if it asks for any. */
  | {
      readonly kind: 'press';
      readonly message: string;
      readonly button: string;
      readonly fill: string;
      /** How long the message may still be on its way, where no step before brings it; no time, if left out. */
      readonly comesWithinMs?: number;
    }
  /** Moves the clock, again and again up to so often, until the step is done. */
  | { readonly kind: 'clock'; readonly advanceMs: number; readonly atMost: number };
