import type { EngineFaults } from './engine.ts';

/** The switchboard, and what a step that ends or begins meets. */
export interface FaultSwitches {
  readonly faults: EngineFaults;
  /** The message a step of this name fails with now, or null; each one met counts down. */
  failing(step: string): string | null;
  factor(): number;
}

export function faultSwitches(): FaultSwitches {
  const failing = new Map<string, { readonly message: string; left: number }>();
  let factor = 1;
  return {
    faults: {
      failStep: (step, message, times = Number.POSITIVE_INFINITY) => void failing.set(step, { message, left: times }),
      slow: (times) => {
        factor = times;
      },
      clear: () => {
        failing.clear();
        factor = 1;
      },
    },
    failing(step) {
      const fault = failing.get(step);
      if (fault === undefined) return null;
      fault.left -= 1;
      if (fault.left <= 0) failing.delete(step);
      return fault.message;
    },
    factor: () => factor,
  };
}
