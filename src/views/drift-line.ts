import type { Instant } from '#domain/instant.ts';
import { label } from './clean.ts';
import { type DriftDecision, type DriftLine, isUndecided, type ShownMonitor } from './drift-state.ts';
import { driftValue, featureName, limitText, signalName, watchedName } from './drift-words.ts';
import { bold, type Mrkdwn, md } from './mrkdwn.ts';
import { between, listed, relative } from './wording.ts';

/** One alert in two lines: how it stands and what was decided; then what is furthest past its limit. */
export function driftLine(line: DriftLine, now: Instant): Mrkdwn {
  const drill = line.drill ? ' (drill)' : '';
  const criticality = line.criticality === null ? '' : ` · ${line.criticality}`;
  const head = md`${bold(`${line.alert} ${watchedName(line)}`)}${drill}: ${phaseText(line, now)}, ${decisionText(line)}${criticality}`;
  const silenced = line.silence === null ? '' : ` · silenced for ${between(now, line.silence.until)} more`;
  const worst = worstText(line);
  const rest = worst === null ? silenced.replace(/^ · /, '') : `${worst}${silenced}`;
  return rest === '' ? head : md`${head}\n${rest}`;
}

function phaseText({ phase }: Pick<DriftLine, 'phase'>, now: Instant): string {
  switch (phase.is) {
    case 'firing':
      return `past its limit for ${between(phase.since, now)}`;
    case 'cleared':
      return `ended ${relative(now, phase.at)} after ${between(phase.since, phase.at)}`;
    case 'retracted':
      return `taken back ${relative(now, phase.at)}`;
    case 'no_data':
      return `no data for ${between(phase.since, now)}`;
  }
}

const words = {
  acknowledged: 'acknowledged',
  silenced: 'silenced',
  false_alarm: 'a false alarm',
  retrain: 'retraining',
  rollback: 'roll back',
} as const satisfies Record<DriftDecision['what'], string>;

function decisionText(line: Pick<DriftLine, 'decision' | 'drill' | 'phase'>): string {
  const { decision } = line;
  if (decision === null)
    return line.phase.is === 'retracted' ? 'nothing to decide' : isUndecided(line) ? 'undecided' : 'not acknowledged';
  const by = ` by ${label(decision.by, 40)}`;
  switch (decision.what) {
    case 'retrain':
    case 'rollback':
      return `${decision.over ? 'undecided: ' : ''}${words[decision.what]} asked for${by} (${decision.request}, ${label(decision.standing, 60)})`;
    case 'acknowledged':
    case 'silenced':
      return `${words[decision.what]}${by}`;
    case 'false_alarm':
      return `${words[decision.what]}, says ${label(decision.by, 40)}`;
  }
}

function worstText({ worst, movedCount }: Pick<DriftLine, 'worst' | 'movedCount'>): string | null {
  if (worst === null) return null;
  const more = movedCount > 1 ? ` and ${movedCount - 1} more` : '';
  return `${featureName(worst.feature, 40)} ${signalName(worst.signal)} ${driftValue(worst.value)} (${limitText(worst)})${more}`;
}

/** When a monitor last reported, and whether it is known that it would be heard. */
export function monitorLine({ connection, signals, lastReportAt, silent, proven }: ShownMonitor, now: Instant): Mrkdwn {
  const mark = silent ? '✗' : proven === null ? '…' : '✓';
  const last = lastReportAt === null ? 'has never reported' : `last reported ${relative(now, lastReportAt)}`;
  const proof =
    proven === null
      ? 'unproven: it never raised an alert, and no drill went through it'
      : `proven ${relative(now, proven.at)} by ${proven.by === 'drill' ? 'a drill' : 'an alert'}`;
  const named = listed(signals.map(signalName), 3);
  return md`${mark} ${bold(label(connection, 40))} (${named}) ${last}${silent ? ', which is too long ago' : ''} · ${proof}`;
}
