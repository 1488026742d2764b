/** One sentence of a rendered policy, with what belongs under it. */
export interface Line {
  /** What the sentence is about, as the name of a rule; null for most. */
  readonly lead: string | null;
  readonly text: string;
  /** Nobody wrote it: it is what the language takes in its place. */
  readonly default: boolean;
  /** The playbook above this one that says it, in quotation marks, or the baseline; null for the playbook itself. */
  readonly from: string | null;
  readonly under: readonly Line[];
}

/** Where something stands: here, above, or nowhere. */
export type Origin = Pick<Line, 'default' | 'from'>;

export const here: Origin = { default: false, from: null };
export const byDefault: Origin = { default: true, from: null };

export function line(text: string, origin: Origin = here, under: readonly Line[] = []): Line {
  return { lead: null, text, default: origin.default, from: origin.from, under };
}

export function led(lead: string, said: Line): Line {
  return { ...said, lead };
}

/** A part of the page; `id` is the same in every rendering. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly Line[];
}
