import type { Button, KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { owedText } from './afterwards.ts';
import { actions, button, context, header, section, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent, type PayloadOf } from './intents.ts';
import { bold, code, join, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { versionName } from './request-facts.ts';
import type { ModelStatus, ShownScope, StatusCostDays } from './status-state.ts';
import {
  costDaysText,
  costTexts,
  driftText,
  holdsText,
  levelText,
  silenceText,
  trainingTexts,
} from './status-words.ts';
import { between, counted } from './wording.ts';

/** So that a page stays below what a message holds. */
const maxModels = 10;
const maxCharacters = 650;

export interface StatusList {
  /** A page of them, what waits for the reader first and then what waits for somebody. */
  readonly models: readonly ModelStatus[];
  readonly scope: ShownScope;
  /** Whether only models are shown of which something is asked. */
  readonly needsAction: boolean;
  readonly offset: number;
  /** How many models the scope has, how many of them wait for the reader, and how many others for somebody. */
  readonly total: number;
  readonly you: number;
  readonly action: number;
  readonly organization: string;
  /** How else the words could be meant, as a sentence. */
  readonly note: string | null;
  /** Whether the reader asked for theirs and has none, so that all are shown. */
  readonly noneYours: boolean;
  readonly hasOwn: boolean;
  /** Requests about no model that wait for the reader. */
  readonly apart: number;
  /** Teams that are called nearly like what was asked for, where nothing is. */
  readonly near: readonly string[];
  /** Null where nothing is known of cost. */
  readonly costDays: StatusCostDays | null;
  readonly now: Instant;
}

/** The answer to `/mlops status`: a few lines a model, what needs the reader first. */
export function statusList(state: StatusList): Message {
  if (state.total === 0) return message([...sections([nothingText(state)]), ...footer(state)]);
  return message(statusBlocks(state));
}

/** The same for App Home, which is no message; one line where there is no model. */
export function statusBlocks(state: StatusList): KnownBlock[] {
  if (state.total === 0) return sections([nothingText(state)]);
  const shown = state.models.slice(0, maxModels);
  return [
    header(headingText(state)),
    ...notes(state),
    ...groups(shown, state),
    ...(shown.length === 0 ? sections([md`Nothing needs action here.`]) : []),
    ...footer(state),
    actions(buttons(state, state.offset + shown.length)),
  ];
}

function headingText({ scope, total, you, action, organization }: StatusList): string {
  const models = counted(total, 'model');
  const asks = [
    ...(you === 0 ? [] : [`${you} ${you === 1 ? 'waits' : 'wait'} for you`]),
    ...(action === 0 ? [] : [`${action}${you === 0 ? '' : ' more'} ${action === 1 ? 'needs' : 'need'} action`]),
  ];
  const asked = asks.length === 0 ? 'nothing needs action' : asks.join(', ');
  switch (scope.kind) {
    case 'mine':
      return `Your status, ${models}: ${asked}`;
    case 'all':
      return `${models} of ${label(organization, 60)}: ${asked}`;
    case 'team':
      return `Team ${label(scope.team, 60)}, ${models}: ${asked}`;
    case 'like':
      return `${models} like “${label(scope.text, 60)}”: ${asked}`;
  }
}

function nothingText({ scope, near }: StatusList): Mrkdwn {
  switch (scope.kind) {
    case 'mine':
    case 'all':
      return md`No registry has a model yet. Register one, or see ${code('countersign doctor')} for what is connected.`;
    case 'team':
      return md`No registry has a model of team ${label(scope.team, 60)} yet, though models.yaml names some. See ${code('countersign doctor')} for what is connected.`;
    case 'like': {
      const meant = near[0] === undefined ? md`` : md` Did you mean team ${code(label(near[0], 60))}?`;
      return md`No model or team is called “${label(scope.text, 80)}”.${meant} ${code('/mlops status all')} lists all models, ${code('/mlops find <words>')} searches by what they do.`;
    }
  }
}

function notes({ note, noneYours, needsAction }: StatusList): KnownBlock[] {
  const lines = [
    ...(note === null ? [] : [sentence(note, 400)]),
    ...(noneYours
      ? [md`models.yaml names you or your teams for no model, and nothing waits for you: these are all models.`]
      : []),
    ...(needsAction ? [md`Only models that need action are shown.`] : []),
  ];
  return lines.length === 0 ? [] : [context(...lines)];
}

const titles = { you: 'Waiting for you', action: 'Needs action', none: 'Nothing to do' } as const;

/** The models, with a title where how much they ask for changes; a page of one kind has none. */
function groups(models: readonly ModelStatus[], { now, scope, you, action, total }: StatusList): KnownBlock[] {
  const kinds = [you, action, total - you - action].filter((count) => count > 0).length;
  return models.flatMap((model, at) => {
    const begins = kinds > 1 && model.urgency !== models[at - 1]?.urgency;
    return [
      ...(begins ? sections([bold(titles[model.urgency])]) : []),
      section(summary(model, scope, now), opener(model), maxCharacters),
    ];
  });
}

/** The request that waits for the reader, or else everything about the model. */
function opener({ waiting, model, modelKey }: ModelStatus): Button {
  const yours = waiting.find((line) => line.yours);
  if (yours === undefined) {
    return button('Details', encodeIntent('status-model', { model: modelKey }), {
      spoken: `Status of ${label(model, 50)}`,
    });
  }
  const spoken = `Open ${label(yours.request, 12)}, which waits for you`;
  return button(`Open ${yours.request}`, encodeIntent('open-request', { press: yours.press }), {
    style: 'primary',
    spoken,
  });
}

function summary(state: ModelStatus, scope: ShownScope, now: Instant): Mrkdwn {
  const team = scope.kind === 'team' || state.team === null ? md`` : md` · team ${label(state.team, 40)}`;
  const training = trainingTexts(state, now);
  const facts = [
    waitingText(state, now),
    ...state.outside
      .slice(0, 2)
      .map(({ number, target }) => md`✗ O-${number}: others moved ${code(label(target, 40))}`),
    ...texts(driftText(state, now), silenceText(state, now), owedText(state.owes)),
    ...(state.criteria.length === 0
      ? []
      : [md`${counted(state.criteria.length, 'criterion', 'criteria')} for the next candidate`]),
    ...(training.length === 0 ? [] : [md`training ${join(training, ', ')}`]),
    ...texts(levelText(state), ...costTexts(state)),
  ];
  return md`${bold(label(state.model, 60))}  ${holdsText(state, now)}${team}\n› ${join(facts, ' · ')}`;
}

function texts(...said: readonly (string | null)[]): Mrkdwn[] {
  return said.flatMap((one) => (one === null ? [] : [md`${one}`]));
}

/** `waiting: v7 → production, R-1, needs Risk (1 more), for 2 d and 1 more`: the reader's first. */
function waitingText({ waiting }: ModelStatus, now: Instant): Mrkdwn {
  const line = waiting.find(({ yours }) => yours) ?? waiting[0];
  if (line === undefined) return md`waiting: nothing`;
  const more = waiting.length > 1 ? ` and ${waiting.length - 1} more` : '';
  const subject =
    line.about === undefined
      ? md`${versionName(line.version)} → ${code(label(line.target, 40))}`
      : md`${label(line.about, 60)}`;
  return md`waiting: ${subject}, ${label(line.standing, 200)}, for ${between(line.requestedAt, now)}${more}`;
}

function footer({ costDays, apart, models }: StatusList): KnownBlock[] {
  const lines = [
    ...(apart === 0
      ? []
      : [
          md`${counted(apart, 'request')} about playbooks ${apart === 1 ? 'waits' : 'wait'} for you: ${code('/mlops requests')}`,
        ]),
    ...(costDays === null || models.every(({ costs }) => costs.length === 0) ? [] : [md`${costDaysText(costDays)}`]),
  ];
  return lines.length === 0 ? [] : [context(...lines)];
}

function buttons({ scope, needsAction, you, action, total, hasOwn }: StatusList, next: number): Button[] {
  const listed = needsAction ? you + action : total;
  const asked = (to: ShownScope, needs: boolean, offset = 0): PayloadOf<'status-more'> => ({
    scope: to.kind,
    name: to.kind === 'team' ? label(to.team, 100) : to.kind === 'like' ? label(to.text, 100) : null,
    needs,
    offset,
  });
  return [
    ...(next < listed
      ? [
          button(
            `Show ${Math.min(maxModels, listed - next)} more`,
            encodeIntent('status-more', asked(scope, needsAction, next)),
            {
              spoken: `Show more models, ${listed - next} are left`,
            },
          ),
        ]
      : []),
    ...(scope.kind !== 'mine' && hasOwn
      ? [button('Only mine', encodeIntent('status-mine', asked({ kind: 'mine' }, needsAction)))]
      : []),
    ...(scope.kind !== 'all'
      ? [button('All models', encodeIntent('status-all', asked({ kind: 'all' }, needsAction)))]
      : []),
    needsAction
      ? button('Show the rest too', encodeIntent('status-needs', asked(scope, false)))
      : button('Needs action', encodeIntent('status-needs', asked(scope, true)), {
          spoken: 'Only models that need action',
        }),
  ];
}
