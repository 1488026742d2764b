import type { Button, KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { owedLines } from './afterwards.ts';
import { actions, button, context, header, section, sections } from './blocks.ts';
import { label } from './clean.ts';
import { openCriteriaBlocks } from './criterion.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, join, link, type Mrkdwn, md } from './mrkdwn.ts';
import { versionName } from './request-facts.ts';
import { requestLines, restText } from './request-line.ts';
import type { ModelStatus, StatusCostDays } from './status-state.ts';
import { costDaysText, costTexts, driftText, holdsText, silenceText, trainingTexts } from './status-words.ts';

/** One model, with what happened to it. */
export interface ShownModel extends ModelStatus {
  /** What happened last, newest first, as sentences without full stops. */
  readonly recent: readonly { readonly at: Instant; readonly what: string }[];
  /** Null where nothing is known of cost. */
  readonly costDays: StatusCostDays | null;
  readonly now: Instant;
}

const most = 5;

/** The answer to `/mlops status` about one model: one screen, what waits first. */
export function modelStatus(state: ShownModel): Message {
  const { model, now, url, registry, team, costDays } = state;
  const waiting = requestLines(state.waiting, most, now);
  const owes = owedLines(state.owes, most);
  const recent = state.recent.slice(0, most).map(({ at, what }) => md`${label(what, 200)} (${dateToken(at)})`);
  const ofTeam = team === null ? [] : [md`team ${label(team, 40)}`];
  const costs = costDays === null || state.costs.length === 0 ? [] : [md`${costDaysText(costDays)}`];
  return message([
    header(label(model, 100)),
    ...sections([holdsText(state, now), ...newest(state)], 500),
    ...(waiting.blocks.length === 0 ? sections([md`No requests are waiting.`]) : waiting.blocks),
    ...restText(waiting.rest, '').map((rest) => context(rest)),
    ...state.outside.slice(0, most).map(outsideLine),
    ...sections(facts(state), 400),
    ...openCriteriaBlocks(state.criteria),
    ...(owes.length === 0 ? [] : sections([md`${bold('Owes')}`, ...owes], 500)),
    ...(recent.length === 0 ? [] : sections([md`${bold('Lately')}`, ...recent])),
    context(
      join(
        [
          url === null ? md`Read from ${label(registry, 40)}` : link(url, `Open in ${label(registry, 40)}`),
          ...ofTeam,
          ...costs,
        ],
        ' · ',
      ),
    ),
    actions(buttons(state)),
  ]);
}

/** Drift, training and cost, a line each; what is not known has no line. */
function facts(state: ShownModel): Mrkdwn[] {
  const { now } = state;
  const drift = [driftText(state, now), silenceText(state, now)].flatMap((said) => (said === null ? [] : [said]));
  const training = trainingTexts(state, now);
  const costs = costTexts(state);
  const { level } = state;
  return [
    ...(drift.length === 0 ? [] : [md`${bold('Drift')}: ${drift.join(' · ')}`]),
    ...(training.length === 0 ? [] : [md`${bold('Training')}: ${join(training, ' · ')}`]),
    ...(level === null ? [] : [md`${bold('Maturity')}: level ${level.level}, target ${level.target}`]),
    ...(costs.length === 0 ? [] : [md`${bold('Cost')}: ${costs.join(' and ')}`]),
  ];
}

function outsideLine({ number, target, found, press }: ModelStatus['outside'][number]): KnownBlock {
  const now = found === null ? 'nothing' : versionName(found);
  const said = md`✗ O-${number}: others moved ${code(label(target, 40))} to ${now}, and nobody said why`;
  return section(
    said,
    button('Explain…', encodeIntent('outside-explain', { press }), { spoken: `Explain O-${number}` }),
  );
}

function buttons({ model, modelKey, retrains, costs }: ShownModel): Button[] {
  const of = { model: modelKey };
  const name = label(model, 40);
  return [
    ...(retrains ? [button('Retrain…', encodeIntent('retrain-open', of), { spoken: `Retrain ${name}` })] : []),
    button('Drift', encodeIntent('status-drift', of), { spoken: `Drift of ${name}` }),
    button('Runs', encodeIntent('status-runs', of), { spoken: `Training runs of ${name}` }),
    ...(costs.length === 0 ? [] : [button('Cost', encodeIntent('status-cost', of), { spoken: `Cost of ${name}` })]),
  ];
}

function newest({ latestVersion, holds }: ModelStatus): Mrkdwn[] {
  if (latestVersion === null || holds.some(({ version }) => version === latestVersion)) return [];
  return [md`Newest version: ${versionName(latestVersion)}, not promoted`];
}
