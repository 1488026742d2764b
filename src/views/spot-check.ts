import { capabilityName } from '#domain/capability-name.ts';
import type { Instant } from '#domain/instant.ts';
import type { Capability } from '#domain/maturity.ts';
import { actions, button, context, header, quotation, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, type Modal, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { numberButton } from './maturity-number-button.ts';
import { bold, code, dateToken, md } from './mrkdwn.ts';
import { onRecordForm } from './on-record.ts';

/** A verified claim whose owner is asked to show what is behind it. */
export interface SpotCheck {
  /** As its registry calls it. */
  readonly model: string;
  readonly capability: Capability;
  readonly drawnAt: Instant;
  /** Null while nobody has answered. */
  readonly answered: {
    readonly by: string;
    readonly at: Instant;
    readonly shown: boolean;
    readonly note: string;
  } | null;
  /** What a button carries of the model; null where no registry has it any more. */
  readonly scope: string | null;
  readonly press: string;
}

export interface SpotCheckForm extends Pick<SpotCheck, 'model' | 'capability' | 'press'> {
  /** How many days the answer counts. */
  readonly countsDays: number;
  readonly filled: { readonly shown: string; readonly note: string };
  readonly mistakes: readonly string[];
}

/** The blocks of what was filled in. */
export const spotCheckFields = { shown: 'spot-check-shown', note: 'spot-check-note' } as const;

/** Asks the owner of a model to show what a record says is there. */
export function spotCheck(state: SpotCheck): Message {
  const { capability, answered, drawnAt } = state;
  const name = code(label(state.model, 60));
  const what = bold(capabilityName(capability));
  if (answered !== null) {
    const { by, at, shown, note } = answered;
    const said = shown
      ? md`✓ ${label(by, 40)} showed on ${dateToken(at, 'date')} where ${what} of ${name} can be seen:`
      : md`✗ ${label(by, 40)} said on ${dateToken(at, 'date')} that ${what} of ${name} is not there, although its records say so:`;
    return message([
      header(shown ? 'Spot check: shown' : 'Spot check: not there'),
      ...sections([said]),
      quotation(note),
      ...(state.scope === null ? [] : [actions([evidence(state, state.scope)])]),
    ]);
  }
  const press = button('Answer…', encodeIntent('spot-check-open', { press: state.press }), {
    style: 'primary',
    spoken: `Show what is behind ${capabilityName(capability)} of ${label(state.model, 40)}`,
  });
  return message([
    header('Spot check: can you show this?'),
    ...sections(
      [
        md`${what}: every signal says that ${name} has it, and that it is proven. Each week one such claim is drawn by lot, and its owner asked where others can see it. This week it is yours.`,
      ],
      500,
    ),
    actions([press, ...(state.scope === null ? [] : [evidence(state, state.scope)])]),
    context(
      md`Drawn ${dateToken(drawnAt, 'date')}. The digest says what came of it; an honest no is a good answer too`,
    ),
  ]);
}

function evidence({ capability, model }: SpotCheck, scope: string) {
  const name = capabilityName(capability);
  return numberButton(
    { scope },
    `needs:${capability}`,
    'What records say…',
    `Records on ${name} of ${label(model, 40)}`,
  );
}

/** Asks where it can be seen. */
export function spotCheckForm({ model, capability, press, countsDays, filled, mistakes }: SpotCheckForm): Modal {
  return onRecordForm({
    title: 'Spot check',
    submit: 'Answer',
    intent: encodeIntent('spot-check-submit', { press }),
    lead: [
      md`Can others see that ${bold(capabilityName(capability))} of ${code(label(model, 60))} is there? Your answer is shown with your name, and counts as your word for ${countsDays} days.`,
    ],
    mistakes,
    picks: [],
    question: {
      field: spotCheckFields.shown,
      label: 'Is it there?',
      yes: 'Yes, and it can be seen',
      no: 'No, it is not there',
      filled: filled.shown,
    },
    where: {
      field: spotCheckFields.note,
      label: 'Where can others see it?',
      placeholder: 'A link or a place, or what is missing',
      hint: 'The artifact itself: a run, a report, a dashboard, a file. It stays on the record.',
      filled: filled.note,
    },
  });
}
