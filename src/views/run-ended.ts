import { sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { bold, code, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { versionName } from './request-facts.ts';
import { failureText, type ShownRun } from './run-state.ts';

/** Tells whoever asked for a run, in a direct message, how it ended: an edited message notifies nobody. */
export function runEnded(run: ShownRun): Message {
  return message(sections([text(run)], 900));
}

function text(run: ShownRun): Mrkdwn {
  const subject = bold(`${run.run}, the retraining of ${label(run.model, 60)},`);
  switch (run.state) {
    case 'succeeded':
      return succeeded(run, subject);
    case 'cancelled':
      return md`✗ ${subject} was cancelled${run.cancelledBy === null ? '' : ` by ${label(run.cancelledBy, 40)}`}.`;
    case 'gone':
      return md`✗ ${subject} was deleted in ${label(run.engine, 40)} before its end was seen. ${code(`/mlops retrain ${run.model}`)} asks for another run.`;
    case 'failed':
      return md`✗ ${subject} failed. ${failureText(run)}`;
    case 'starting':
    case 'not_started':
    case 'queued':
    case 'running':
    case 'paused':
    case 'cancelling':
      return md`${subject} is under way.`;
  }
}

function succeeded({ result, promotion, registry }: ShownRun, subject: Mrkdwn): Mrkdwn {
  const version = result?.version ?? null;
  const made = version === null ? md`` : md` ${versionName(version)} is in ${label(registry, 40)}.`;
  const next =
    promotion === null ? md` Its message shows the result.` : md` ${promotion} asks for its promotion, in your name.`;
  const why = result?.note ?? null;
  const note = why === null ? md`` : md` ${sentence(why, 300)}`;
  return md`✓ ${subject} is done.${made}${next}${note}`;
}
