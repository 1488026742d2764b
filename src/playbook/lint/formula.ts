import { anything, both, either, no, opposite, type Truths, yes } from './truth.ts';

/** Something that is not known before a request is made, with everything it can be. */
export interface Variable {
  readonly id: string;
  /** What it can be, in words, as `there is no champion`. */
  readonly values: readonly string[];
  /** Which of the values says that it is not known; null if it always is. */
  readonly unknown: number | null;
  /** Whether each value can occur whatever the other variables are. */
  readonly free: boolean;
}

/** A condition over variables. */
export type Formula =
  | { readonly kind: 'is'; readonly truths: Truths }
  | { readonly kind: 'reads'; readonly on: Variable; readonly truths: readonly Truths[] }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Formula[] }
  | { readonly kind: 'not'; readonly of: Formula };

/** Which of its values a variable has, by the variable's id; those that are left out can have any. */
export type Assignment = ReadonlyMap<string, number>;

export function is(truths: Truths): Formula {
  return { kind: 'is', truths };
}

export function all(of: readonly Formula[]): Formula {
  const [only, ...others] = of;
  return only !== undefined && others.length === 0 ? only : { kind: 'all', of };
}

export function any(of: readonly Formula[]): Formula {
  const [only, ...others] = of;
  return only !== undefined && others.length === 0 ? only : { kind: 'any', of };
}

export function not(of: Formula): Formula {
  return { kind: 'not', of };
}

/** What a formula can read: never less than it can, and exactly that once every variable in it has a value. */
export function truthsOf(formula: Formula, given: Assignment): Truths {
  switch (formula.kind) {
    case 'is':
      return formula.truths;
    case 'reads': {
      const value = given.get(formula.on.id);
      if (value !== undefined) return formula.truths[value] ?? anything;
      return formula.truths.reduce((sum, one) => sum | one, 0);
    }
    case 'all':
      return formula.of.reduce((sum, one) => both(sum, truthsOf(one, given)), yes);
    case 'any':
      return formula.of.reduce((sum, one) => either(sum, truthsOf(one, given)), no);
    case 'not':
      return opposite(truthsOf(formula.of, given));
  }
}

/** The variables of some formulas, each once, in the order they are written. */
export function variablesOf(formulas: readonly Formula[]): readonly Variable[] {
  const found = new Map<string, Variable>();
  const visit = (formula: Formula) => {
    if (formula.kind === 'reads') found.set(formula.on.id, found.get(formula.on.id) ?? formula.on);
    else if (formula.kind === 'not') visit(formula.of);
    else if (formula.kind !== 'is') for (const one of formula.of) visit(one);
  };
  for (const formula of formulas) visit(formula);
  return [...found.values()];
}

const fixed = ['model', 'from', 'requester_is'];

/** The same formula over what was so when the request was opened, which may be otherwise by the time it is judged. */
export function whenOpened(formula: Formula): Formula {
  if (formula.kind === 'is') return formula;
  if (formula.kind === 'not') return not(whenOpened(formula.of));
  if (formula.kind !== 'reads') return { kind: formula.kind, of: formula.of.map(whenOpened) };
  const { on } = formula;
  if (fixed.includes(on.id.split(' ')[0] ?? '')) return formula;
  const values = on.values.map((value) => `${value} when it is opened`);
  return { ...formula, on: { ...on, id: `opened ${on.id}`, values } };
}
