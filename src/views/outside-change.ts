import type { Button } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { actions, button, context, header, sections } from './blocks.ts';
import { label } from './clean.ts';
import { reasonField } from './confirm-decision.ts';
import { type Message, type Modal, message, modal } from './frames.ts';
import { input, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { code, dateToken, join, type Mrkdwn, md } from './mrkdwn.ts';
import { mentioning, type Person, peopleListed } from './people.ts';
import { counted, duration } from './wording.ts';

/** A governed alias that others moved. */
export interface OutsideChange {
  /** What people type, without `O-`. */
  readonly number: number;
  readonly model: string;
  readonly target: string;
  readonly registry: string;
  /** The version that held it, and the one that does; null for none. */
  readonly expected: string | null;
  readonly found: string | null;
  readonly kind: 'not_approved' | 'went_back' | 'removed' | 'unknown_version' | 'other';
  /** The request for the found version that was open then. */
  readonly openRequest: number | null;
  readonly noticedAt: Instant;
  /** Since when what was there was known. */
  readonly knownFor: number | null;
  readonly team: string | null;
  /** Which one of the team's this is in 30 days; 1 for the first. */
  readonly nth: number;
  readonly owner: readonly Person[];
  readonly settled: Settled | null;
  /** Opaque: what a press about it carries. */
  readonly press: string;
}

/** What became of it. */
export type Settled =
  | { readonly as: 'explained'; readonly by: string; readonly reason: string; readonly at: Instant }
  | { readonly as: 'put_back' | 'decided'; readonly request: number | null; readonly at: Instant }
  | { readonly as: 'moved_on'; readonly at: Instant };

/** Says what others changed, what is known of it, and what can be done. */
export function outsideChange(state: OutsideChange): Message {
  const { settled, owner } = state;
  const lines = [became(state), what(state), ...(settled === null ? [asks(state)] : [ended(settled, state)])];
  return message(
    [
      header(`${settled === null ? 'Changed' : 'Was changed'} outside Countersign: ${state.model} ${state.target}`),
      ...sections(lines, 700),
      ...(settled === null ? [actions(buttons(state))] : []),
      context(record(state)),
    ],
    settled === null ? owner.slice(0, 4) : [],
  );
}

function became({ expected, found, target, noticedAt }: OutsideChange): Mrkdwn {
  const from = expected === null ? md`nothing` : md`v${label(expected, 30)}`;
  const to = found === null ? md`nothing` : md`v${label(found, 30)}`;
  return md`✗ ${code(label(target, 40))} went from ${from} to ${to}. Noticed ${dateToken(noticedAt)}.`;
}

function what({ kind, found, openRequest, registry }: OutsideChange): Mrkdwn {
  const who = md`${label(registry, 40)} does not say who did it.`;
  const version = found === null ? md`` : md`v${label(found, 30)}`;
  switch (kind) {
    case 'not_approved':
      return md`R-${openRequest ?? 0} asks for ${version} and is not decided yet. ${who}`;
    case 'went_back':
      return md`${version} held it before; no request asked to go back to it. ${who}`;
    case 'removed':
      return md`The alias was taken away; whatever reads it finds no version. ${who}`;
    case 'unknown_version':
      return md`The registry has no ${version}. ${who}`;
    case 'other':
      return md`No request asked for ${version}. ${who}`;
  }
}

function asks({ owner, expected }: OutsideChange): Mrkdwn {
  const who = owner.length === 0 ? md`Whoever answers for the model` : peopleListed(owner, mentioning());
  return expected === null ? md`… ${who} says why it is right.` : md`… ${who} puts it back, or says why it is right.`;
}

function ended(settled: Settled, { expected, target }: OutsideChange): Mrkdwn {
  const at = dateToken(settled.at);
  switch (settled.as) {
    case 'explained':
      return md`✓ Explained by ${label(settled.by, 40)} ${at}: ${label(settled.reason, 400)}`;
    case 'put_back':
      return settled.request === null
        ? md`✓ Others put it back ${at}.`
        : md`✓ R-${settled.request} gave ${code(label(target, 40))} back to v${label(expected ?? '', 30)} ${at}.`;
    case 'decided':
      return md`✓ R-${settled.request ?? 0} decided what holds ${code(label(target, 40))} since, ${at}.`;
    case 'moved_on':
      return md`› Others moved it on ${at}; a newer message is about that.`;
  }
}

function buttons(state: OutsideChange): Button[] {
  const { expected, model, target, press } = state;
  const explain = button('Explain…', encodeIntent('outside-explain', { press }), {
    spoken: `Explain the change of ${model} ${target}`,
  });
  if (expected === null) return [explain];
  const back = button(`Put back v${label(expected, 30)}…`, encodeIntent('outside-put-back', { press }), {
    style: 'danger',
    spoken: `Put back v${expected} as ${target} of ${model}`,
  });
  return [back, explain];
}

function record({ number, team, nth, knownFor, expected }: OutsideChange): Mrkdwn {
  const times = ordinal(nth);
  return join(
    [
      md`O-${number}`,
      ...(knownFor === null || expected === null
        ? []
        : [md`v${label(expected, 30)} held it for ${duration(knownFor)}`]),
      team === null
        ? md`${times} in 30 days of models without a team`
        : md`${times} in 30 days for team ${label(team, 40)}`,
    ],
    ' · ',
  );
}

function ordinal(n: number): string {
  if (n === 1) return 'first outside change';
  return counted(n, 'outside change');
}

/** Asks why a change was right before it is recorded. */
export function explainOutside(state: OutsideChange): Modal {
  const intent = encodeIntent('outside-explain-submit', { press: state.press });
  return modal({ title: `Explain O-${state.number}`, submit: 'Record it', close: 'Cancel', intent }, [
    ...sections([became(state), md`What holds the alias now stays. Nothing is changed in the registry.`], 600),
    input(reasonField, 'Why it was right', textArea(reasonField, 'Who did it, and why without a request', 10), {
      hint: 'It stays on the record and is shown in the channel.',
    }),
  ]);
}

/** What the modal says before it is put back. */
export interface PutBack extends OutsideChange {
  readonly expected: string;
  /** Who must agree before it happens, as `2 people of Fraud ML`; null if it happens at once. */
  readonly needs: string | null;
}

/** Asks once more before a request to put it back is opened. */
export function putBack(state: PutBack): Modal {
  const intent = encodeIntent('outside-put-back-submit', { press: state.press });
  const submit = state.needs === null ? 'Put it back' : 'Request it';
  return modal({ title: `Put back v${label(state.expected, 14)}?`, submit, close: 'Cancel', intent }, [
    ...sections(
      [
        md`${code(label(state.target, 40))} of ${code(state.model)} goes from ${state.found === null ? md`nothing` : md`v${label(state.found, 30)}`} back to v${label(state.expected, 30)}.`,
        state.needs === null
          ? md`It happens as soon as you press, in ${label(state.registry, 40)}.`
          : md`Nothing changes yet: this needs ${label(state.needs, 200)} first.`,
      ],
      600,
    ),
    input(reasonField, 'Reason', textArea(reasonField, 'What is wrong with the change', 10), {
      hint: 'It stays on the record.',
    }),
  ]);
}
