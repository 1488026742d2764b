import type { KnownBlock } from '@slack/types';
import { actions, context, header, sections } from './blocks.ts';
import { shownChart } from './chart.ts';
import { label } from './clean.ts';
import { driftAdvice } from './drift-advice.ts';
import { alertButtons } from './drift-buttons.ts';
import { driftCharts } from './drift-chart.ts';
import { alertHeading, driftPageCommand, standingLines } from './drift-standing.ts';
import { type DriftOffers, isAnswerable, isOpen, type ShownAlert } from './drift-state.ts';
import { driftTable } from './drift-table.ts';
import { type Message, message } from './frames.ts';
import { bold, code, dateToken, join, link, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { mentioning, peopleListed } from './people.ts';
import { versionName } from './request-facts.ts';
import { amountText } from './retraining.ts';
import { costText } from './wording.ts';

type Say = ReturnType<typeof mentioning>;

/** The one message of an alert: what moved, what people can do, and what was decided. */
export function driftAlert(alert: ShownAlert): Message {
  const charts = alert.decision?.what === 'false_alarm' ? [] : driftCharts(alert.moved);
  const shown = charts.map((chart, at) => shownChart(chart, `drift-${at}`));
  const buttons = alertButtons(alert);
  const say = mentioning();
  const blocks: KnownBlock[] = [
    header(alertHeading(alert)),
    ...sections([...toldLine(alert, say), ...standingLines(alert)], 700),
    ...driftTable(alert),
    ...shown.flatMap((chart) => chart.blocks),
    ...sections([...recentLine(alert), ...offerLines(alert)], 700),
    ...(buttons.length === 0 ? [] : [actions(buttons)]),
    ...adviceBlock(alert),
    context(smallPrint(alert, say)),
  ];
  const people = [...(alert.to?.people ?? []), ...(alert.owner === null ? [] : [alert.owner])];
  return message(
    blocks,
    people,
    shown.flatMap(({ pictures }) => pictures),
  );
}

/** Whom the playbook tells of it, while there is something to decide. */
function toldLine(alert: ShownAlert, say: Say): readonly Mrkdwn[] {
  const { to } = alert;
  if (to === null || !isOpen(alert) || alert.phase.is === 'retracted') return [];
  return [md`▶ ${bold(label(to.role, 40))}${to.people.length === 0 ? md`` : md`, ${peopleListed(to.people, say)}`}`];
}

/** `Lately: last promoted 17 Nov · last trained 14 Nov · trained on data to 31 Oct`, and what it costs; nothing of what is not known. */
function recentLine({ recent, costPerDay }: ShownAlert): readonly Mrkdwn[] {
  const { promotedAt, trainedAt, dataTo } = recent;
  const parts = [
    ...(promotedAt === null ? [] : [md`last promoted ${dateToken(promotedAt, 'date')}`]),
    ...(trainedAt === null ? [] : [md`last trained ${dateToken(trainedAt, 'date')}`]),
    ...(dataTo === null ? [] : [md`trained on data to ${dateToken(dataTo, 'date')}`]),
  ];
  return [
    ...(parts.length === 0 ? [] : [md`${bold('Lately')}: ${join(parts, ' · ')}`]),
    ...(costPerDay === null ? [] : [md`${bold('Cost')}: about ${costText(costPerDay)} a day`]),
  ];
}

function offerLines(alert: ShownAlert): readonly Mrkdwn[] {
  const { phase, drill } = alert;
  if (phase.is !== 'firing' || !isAnswerable(alert) || drill) return [];
  return [...retrainLine(alert.offers), ...rollbackLine(alert.offers), ...othersLine(alert.offers)];
}

function retrainLine({ retrain }: DriftOffers): readonly Mrkdwn[] {
  if (retrain === null) return [];
  const { estimate, needs } = retrain;
  const cost =
    estimate === null
      ? 'what it costs is shown before you ask'
      : estimate.known
        ? `${amountText(estimate)}, ${estimate.from === 'past_runs' ? 'by earlier bills' : 'by list prices'}`
        : 'what it costs is not known';
  const why = estimate === null || estimate.known ? [] : [md`› ${sentence(estimate.because, 250)}`];
  return [md`${bold('Retraining')}: ${cost}; ${label(needs, 200)}`, ...why];
}

function rollbackLine({ rollback }: DriftOffers): readonly Mrkdwn[] {
  if (rollback === null) return [];
  return [md`${bold('Roll back')} to ${versionName(rollback.to)}: ${label(rollback.needs, 200)}`];
}

function othersLine({ others }: DriftOffers): readonly Mrkdwn[] {
  return others.length === 0 ? [] : [md`Also: ${join(others.slice(0, 5).map(code), ' · ')}`];
}

function adviceBlock(alert: ShownAlert): readonly KnownBlock[] {
  const { phase, drill, useCases } = alert;
  if (phase.is !== 'firing' || drill || !isAnswerable(alert)) return [];
  return [context(md`Guide: ${driftAdvice(useCases).join(' ')}`)];
}

/** `D-12 · high · for @ana · escalates to fraud-duty tomorrow at 14:40 · playbook … · evidently/0.7.21`. */
function smallPrint(alert: ShownAlert, say: Say): Mrkdwn {
  const { criticality, environment, owner, escalation, phase, detector, reportUrl } = alert;
  const waits = isOpen(alert) && phase.is === 'firing';
  const parts: Mrkdwn[] = [
    md`${alert.alert}`,
    ...(environment === null ? [] : [md`${label(environment, 40)}`]),
    ...(criticality === null ? [] : [md`criticality ${criticality}`]),
    ...(owner === null ? [] : [md`for ${say(owner)}`]),
    ...(escalation === null || !waits
      ? []
      : [md`escalates to ${label(escalation.to, 40)} ${dateToken(escalation.at)}`]),
    md`alert ${code(label(alert.rule, 60))} of “${label(alert.playbook, 60)}”`,
    ...(detector === null ? [] : [md`${label(detector, 40)}`]),
    ...(reportUrl === null ? [] : [link(reportUrl, 'Report')]),
    driftPageCommand(alert),
  ];
  return join(parts, ' · ');
}
