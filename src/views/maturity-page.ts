import type { Button, KnownBlock } from '@slack/types';
import { capabilityName } from '#domain/capability-name.ts';
import { actions, button, context, header, section, sections, table } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { deliverySections } from './maturity-delivery.ts';
import { afterNext, gapSections, stepLines } from './maturity-next.ts';
import { numberButton } from './maturity-number-button.ts';
import type { MaturityPage, ShownLevelChange, ShownNeed } from './maturity-state.ts';
import { levelSentence, levelText, plain, rungText, shareText } from './maturity-words.ts';
import { bold, type Mrkdwn, md } from './mrkdwn.ts';
import { counted, dayText } from './wording.ts';

const mostModels = 10;
const mostChanges = 3;
/** Code points of one line of each kind, so that all of a page is within what a message may hold. */
const lineOf = { need: 220, change: 200, after: 200, step: 700 } as const;

/** The answer to `/mlops maturity`: what is there, how far from what is needed, and one next step. */
export function maturityPage(state: MaturityPage): Message {
  return message([
    header(titleOf(state)),
    section(fitText(state), numberButton(state, 'fit', 'How?', 'How fit is reckoned')),
    ...modelBlocks(state),
    ...sections(state.changes.slice(0, mostChanges).map(changeLine), lineOf.change),
    ...needBlocks(state),
    ...deliverySections(state),
    ...gapSections(state),
    ...sections(stepLines(state), lineOf.step),
    ...sections(afterNext(state), lineOf.after),
    context(...smallPrint(state)),
  ]);
}

function titleOf({ kind, subject, modelCount }: MaturityPage): string {
  if (kind === 'all') return `Maturity of all ${counted(modelCount, 'model')}`;
  if (kind === 'model') return `Maturity of ${label(subject, 80)}`;
  return `Maturity of team ${label(subject, 80)}, ${counted(modelCount, 'model')}`;
}

function fitText({ fit: { fit, atLeast, coverage, provisional, before } }: MaturityPage): Mrkdwn {
  if (fit === null) {
    const why = coverage === null ? 'nothing is needed' : 'no record tells of what is needed';
    return md`${bold('Fit')}: not known, ${why}. ${coverageText(coverage, provisional)}`;
  }
  const floor =
    atLeast !== null && atLeast < fit - 0.005 ? `, at least ${shareText(atLeast)} if all else is absent` : '';
  const trend = before === null ? '' : trendText(fit - before.fit, before.week);
  return md`${bold(`Fit ${shareText(fit)}`)} of what is known to be needed${trend}${floor}. ${coverageText(coverage, provisional)}`;
}

function trendText(change: number, week: string): string {
  const points = Math.round(change * 100);
  if (points === 0) return ` (unchanged since ${dayText(week)})`;
  return ` (${points > 0 ? `+${points}` : `−${-points}`} since ${dayText(week)})`;
}

function coverageText(coverage: number | null, provisional: boolean): string {
  if (coverage === null) return '';
  const told = `A connection tells of ${shareText(coverage)} of the signals that needs ask for`;
  return provisional ? `Provisional: ${told.replace(/^A/, 'a')}.` : `${told}.`;
}

function modelBlocks(state: MaturityPage): readonly KnownBlock[] {
  const { models, modelCount, kind } = state;
  const buttons = actions([
    numberButton(state, 'levels', 'Levels…', 'Conditions behind the levels'),
    numberButton(state, 'score', 'Test scores…', 'Tests behind the ML Test Score'),
    ...assessButtons(state),
  ]);
  const [only] = models;
  if (kind === 'model' && only !== undefined) {
    const { level, testScore } = only;
    return [section(md`${levelSentence(level)}`), section(md`${bold('ML Test Score')} ${plain(testScore)}`), buttons];
  }
  if (models.length === 0) return [];
  const shown = models.slice(0, mostModels);
  const rows = shown.map(({ model, level, testScore }) => [
    label(model, 60),
    levelText(level),
    String(level.target),
    plain(testScore),
  ]);
  const rest = modelCount - shown.length;
  return [
    table([['Model', 'Level', 'Target', 'ML Test Score'], ...rows], ['left', 'left', 'right', 'right']),
    ...(rest > 0 ? [context(md`and ${rest} more; ask for a team or a model`)] : []),
    buttons,
  ];
}

/** What can be said of one model there and then: that it has a capability, or that it may do without one. */
function assessButtons({ kind, subject: model, needs }: MaturityPage): readonly Button[] {
  if (kind !== 'model') return [];
  const name = label(model, 40);
  return [
    button('Attest…', encodeIntent('attest-open', { model, capability: null }), {
      spoken: `Attest a capability of ${name}`,
    }),
    ...(needs.length === 0
      ? []
      : [button('Waive a need…', encodeIntent('waive-open', { model }), { spoken: `Waive a need of ${name}` })]),
  ];
}

function changeLine({ model, week, from, to, decidedBy }: ShownLevelChange): Mrkdwn {
  const why = decidedBy === null ? '' : `, decided by “${label(decidedBy, 80)}”`;
  return md`${to > from ? '▲' : '▼'} ${label(model, 60)} went from level ${from} to ${to} in the week of ${dayText(week)}${why}`;
}

function needBlocks(state: MaturityPage): readonly KnownBlock[] {
  const { needs, kind } = state;
  if (needs.length === 0) return sections([md`${bold('Needs')}: none yet. See /mlops assess.`]);
  return [
    section(bold(kind === 'model' ? 'What it needs, and has' : 'What its models need, and have')),
    ...needs.slice(0, 12).map((need) => {
      const name = capabilityName(need.capability);
      return section(
        needText(need, kind),
        numberButton(state, `needs:${need.capability}`, 'Signals…', `Signals of ${name}`),
        lineOf.need,
      );
    }),
  ];
}

function needText(
  { capability, models, because, expired, disagreement }: ShownNeed,
  kind: MaturityPage['kind'],
): Mrkdwn {
  const rungs = (['verified', 'evidenced', 'declared', 'absent', 'unknown'] as const).filter(
    (rung) => models[rung] > 0,
  );
  const name = capabilityName(capability);
  const notes = `${expired ? ' Its evidence is old.' : ''}${disagreement ? ' People disagree about it.' : ''}`;
  const [rung] = rungs;
  if (kind === 'model' && rung !== undefined) {
    return md`${rungText(rung)}: ${bold(name)}. ${because === null ? '' : label(because, 150)}${notes}`;
  }
  return md`${bold(name)}: ${rungs.map((each) => `${rungText(each)} ${models[each]}`).join(', ')}.${notes}`;
}

function smallPrint({ matrix, unlisted }: MaturityPage): readonly Mrkdwn[] {
  const scope = md`Levels and scores are of predictive models. Needs by matrix ${label(matrix, 60)}, tests by the rubric of 2017.`;
  if (unlisted === 0) return [scope];
  return [
    scope,
    md`${counted(unlisted, 'model')} of registries ${unlisted === 1 ? 'is' : 'are'} not in models.yaml and not counted here.`,
  ];
}
