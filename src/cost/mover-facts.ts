import type { CostDay } from '#domain/cost.ts';
import type { Mover } from '#domain/cost-report.ts';
import { reader, type SpendLine } from './dimension.ts';

/** What is known besides the bill, to say what coincides with a move. */
export interface MoverFacts {
  /** Predictions of each model in the week and in the one before. */
  readonly traffic: readonly { readonly model: string; readonly now: number; readonly before: number }[];
  /** Prices that changed within the two weeks, in percent as decimal text. */
  readonly prices: readonly { readonly service: string; readonly sku: string; readonly percent: string }[];
  /** Resources that are not used. */
  readonly idle: ReadonlySet<string>;
  /** The first day on which each resource cost something, as far back as is known. */
  readonly firstSeen: ReadonlyMap<string, CostDay>;
}

const teamOf = reader('label:team');
const modelOf = reader('label:model');

/** Whether a line belongs to what moved. */
export function isOf(line: SpendLine, move: Pick<Mover, 'team' | 'model' | 'service'>): boolean {
  return line.service === move.service && teamOf(line) === move.team && modelOf(line) === move.model;
}
