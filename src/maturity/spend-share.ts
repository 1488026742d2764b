import { add, compare, type Decimal, decimal } from '#domain/decimal.ts';
import type { SpendFacts } from '#domain/maturity-operation.ts';
import { recordsOf, type Scope } from './scope.ts';
import type { Measured } from './signals/define.ts';

/** A part of the spend by the whole of it. Sums are exact; two currencies are never added. */
export function spendShare({ facts }: Scope, part: (spend: SpendFacts) => string): Measured {
  const spend = recordsOf(facts, 'spend');
  const trouble = notSummable(spend);
  if (trouble !== null) return { unknown: trouble };
  const whole = sum(spend.map(({ total }) => total));
  if (compare(whole, decimal(0)) <= 0) return { unknown: 'Nothing was spent in the window.' };
  return { value: quotient(sum(spend.map(part)), whole), of: spend.length, missed: [], proof: null };
}

/** What serving a thousand predictions costs, in the currency of the spend. */
export function costPerThousand({ facts }: Scope): Measured {
  const spend = recordsOf(facts, 'spend');
  const trouble = notSummable(spend);
  if (trouble !== null) return { unknown: trouble };
  const serving = spend.flatMap((line) => line.serving ?? []);
  const predictions = serving.reduce((total, line) => total + line.predictions, 0);
  if (predictions === 0) return { unknown: 'No predictions are counted.' };
  const amount = sum(serving.map((line) => line.amount));
  return { value: quotient(amount, decimal(predictions)) * 1000, of: serving.length, missed: [], proof: null };
}

function notSummable(spend: readonly SpendFacts[]): string | null {
  const currencies = [...new Set(spend.map(({ currency }) => currency))];
  return currencies.length > 1 ? `The spend is in ${currencies.join(' and ')}, which are not added.` : null;
}

function sum(amounts: readonly string[]): Decimal {
  return amounts.map(decimal).reduce(add, decimal(0));
}

/** Shown and held against a bar only, so a double is enough. */
function quotient(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const units = ({ units, scale: own }: Decimal) => Number(units * 10n ** BigInt(scale - own));
  return units(a) / units(b);
}
