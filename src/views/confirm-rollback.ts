import type { Instant } from '#domain/instant.ts';
import { context, sections } from './blocks.ts';
import { label } from './clean.ts';
import { reasonField } from './confirm-decision.ts';
import { type Modal, modal } from './frames.ts';
import { input, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { code, dateToken, md } from './mrkdwn.ts';
import { versionName } from './request-facts.ts';

export interface ConfirmRollback {
  readonly code: string;
  readonly model: string;
  readonly target: string;
  readonly registry: string;
  readonly from: string;
  readonly to: string;
  /** When `to` last held the target, if that is known. */
  readonly toHeldUntil: Instant | null;
  /** Who must agree before it happens, as `2 people of fraud-ml`; null if it happens at once. */
  readonly needs: string | null;
  readonly press: string;
  /** The alert that it is because of, as `D-12`, with what a press on its message carries; left out for none. */
  readonly because?: { readonly alert: string; readonly press: string; readonly confirmed: string };
}

/** Asks once more before a rollback: what becomes what, and whether others must agree first. */
export function confirmRollback(state: ConfirmRollback): Modal {
  const alias = code(label(state.target, 40));
  const until = state.toHeldUntil === null ? md`` : md`, which was ${alias} until ${dateToken(state.toHeldUntil)}`;
  const submit = state.needs === null ? 'Roll back' : 'Request rollback';
  const { because } = state;
  const intent =
    because === undefined
      ? encodeIntent('rollback-submit', { press: state.press })
      : encodeIntent('alert-rollback-submit', { press: because.press, confirmed: because.confirmed });
  return modal({ title: `Roll back ${label(state.code, 12)}?`, submit, close: 'Cancel', intent }, [
    ...sections(
      [
        md`${alias} of ${code(state.model)} goes from ${versionName(state.from)} back to ${versionName(state.to)}${until}.`,
        state.needs === null
          ? md`It happens as soon as you press, in ${label(state.registry, 40)}.`
          : md`Nothing changes yet: this needs ${label(state.needs, 200)} first.`,
      ],
      600,
    ),
    input(reasonField, 'Reason', textArea(reasonField, 'What went wrong', 10), { hint: 'It stays on the record.' }),
    context(
      md`Rolls back what was promoted with code ${code(state.code)}${because === undefined ? '' : `, because of drift alert ${label(because.alert, 12)}`}`,
    ),
  ]);
}
