import type { KnownBlock } from '@slack/types';
import type { BudgetState } from '#domain/budget.ts';
import { becauseClause, causeNamed } from '#domain/retraining.ts';
import { context, sections } from './blocks.ts';
import { budgetLeftLines } from './budget-left.ts';
import { clean, clip, label } from './clean.ts';
import { type Modal, modal } from './frames.ts';
import { gateSentence } from './gates.ts';
import { input, select, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, type Mrkdwn, md } from './mrkdwn.ts';
import { missingText } from './needs.ts';
import type { Gate, Need } from './request-facts.ts';
import { estimateText, parameterLines, type ShownRetraining } from './retraining.ts';

/** The block ids of the fields: why, in a word and in words. */
export const retrainingFields = { code: 'reason-code', reason: 'reason' } as const;

export interface ConfirmRetraining {
  /** The shell's key of the model, and its name. */
  readonly key: string;
  readonly model: string;
  /** The digest of what is shown here. */
  readonly plan: string;
  readonly retraining: Pick<ShownRetraining, 'engine' | 'pipeline' | 'parameters' | 'estimate'>;
  /** How the budgets stand that the run counts towards. */
  readonly budgets: readonly BudgetState[];
  readonly playbook: string;
  /** Who would have to agree. */
  readonly needs: readonly Need[];
  readonly gates: readonly Gate[];
  /** Why nobody is asked, as a sentence; null where people are. */
  readonly auto: string | null;
  /** Why it could not be approved as things are, as a clause; null if it could. */
  readonly blocked: string | null;
  readonly codes: readonly { readonly value: string; readonly label: string }[];
  readonly reasonCode: string | null;
  /** The alert or rejected request that it is because of, as `D-12` or `R-12`: then no word is asked for. Null for none. */
  readonly cause: string | null;
  readonly reason: string;
}

/** What would run, what it may cost and who has to agree, before anybody asks for it; and why. */
export function confirmRetraining(state: ConfirmRetraining): Modal {
  const { key, plan, model, retraining, cause, reason } = state;
  const intent = encodeIntent('retrain-submit', { model: key, plan, cause });
  const atOnce = state.auto !== null && state.gates.length === 0;
  return modal({ title: 'Retrain?', submit: atOnce ? 'Start the run' : 'Ask for it', close: 'Cancel', intent }, [
    ...sections(
      [
        md`Retrain ${code(model)} with ${code(retraining.pipeline)} in ${label(retraining.engine, 40)}`,
        ...(cause === null
          ? []
          : [md`${bold('Because')}${becauseClause('drift', causeNamed(label(cause, 20))).replace(/^because/, '')}`]),
        md`${bold('Cost')}: ${estimateText(retraining)}`,
        ...budgetLeftLines(state.budgets, retraining.estimate.known ? retraining.estimate : null),
        ...parameterLines(retraining.parameters, 20),
        ...policyLines(state),
      ],
      700,
    ),
    ...codePart(state),
    input(
      retrainingFields.reason,
      'Reason',
      { ...textArea('reason', 'What you hope for'), ...filled(reason) },
      {
        optional: true,
        hint: 'Everyone who is asked to agree reads it.',
      },
    ),
    context(
      md`One run is started. What it makes changes nothing before a promotion of its own · playbook “${label(state.playbook, 80)}”`,
    ),
  ]);
}

function codePart({ codes, reasonCode, cause }: ConfirmRetraining): KnownBlock[] {
  if (cause !== null) return [];
  return [input(retrainingFields.code, 'Because of', select('code', 'Pick one', codes, reasonCode))];
}

function filled(reason: string): { initial_value?: string } {
  const shown = clip(clean(reason), 2000);
  return shown === '' ? {} : { initial_value: shown };
}

function policyLines({ needs, gates, auto, blocked }: ConfirmRetraining): readonly Mrkdwn[] {
  const missing = missingText(needs);
  const asked =
    auto !== null
      ? [md`✓ Nobody has to agree: ${label(auto, 300)}`]
      : missing === null
        ? []
        : [md`${bold('Needs')}: ${missing}`];
  return [
    ...asked,
    ...gates.slice(0, 4).map((gate) => md`… ${gateSentence(gate, 'the run')}`),
    ...(blocked === null ? [] : [md`✗ As things are it could not be approved: ${label(blocked, 300)}.`]),
  ];
}
