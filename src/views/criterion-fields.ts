import type { KnownBlock } from '@slack/types';
import { criterionOperators } from '#domain/criterion-operator.ts';
import { sections } from './blocks.ts';
import { label } from './clean.ts';
import { datePicker, externalSelect, input, select, textLine } from './inputs.ts';
import { bold, md, sentence } from './mrkdwn.ts';
import { listed } from './wording.ts';

/** What a person filled in of what the next candidate has to show; each empty for nothing. */
export interface CriterionFilled {
  readonly metric: string;
  /** As `region=EU`. */
  readonly slice: string;
  readonly op: string;
  readonly value: string;
  /** As `2026-11-30`. */
  readonly due: string;
}

/** The part of a rejection's modal that sets a criterion. */
export interface CriterionForm {
  /** Parts of the data that the rejected version was measured on, as `region=EU`. */
  readonly slices: readonly string[];
  /** What was filled in before, where the modal is shown again; null for nothing. */
  readonly filled: CriterionFilled | null;
  /** Everything that is wrong with it, as sentences. */
  readonly mistakes: readonly string[];
}

/** What the metric picker is called, for whoever offers its options. */
export const criterionMetricPicker = 'criterion-metric';

const empty: CriterionFilled = { metric: '', slice: '', op: '', value: '', due: '' };

const blockIds = {
  metric: criterionMetricPicker,
  slice: 'criterion-slice',
  op: 'criterion-op',
  value: 'criterion-value',
  due: 'criterion-due',
} as const;

/** What a sent modal says of the criterion, by block id. */
export function criterionFilled(values: ReadonlyMap<string, string>): CriterionFilled {
  const of = (key: keyof CriterionFilled) => values.get(blockIds[key])?.trim() ?? '';
  return { metric: of('metric'), slice: of('slice'), op: of('op'), value: of('value'), due: of('due') };
}

/** Asks what the next candidate has to show; everything in it may be left empty. */
export function criterionFields({ slices, filled, mistakes }: CriterionForm): KnownBlock[] {
  const { metric, slice, op, value, due } = filled ?? empty;
  const optional = { optional: true };
  const measured = listed(slices.map((one) => label(one, 40)));
  return [
    ...sections([
      md`${bold('What the next candidate has to show')}`,
      md`Leave it empty to demand nothing. What you set is evidence of the model's next requests for this target until a promoted version meets it.`,
      ...mistakes.map((one) => md`✗ ${sentence(one, 400)}`),
    ]),
    input(
      blockIds.metric,
      'Metric',
      externalSelect(blockIds.metric, 'Search metrics', metric === '' ? null : { label: metric, value: metric }),
      { ...optional, hint: 'Type a part of its name; one that was never measured can be typed whole.' },
    ),
    input(
      blockIds.op,
      'Has to be',
      select(blockIds.op, 'Pick one', criterionOperators, op === '' ? '>=' : op),
      optional,
    ),
    input(blockIds.value, 'Number', textLine(blockIds.value, 'As 0.85', value), optional),
    input(blockIds.slice, 'Only for a part of the data', textLine(blockIds.slice, 'As region=EU', slice), {
      ...optional,
      ...(slices.length === 0 ? {} : { hint: `Measured so far: ${measured}.` }),
    }),
    input(blockIds.due, 'Until', datePicker(blockIds.due, due === '' ? null : due), {
      ...optional,
      hint: 'After this day it is not demanded any more. Leave it empty to demand it for as long as it takes.',
    }),
  ];
}
