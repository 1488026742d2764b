import type { KnownBlock } from '@slack/types';
import { context, sections } from './blocks.ts';
import { type Modal, modal } from './frames.ts';
import { type Choice, externalSelect, input, select, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, md, sentence } from './mrkdwn.ts';
import { versionName } from './request-facts.ts';

export interface RequestPromotion {
  /** The channel it was asked in, if any: carried through to the submission. */
  readonly channel: string | null;
  /** What is picked so far; `value` is the shell's own key, at most 75 characters. */
  readonly model: Choice | null;
  readonly version: Choice | null;
  /** The aliases this model may be promoted to; empty until a model is picked. */
  readonly targets: readonly Choice[];
  readonly target: string | null;
  /** What the picked target holds now. */
  readonly champion: { readonly version: string } | null;
  /** Something the person must know first, with the next step, as `No playbook governs …`. */
  readonly notice: string | null;
}

/** The block ids of the fields. That of the version changes with the model, so that Slack forgets the old pick. */
export function promotionFields(model: string | null) {
  return { model: 'model', version: `version ${model ?? ''}`.trim(), target: 'target', reason: 'reason' } as const;
}

/** Asks what to promote: model, then version and target, then why. */
export function requestPromotion(state: RequestPromotion): Modal {
  const { model, channel, notice } = state;
  const ids = promotionFields(model?.value ?? null);
  const intent = encodeIntent('promote-submit', { channel, model: model?.value ?? null });
  const pickModel = externalSelect('promote-pick-model', 'Search models', model);
  return modal({ title: 'Request a promotion', submit: 'Request', close: 'Cancel', intent }, [
    ...(notice === null ? [] : sections([md`${bold('Not yet')}: ${sentence(notice, 400)}`], 500)),
    input(ids.model, 'Model', pickModel, { dispatch: true, hint: 'Type a part of its name.' }),
    ...(model === null ? [context(md`Pick a model to choose its version and target.`)] : picked(state, model)),
  ]);
}

function picked(state: RequestPromotion, model: Choice): KnownBlock[] {
  const ids = promotionFields(model.value);
  const { version, targets, target, champion } = state;
  const targetField =
    targets.length === 0
      ? context(md`No playbook lets ${code(model.label)} be promoted. Ask those who own the playbooks to add one.`)
      : input(ids.target, 'Promote to', select('promote-pick-target', 'Pick a target', targets, target), {
          dispatch: true,
        });
  const replaces = target === null || targets.length === 0 ? [] : [context(replacesText(champion))];
  return [
    input(ids.version, 'Version', externalSelect('promote-pick-version', 'Newest first', version)),
    targetField,
    ...replaces,
    input(ids.reason, 'Reason', textArea(ids.reason, 'What is better, and why now', 10), {
      hint: 'Everyone who is asked to approve reads it.',
    }),
  ];
}

function replacesText(champion: { readonly version: string } | null) {
  return champion === null
    ? md`No version holds it yet. Nothing changes before the playbook is met.`
    : md`It replaces ${versionName(champion.version)}. Nothing changes before the playbook is met.`;
}
