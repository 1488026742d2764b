import type { KnownBlock } from '@slack/types';
import { becauseClause, causeNamed } from '#domain/retraining.ts';
import { context, sections } from './blocks.ts';
import { label, size } from './clean.ts';
import { type Modal, modal } from './frames.ts';
import { type Choice, externalSelect, input, select, textLine } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, md, sentence } from './mrkdwn.ts';

/** A modal holds a hundred blocks. */
const mostInputs = 80;

export interface RetrainForm {
  /** What is picked; `value` is the shell's own key. */
  readonly model: Choice | null;
  /** What runs, once a model is picked: the engine's name and the pipeline. */
  readonly runs: { readonly engine: string; readonly pipeline: string } | null;
  readonly fields: readonly RetrainField[];
  /** The alert or rejected request that it is because of, as `D-12` or `R-12`: then the model is settled. Null for none. */
  readonly cause: string | null;
  /** Everything that is wrong with what was filled in, as sentences. */
  readonly mistakes: readonly string[];
}

export interface RetrainField {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'list' | 'map';
  readonly description: string;
  /** What is filled in; empty for nothing. */
  readonly value: string;
  readonly required: boolean;
}

/** The block id of a parameter's field, and back. Those of another model differ, so that Slack forgets what was typed. */
function parameterField(model: string, name: string): string {
  return `parameter ${model} ${name}`;
}

/** What is filled in, by parameter. */
export function parametersFilled(model: string, values: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const start = parameterField(model, '');
  return Object.fromEntries(
    [...values].filter(([id]) => id.startsWith(start)).map(([id, value]) => [id.slice(start.length), value]),
  );
}

/** Asks which model to retrain, and with what, as the pipeline takes it. */
export function retrainForm({ model, runs, fields, cause, mistakes }: RetrainForm): Modal {
  const key = model?.value ?? null;
  const ready = model !== null && runs !== null;
  const intent = encodeIntent('retrain-form', { model: key, cause });
  return modal({ title: 'Retrain a model', close: 'Cancel', intent, submit: 'Continue' }, [
    ...(mistakes.length === 0
      ? []
      : sections([md`${bold('Not yet')}`, ...mistakes.map((one) => md`✗ ${sentence(one, 2000)}`)], 2500)),
    ...modelPart(model, cause),
    ...(ready && key !== null ? picked(key, runs, fields) : [context(md`Pick a model to see what its pipeline takes`)]),
  ]);
}

function modelPart(model: Choice | null, cause: string | null): KnownBlock[] {
  if (model !== null && cause !== null) {
    return sections([
      md`Retrain ${code(label(model.label, 60))} ${becauseClause('drift', causeNamed(label(cause, 20)))}`,
    ]);
  }
  const pick = externalSelect('retrain-pick-model', 'Search models', model);
  return [input('model', 'Model', pick, { dispatch: true, hint: 'Type a part of its name.' })];
}

function picked(model: string, runs: NonNullable<RetrainForm['runs']>, fields: readonly RetrainField[]): KnownBlock[] {
  const shown = fields.filter((field) => fits(model, field)).slice(0, mostInputs);
  const left = fields.length - shown.length;
  return [
    ...sections([
      md`${code(runs.pipeline)} in ${runs.engine} runs. Nothing starts before you have seen what it takes.`,
    ]),
    ...shown.map((field) => fieldOf(model, field)),
    ...(left > 0 ? [context(md`${left} more parameters stay as usual; ${code('/mlops retrain')} can set them`)] : []),
    ...(fields.length === 0 ? [context(md`This pipeline takes no parameters`)] : []),
  ];
}

/** Whether Slack takes the field: its id and what is filled in have bounds. */
function fits(model: string, { name, value }: RetrainField): boolean {
  return size(parameterField(model, name)) <= 255 && size(value) <= 3000;
}

function fieldOf(model: string, { name, type, description, value, required }: RetrainField): KnownBlock {
  const id = parameterField(model, name);
  const options = { optional: !(required && value === ''), ...(description === '' ? {} : { hint: description }) };
  if (type === 'boolean') {
    const choices = ['true', 'false'].map((one) => ({ label: one, value: one }));
    return input(id, name, select('value', 'As usual', choices, value === '' ? null : value), options);
  }
  return input(id, name, textLine('value', placeholders[type], value), options);
}

const placeholders = {
  text: 'Text',
  integer: 'A whole number',
  number: 'A number',
  list: 'A JSON list, as ["a","b"]',
  map: 'A JSON map, as {"a":1}',
} as const;
