import type { KnownBlock } from '@slack/types';
import type { CostAnomaly } from '#domain/cost-finding.ts';
import type { Contribution } from '#domain/cost-report.ts';
import { add, decimal, decimalText } from '#domain/decimal.ts';
import { actions, button, context, header, quotation, section, sections } from './blocks.ts';
import { label } from './clean.ts';
import { contributionLine } from './cost-movers.ts';
import { type Message, type Modal, message, modal } from './frames.ts';
import { input, select, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { bold, dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { costText, counted, dayText } from './wording.ts';

/** Days that cost more than usual, and what people said of them. */
export interface AnomalyCard {
  readonly team: string | null;
  readonly service: string | null;
  readonly model: string | null;
  /** ISO 4217. */
  readonly currency: string;
  readonly anomaly: CostAnomaly;
  /** What moved most, down to the resource. */
  readonly moved: readonly Contribution[];
  /** Whether the bill was corrected so that nothing stands out any more. */
  readonly corrected: boolean;
  readonly acknowledgedBy: string | null;
  readonly explanation: { readonly text: string; readonly by: string } | null;
  readonly muted: { readonly until: string; readonly reason: string; readonly by: string } | null;
  readonly press: string;
}

export const anomalyFields = { reason: 'reason', days: 'days' } as const;

/** For how many days something may be muted: never for ever. */
const muteChoices = [7, 14, 30] as const;

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const mostMoved = 6;

/** One message for a stretch of days; it is edited as days join, as it ends, and as people answer. */
export function anomalyCard(state: AnomalyCard): Message {
  const { anomaly, moved, currency, corrected, explanation } = state;
  const of = (amount: string) => costText({ amount, currency });
  const [within, per] =
    anomaly.hours === undefined ? (['', ' a day'] as const) : ([` in ${anomaly.hours.count} hours`, ''] as const);
  const blocks: KnownBlock[] = [
    header(`${title(state)}: ${of(anomaly.excess)} more than usual${within}`),
    section(whatItCost(state)),
    ...(moved.length === 0
      ? []
      : sections(
          [md`${bold('Moved most')}`, ...moved.slice(0, mostMoved).map((one) => contributionLine(one, currency, per))],
          300,
          2,
        )),
    ...(explanation === null ? [] : [quotation(explanation.text)]),
    ...answers(state),
    ...(corrected ? [] : [actions(buttons(state))]),
  ];
  return message(blocks);
}

function title({ team, service, model, anomaly }: AnomalyCard): string {
  const whose = team === null ? 'Without a team' : `Team ${label(team, 40)}`;
  if (anomaly.hours !== undefined) return `${whose}, ${anomaly.closedOn === null ? 'spending fast' : 'spent fast'}`;
  return `${whose}, ${label(model ?? service ?? 'cost', 60)}`;
}

/** `A Wednesday usually costs €1,210 (€1,050 to €1,390); 25 Nov cost €2,480.` */
function usual({ anomaly, currency, corrected }: AnomalyCard): string {
  const of = (amount: string) => costText({ amount, currency });
  if (corrected) return 'The bill of these days was corrected, so that nothing stands out any more.';
  const { days, kind, closedOn } = anomaly;
  const over = closedOn === null ? '' : ` It is over: the days up to ${dayText(closedOn)} cost what is usual.`;
  const last = days.at(-1);
  if (last === undefined) return over;
  if (kind === 'ramp') {
    const first = days[0]?.day ?? last.day;
    const sum = (amounts: readonly string[]) =>
      of(decimalText(amounts.reduce((all, one) => add(all, decimal(one)), decimal('0'))));
    return `It rose slowly: the days from ${dayText(first)} to ${dayText(last.day)} cost ${sum(days.map(({ actual }) => actual))} in all; going by the four weeks before, ${sum(days.map(({ expected }) => expected))} is usual.${over}`;
  }
  const weekday = weekdays[new Date(`${last.day}T00:00:00Z`).getUTCDay()] ?? 'day';
  const more = days.length > 1 ? ` ${counted(days.length, 'day')} stand out so far.` : '';
  return `A ${weekday} usually costs ${of(last.expected)} (${of(last.least)} to ${of(last.most)}); ${dayText(last.day)} cost ${of(last.actual)}.${more}${over}`;
}

function whatItCost(state: AnomalyCard): Mrkdwn {
  const { hours, toldFirst } = state.anomaly;
  if (hours !== undefined) return rushText(state, hours);
  if (toldFirst === undefined || state.corrected) return md`${usual(state)}`;
  return md`${usual(state)} It was seen first as fast spending, on ${dateToken(toldFirst.at)}.`;
}

/** What some hours cost beside the same ones of other days. */
function rushText({ anomaly, currency }: AnomalyCard, { from, count }: NonNullable<CostAnomaly['hours']>): Mrkdwn {
  const of = (amount: string) => costText({ amount, currency });
  const { actual = '0', expected = '0' } = anomaly.days[0] ?? {};
  const { partOf, closedOn } = anomaly;
  const since = dayText(partOf?.since ?? '');
  const days =
    partOf === undefined
      ? md``
      : md` Its day is among those of ${label(partOf.service ?? 'the team', 60)} that stand out since ${since}, which have a message of their own.`;
  const told = md`The ${count} hours from ${dateToken(from)} cost ${of(actual)}; at that time of day they usually cost ${of(expected)}.`;
  return closedOn === null
    ? md`${told} Lines of these hours still come, so it is rather more. See what was started, and stop it if nobody needs it.${days}`
    : md`${told} It is over: the hours since cost what is usual.${days}`;
}

function answers({ acknowledgedBy, explanation, muted }: AnomalyCard): KnownBlock[] {
  const said: Mrkdwn[] = [
    ...(acknowledgedBy === null ? [] : [md`${acknowledgedBy} looks into it`]),
    ...(explanation === null ? [] : [md`explained by ${explanation.by}`]),
    ...(muted === null ? [] : [md`muted until ${dayText(muted.until)} by ${muted.by}: ${label(muted.reason, 200)}`]),
  ];
  return said.length === 0 ? [] : [context(...said)];
}

function buttons({ press, acknowledgedBy, team, model, service }: AnomalyCard) {
  const filters = [
    team === null ? 'team=none' : `team=${team}`,
    ...(model === null ? [] : [`model=${model}`]),
    ...(service === null ? [] : [`service="${service.replaceAll('"', '')}"`]),
  ];
  const asked = { text: `${filters.join(' ')} --by resource --last 30d`.slice(0, 1500) };
  return [
    ...(acknowledgedBy === null ? [button('Acknowledge', encodeIntent('anomaly-acknowledge', { press }))] : []),
    button('Explain…', encodeIntent('anomaly-explain', { press })),
    button('Mute…', encodeIntent('anomaly-mute', { press })),
    button('By resource', encodeIntent('cost-by-resource', asked)),
  ];
}

/** Asks why it cost more. */
export function explainAnomaly(state: AnomalyCard): Modal {
  const intent = encodeIntent('anomaly-explain-submit', { press: state.press });
  return modal({ title: 'Explain it', submit: 'Explain', close: 'Cancel', intent }, [
    section(md`${bold(title(state))}. ${whatItCost(state)}`),
    input(
      anomalyFields.reason,
      'Why it cost more',
      textArea(anomalyFields.reason, 'What was run, and whether it goes on', 3),
      {
        hint: 'It stands on the message for all to read, and in the ledger.',
      },
    ),
  ]);
}

/** Asks for how long nothing new is told of it, and why. */
export function muteAnomaly(state: AnomalyCard): Modal {
  const intent = encodeIntent('anomaly-mute-submit', { press: state.press });
  const choices = muteChoices.map((days) => ({ label: counted(days, 'day'), value: String(days) }));
  return modal({ title: 'Mute it', submit: 'Mute', close: 'Cancel', intent }, [
    section(md`${bold(title(state))}. Nothing new is told of it meanwhile; reports and budgets count it as before.`),
    input(anomalyFields.days, 'For how long', select(anomalyFields.days, 'Choose', choices, '7')),
    input(anomalyFields.reason, 'Why', textArea(anomalyFields.reason, 'Why nobody has to look', 3)),
  ]);
}
