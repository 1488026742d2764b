import type { KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { actions, button, context, header, sections } from './blocks.ts';
import { shownChart } from './chart.ts';
import { label } from './clean.ts';
import { driftCharts } from './drift-chart.ts';
import { driftLine, monitorLine } from './drift-line.ts';
import { alertsShown } from './drift-list.ts';
import type { DriftLine, MovedFeature, ShownMonitor } from './drift-state.ts';
import { driftTable } from './drift-table.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, type Mrkdwn, md } from './mrkdwn.ts';
import { counted } from './wording.ts';

export interface DriftPage {
  readonly model: string;
  /** The shell's own key of the model. */
  readonly modelKey: string;
  /** What is past its limit now, or nearest to it, the worst first. */
  readonly features: readonly MovedFeature[];
  /** How many features were looked at. */
  readonly featureCount: number;
  /** The newest first, from the `offset`th on. */
  readonly alerts: readonly DriftLine[];
  readonly offset: number;
  readonly total: number;
  readonly monitors: readonly ShownMonitor[];
  /** Of the alerts that people answered and that were no drills. */
  readonly precision: { readonly right: number; readonly answered: number };
  readonly now: Instant;
}

const mostMonitors = 8;

/** The answer to `/mlops drift` about one model: what moves, what watches it, and what became of its alerts. */
export function driftPage(state: DriftPage): Message {
  const { model, features, featureCount, offset } = state;
  const shown = offset === 0 ? driftCharts(features).map((chart, at) => shownChart(chart, `drift-${at}`)) : [];
  const blocks: KnownBlock[] = [
    header(`Drift of ${label(model, 80)}`),
    ...(offset === 0 ? driftTable({ moved: features, movedCount: Math.max(featureCount, features.length) }, '') : []),
    ...shown.flatMap((chart) => chart.blocks),
    ...(offset === 0 ? sections(monitorLines(state), 500) : []),
    ...sections(alertLines(state), 600, 12),
    ...more(state),
  ];
  return message(
    blocks,
    [],
    shown.flatMap(({ pictures }) => pictures),
  );
}

function monitorLines({ monitors, model, now }: DriftPage): readonly Mrkdwn[] {
  if (monitors.length === 0) {
    return [
      md`${bold('Monitors')}: nothing watches it. ${code('monitors')} of ${label(model, 60)} in models.yaml says what does.`,
    ];
  }
  const shown = monitors.slice(0, mostMonitors).map((one) => monitorLine(one, now));
  const rest = monitors.length - shown.length;
  return [bold('Monitors'), ...shown, ...(rest > 0 ? [md`and ${rest} more`] : [])];
}

function alertLines({ alerts, total, precision, now }: DriftPage): readonly Mrkdwn[] {
  if (total === 0) return [md`${bold('Alerts')}: none so far.`];
  const { right, answered } = precision;
  const share = answered === 0 ? 'nobody has answered one yet' : `${right} of ${answered} answered were right`;
  return [
    md`${bold('Alerts')}: ${counted(total, 'alert')}, ${share}`,
    ...alerts.slice(0, alertsShown).map((line) => driftLine(line, now)),
  ];
}

function more({ alerts, offset, total, modelKey }: DriftPage): readonly KnownBlock[] {
  const next = offset + alerts.slice(0, alertsShown).length;
  if (next >= total) return [];
  const payload = { list: 'drift', offset: next, only: modelKey } as const;
  return [
    context(md`${total - next} more`),
    actions([button('Show more', encodeIntent('show-more', payload), { spoken: 'Show more alerts' })]),
  ];
}
