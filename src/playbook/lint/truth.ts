/** One reading of Kleene logic, or a set of possible ones: the sum of `yes`, `no` and `unknown`. */
export type Truths = number;

export const yes = 1;
export const no = 2;
export const unknown = 4;
export const anything: Truths = yes | no | unknown;

const each = [yes, no, unknown] as const;

/** What *and* of two readings can be. */
export const both = table((a, b) => (a === no || b === no ? no : a === unknown || b === unknown ? unknown : yes));

/** What *or* of two readings can be. */
export const either = table((a, b) => (a === yes || b === yes ? yes : a === unknown || b === unknown ? unknown : no));

/** What *not* of a reading can be. */
export function opposite(truths: Truths): Truths {
  return (truths & yes ? no : 0) | (truths & no ? yes : 0) | (truths & unknown);
}

/** An operation on readings as one on sets of them, each pair worked out beforehand. */
function table(operation: (a: Truths, b: Truths) => Truths): (a: Truths, b: Truths) => Truths {
  const rows = Array.from({ length: 8 }, (_, left) =>
    Array.from({ length: 8 }, (_, right) => {
      let truths = 0;
      for (const a of each) for (const b of each) if (left & a && right & b) truths |= operation(a, b);
      return truths;
    }),
  );
  return (left, right) => rows[left]?.[right] ?? anything;
}
