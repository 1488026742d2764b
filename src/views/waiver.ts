import { capabilityDoes, capabilityName } from '#domain/capability-name.ts';
import type { Instant } from '#domain/instant.ts';
import type { Capability } from '#domain/maturity.ts';
import { actions, button, context, header, quotation, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, type Modal, message, modal } from './frames.ts';
import { input, select, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, md, sentence } from './mrkdwn.ts';

export interface WaiveForm {
  /** As its registry calls it. */
  readonly model: string;
  readonly modelId: string;
  /** The needs that are not waived; at least one. */
  readonly needs: readonly Capability[];
  /** For how many days it may be. */
  readonly days: readonly number[];
  readonly filled: { readonly capability: string; readonly days: string; readonly reason: string };
  readonly mistakes: readonly string[];
}

/** The blocks of what was filled in. */
export const waiveFields = { capability: 'waive-capability', days: 'waive-days', reason: 'waive-reason' } as const;

/** Asks which need is waived, for how long and why. */
export function waiveForm({ model, modelId, needs, days, filled, mistakes }: WaiveForm): Modal {
  const intent = encodeIntent('waive-submit', { model: modelId });
  const choices = needs.map((one) => ({ label: capabilityName(one), value: one, description: capabilityDoes(one) }));
  const lengths = days.map((one) => ({ label: `${one} days`, value: String(one) }));
  return modal({ title: 'Waive a need', submit: 'Waive it', close: 'Cancel', intent }, [
    ...sections(
      [
        md`${code(label(model, 60))} may do without it until the end you set. The channel of its team sees it now, and again when it ends; from then on the need counts by itself.`,
        ...mistakes.map((one) => md`✗ ${sentence(one, 400)}`),
      ],
      500,
    ),
    input(waiveFields.capability, 'Which need', select('capability', 'Pick one', choices, filled.capability)),
    input(waiveFields.days, 'For how long', select('days', 'Pick one', lengths, filled.days)),
    input(waiveFields.reason, 'Reason', textArea('reason', 'Why it can do without for now', 10, filled.reason), {
      hint: 'Everyone who looks at its maturity reads it.',
    }),
  ]);
}

export interface WaiverCard {
  readonly model: string;
  readonly capability: Capability;
  readonly reason: string;
  readonly approver: string;
  /** As people read it. */
  readonly approverRole: string;
  readonly grantedAt: Instant;
  readonly expiresAt: Instant;
  /** Null while it lasts. `by` is null where its time was up. */
  readonly ended: { readonly at: Instant; readonly by: string | null } | null;
  readonly press: string;
}

/** Shows everybody that a need does not count for now, and until when. */
export function waiverCard(state: WaiverCard): Message {
  const { capability, reason, ended, press } = state;
  const name = capabilityName(capability);
  const model = label(state.model, 60);
  const end = button('End it now', encodeIntent('waiver-end', { press }), {
    spoken: `End the waiver of ${name}`,
    confirm: {
      title: 'End it now?',
      text: md`${name} counts as a need of ${model} again from now on.`,
      confirm: 'End it',
      deny: 'Cancel',
    },
  });
  return message([
    header(ended === null ? `Waived: ${model} may do without ${name}` : `Waiver ended: ${model} needs ${name} again`),
    ...sections([ended === null ? lasting(state) : over(state, ended)], 600),
    quotation(reason),
    ...(ended === null ? [actions([end])] : []),
    context(md`${name}: ${capabilityDoes(capability)}`),
  ]);
}

function lasting({ approver, approverRole, expiresAt }: WaiverCard) {
  return md`${bold(label(approver, 40))} (${label(approverRole, 40)}) gave leave until ${dateToken(expiresAt, 'date')}. Until then it does not count as a gap; afterwards it does, without anybody doing anything.`;
}

function over({ approver, grantedAt }: WaiverCard, { at, by }: NonNullable<WaiverCard['ended']>) {
  const how =
    by === null
      ? md`Its time was up on ${dateToken(at, 'date')}`
      : md`${label(by, 40)} ended it on ${dateToken(at, 'date')}`;
  return md`${how}. ${label(approver, 40)} had given leave on ${dateToken(grantedAt, 'date')}. The need counts again.`;
}

/** Says below the card that a waiver ended. */
export function waiverEnded(state: WaiverCard): Message {
  const { ended, model, capability } = state;
  const how = ended === null || ended.by === null ? md`Its time is up` : md`${label(ended.by, 40)} ended it`;
  const help = code(`/mlops assess ${label(model, 60)}`);
  return message(
    sections(
      [
        md`${how}: ${bold(capabilityName(capability))} counts as a need of ${code(label(model, 60))} again. ${help} shows what it needs.`,
      ],
      600,
    ),
  );
}
