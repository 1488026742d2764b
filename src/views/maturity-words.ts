import type { Rung, SignalReading } from '#domain/maturity.ts';
import type { ShownLevel, ShownSignal } from './maturity-state.ts';
import { counted, duration } from './wording.ts';

/** `71 %`, rounded down so that nothing reads as whole before it is; `unknown` for null. */
export function shareText(share: number | null): string {
  return share === null ? 'unknown' : `${Math.floor(share * 100 + 1e-9)} %`;
}

/** What a signal came to, in its unit. */
function valueText(value: number, unit: ShownSignal['unit']): string {
  switch (unit) {
    case 'share':
      return shareText(value);
    case 'hours':
      return hoursText(value);
    case 'kinds':
      return counted(value, 'kind');
    case 'per_30_days':
      return `${plain(value)} in 30 days`;
    case 'ratio':
      return `${plain(value)} times`;
    case 'money':
      return plain(value);
  }
}

/** A duration of so many hours. */
export function hoursText(hours: number): string {
  return hours < 0 ? `−${duration(-hours * 3_600_000)}` : duration(hours * 3_600_000);
}

/** At most two digits after the point. */
export function plain(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A bar that a value is held against, as `at least 80 %`. */
export function barText(bar: NonNullable<ShownSignal['bars']>['evidenced'], unit: ShownSignal['unit']): string {
  if ('atLeast' in bar) return `at least ${valueText(bar.atLeast, unit)}`;
  if ('atMost' in bar) return `at most ${valueText(bar.atMost, unit)}`;
  return `from ${valueText(bar.between[0], unit)} to ${valueText(bar.between[1], unit)}`;
}

/** `1`, `at least 0 today` before two weeks agreed, `not known yet`. */
export function levelText({ settled, now }: ShownLevel): string {
  if (settled !== null) return String(settled);
  if (now === null) return 'not known yet';
  return now.atLeast === now.atMost ? `${now.atLeast} today` : `at least ${now.atLeast} today`;
}

/** Level and target of one model in whole sentences. */
export function levelSentence(level: ShownLevel): string {
  const { settled, now, because, target, targetBecause, monitoring } = level;
  const goal = `Target ${target}: ${targetBecause.charAt(0).toLowerCase()}${targetBecause.slice(1)}`;
  const watched = monitoring && !/watched/.test(targetBecause) ? ' Whatever its level, it has to be watched.' : '';
  if (settled !== null) return `Level ${settled}. ${goal}${watched}`;
  if (now === null) return `Level not known yet: ${because ?? 'too little is recorded.'} ${goal}${watched}`;
  return `Level ${levelText(level)}; it is shown for good once two weeks in a row say so. ${goal}${watched}`;
}

const rungMarks: Readonly<Record<Rung | 'unknown', string>> = {
  verified: '✓',
  evidenced: '◑',
  declared: '○',
  absent: '✗',
  unknown: '…',
};

/** A rung with a mark that says it too. */
export function rungText(rung: Rung | 'unknown'): string {
  return `${rungMarks[rung]} ${rung === 'unknown' ? 'not known' : rung}`;
}

/** What a reading is, before its numbers. */
export function readingText(reading: SignalReading, unit: ShownSignal['unit']): string {
  switch (reading.state) {
    case 'known':
      return `${valueText(reading.value, unit)}, from ${counted(reading.of, 'record')}.`;
    case 'unknown':
      return `Not known. ${reading.because}`;
    case 'not_applicable':
      return `Does not apply. ${reading.because}`;
  }
}

const sourceWords: Readonly<Record<string, string>> = {
  resources: 'the bill and what registries say serves',
  versions: 'versions that requests were about',
  runs: 'training runs that were followed',
  triggers: 'alerts that were judged',
  evaluations: 'evidence of requests',
  promotions: 'requests that were carried out',
  outsideChanges: 'changes without a request',
  monitors: 'reports of drift',
  alerts: 'drift alerts',
  drills: 'drills and reruns',
  releases: 'releases of pipelines',
  pipelines: 'models.yaml',
  featureViews: 'the feature store',
  featureSources: 'the feature store',
  spend: 'the bill',
  idleFindings: 'what was left on',
  rubric: 'results of tests',
};

/** Where a signal reads from. */
export function sourceText(source: string): string {
  return sourceWords[source] ?? source;
}
