import type { CostEstimate } from '#domain/cost-estimate.ts';
import { label } from './clean.ts';
import { bold, code, join, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { costText } from './wording.ts';

/** What would run to train a model anew, in people's words. */
export interface ShownRetraining {
  /** The engine's name, as `Kubeflow Pipelines`. */
  readonly engine: string;
  readonly pipeline: string;
  /** Which of the pipeline's templates; null where the engine cannot tell. */
  readonly template: string | null;
  readonly parameters: readonly ShownParameter[];
  /** Why, as a clause: `because of new data`, `because R-12 was rejected`. */
  readonly because: string;
  readonly estimate: CostEstimate;
  /** The run once it was started, as `T-3`. */
  readonly run: string | null;
}

export interface ShownParameter {
  readonly name: string;
  readonly value: string;
  /** Whether nobody typed it for this run. */
  readonly usual: boolean;
}

/** `about €38 (€31 to €52). Median of the billed cost of 5 runs.`, or that it is unknown and what is missing. */
export function estimateText({ estimate }: Pick<ShownRetraining, 'estimate'>): Mrkdwn {
  return estimate.known
    ? md`${amountText(estimate)}. ${sentence(estimate.basis, 400)}`
    : md`unknown. ${sentence(estimate.because, 400)}`;
}

/** `about €38`, with what the runs it comes from spanned where people would see a difference. */
export function amountText({ amount, least, most, currency }: CostEstimate & { readonly known: true }): string {
  const [about, from, to] = [amount, least, most].map((one) => costText({ amount: one, currency }));
  return from === to ? `about ${about}` : `about ${about} (${from} to ${to})`;
}

/** What was typed for this run first, each on its line; the rest, as always, in one. */
export function parameterLines(parameters: readonly ShownParameter[], most: number): readonly Mrkdwn[] {
  if (parameters.length === 0) return [md`${bold('Parameters')}: none`];
  const typed = parameters.filter(({ usual }) => !usual);
  const usual = parameters.filter((one) => one.usual);
  const shown = typed.slice(0, most);
  const rest = typed.length - shown.length;
  return [
    ...(typed.length === 0 ? [] : [md`${bold('Parameters')}`, ...shown.map((one) => md`${parameterText(one)}`)]),
    ...(rest > 0 ? [md`and ${rest} more in Details`] : []),
    ...(usual.length === 0 ? [] : [usualLine(usual, most, typed.length === 0)]),
  ];
}

function usualLine(usual: readonly ShownParameter[], most: number, all: boolean): Mrkdwn {
  const shown = usual.slice(0, most).map(parameterText);
  const rest = usual.length - shown.length;
  const named = join([...shown, ...(rest > 0 ? [md`${rest} more`] : [])], ' · ');
  return all ? md`${bold('Parameters')}, all as usual: ${named}` : md`As usual: ${named}`;
}

function parameterText({ name, value }: ShownParameter): Mrkdwn {
  return code(`${label(name, 40)} = ${label(value, 60)}`);
}
