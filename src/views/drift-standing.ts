import type { Instant } from '#domain/instant.ts';
import { label, oneLine } from './clean.ts';
import {
  type DriftDecision,
  isUndecided,
  type ShownAlert,
  type ShownRunLink,
  type ShownSilence,
} from './drift-state.ts';
import { movedText, watchedName } from './drift-words.ts';
import { code, dateToken, link, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { versionName } from './request-facts.ts';
import { between } from './wording.ts';

/** `Drift: fraud-scorer v7, 2 of 38 features past their limit`, and what it became later. */
export function alertHeading(alert: ShownAlert): string {
  const drill = alert.drill ? 'Drill, no real drift. ' : '';
  return `${drill}${headingText(alert)}`;
}

function headingText(alert: ShownAlert): string {
  const watched = watchedName(alert);
  if (alert.decision?.what === 'false_alarm') return `False alarm: ${watched}`;
  switch (alert.phase.is) {
    case 'firing':
      return `Drift: ${watched}, ${movedText(alert)}`;
    case 'cleared':
      return `Drift ended: ${watched}`;
    case 'retracted':
      return `No drift after all: ${watched}`;
    case 'no_data':
      return `No drift data: ${watched}`;
  }
}

/** How it stands: the data, what people decided, and whether posts are held back. */
export function standingLines(alert: ShownAlert): readonly Mrkdwn[] {
  const { decision, silence, drill, because } = alert;
  return [
    ...(drill ? [md`This is a drill, to see that alerts arrive: nothing is the matter with the model.`] : []),
    phaseLine(alert),
    ...(oneLine(because) === '' ? [] : [sentence(because, 300)]),
    ...(decision === null || (decision.what === 'silenced' && silence !== null) ? [] : [decisionLine(decision)]),
    ...undecided(alert),
    ...(silence === null ? [] : [silenceLine(silence)]),
  ];
}

function phaseLine({ phase, moved }: Pick<ShownAlert, 'phase' | 'moved'>): Mrkdwn {
  switch (phase.is) {
    case 'firing':
      return md`✗ Past its limit since ${dateToken(pastSince(phase.since, moved))}`;
    case 'cleared':
      return md`✓ Back within its limits ${dateToken(phase.at)}, after ${between(phase.since, phase.at)}`;
    case 'retracted':
      return md`✓ Taken back ${dateToken(phase.at)}`;
    case 'no_data':
      return md`… The monitor has been silent since ${dateToken(phase.since)}: whether the model drifts is not known`;
  }
}

/** A playbook may want values to stay past a limit before it raises the alert, so that they were past it before. */
function pastSince(raised: Instant, moved: ShownAlert['moved']): Instant {
  const moments = [raised, ...moved.flatMap(({ since }) => since ?? [])];
  return moments.reduce((first, one) => (Date.parse(one) < Date.parse(first) ? one : first));
}

function undecided(alert: ShownAlert): readonly Mrkdwn[] {
  if (!isUndecided(alert)) return [];
  if (alert.decision !== null) return [md`… That came to nothing, so it has to be decided anew.`];
  if (alert.phase.is !== 'cleared') return [];
  return [md`… Nobody has decided about it: say below what it was, so that its monitor can be judged.`];
}

/** Who decided what, and what came of it. */
function decisionLine(decision: DriftDecision): Mrkdwn {
  const who = md`${label(decision.by, 40)}, ${dateToken(decision.at)}`;
  const why = decision.reason === null || oneLine(decision.reason) === '' ? '' : `: ${label(decision.reason, 300)}`;
  switch (decision.what) {
    case 'acknowledged':
      return md`✓ Acknowledged by ${who}${why}`;
    case 'silenced':
      return md`✓ Silenced by ${who}${why}`;
    case 'false_alarm':
      return md`✓ A false alarm, says ${who}${why}. It counts against the precision of this monitor.`;
    case 'retrain': {
      const { run } = decision;
      const so = run === null ? md`` : runText(run);
      return md`▶ Retraining asked for by ${who}: ${decision.request}, ${label(decision.standing, 80)}${so}`;
    }
    case 'rollback':
      return md`▶ Roll back to ${versionName(decision.to)} asked for by ${who}: ${decision.request}, ${label(decision.standing, 80)}`;
  }
}

function runText({ run, url, standing, promotion }: ShownRunLink): Mrkdwn {
  const then = promotion === null ? '' : ` · promotion ${promotion.request}, ${label(promotion.standing, 80)}`;
  return md` · ${url === null ? run : link(url, run)}, ${label(standing, 80)}${then}`;
}

/** Until when posts are held back, who asked for that, and why. */
function silenceLine({ until, by, reason, request }: ShownSilence): Mrkdwn {
  return md`… Silenced until ${dateToken(until)} by ${label(by, 40)}${request === null ? '' : ` (${request})`}: ${label(reason, 300)}`;
}

/** `/mlops drift fraud-scorer`, as it is typed. */
export function driftPageCommand({ model }: Pick<ShownAlert, 'model'>): Mrkdwn {
  return code(`/mlops drift ${model}`);
}
