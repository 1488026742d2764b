import { sections } from './blocks.ts';
import { setNameFirst } from './changed-files.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { bold, code, md } from './mrkdwn.ts';
import { versionName } from './request-facts.ts';

export interface RequestOpened {
  readonly number: number;
  readonly code: string;
  readonly model: string;
  readonly version: string;
  readonly target: string;
  /** Where its card is, as `#ml-approvals`. */
  readonly channel: string;
  readonly action: 'promotion' | 'rollback' | 'change of the playbooks' | 'retraining' | 'silence' | 'stop';
}

/** Tells the requester that the request is open, where people decide it, and how to look at it. */
export function requestOpened(state: RequestOpened): Message {
  if (state.action === 'change of the playbooks') return changeOpened(state);
  if (state.action === 'retraining') return retrainingOpened(state);
  if (state.action === 'silence') return silenceOpened(state);
  if (state.action === 'stop') return stopOpened(state);
  const what = md`${bold(`${label(state.model, 60)} ${versionName(state.version)}`)} to ${code(state.target)}`;
  const kind = state.action === 'rollback' ? 'Rollback' : 'Promotion';
  return message(
    sections(
      [
        md`${kind} of ${what} is requested as R-${state.number}, code ${code(state.code)}. Its card is in ${label(state.channel, 80)}; you are told when it is decided.`,
        md`${code(`/mlops show R-${state.number}`)} shows the rules, the evidence and the votes.`,
      ],
      600,
    ),
  );
}

function retrainingOpened({ number, code: short, model, channel }: RequestOpened): Message {
  return message(
    sections(
      [
        md`Retraining ${bold(label(model, 60))} is requested as R-${number}, code ${code(short)}. Its card is in ${label(channel, 80)}; you are told when it starts and when it ends.`,
        md`${code(`/mlops show R-${number}`)} shows the rules and the votes, ${code(`/mlops runs ${model}`)} the runs.`,
      ],
      600,
    ),
  );
}

function silenceOpened({ number, code: short, model, target, channel }: RequestOpened): Message {
  return message(
    sections(
      [
        md`Silencing ${label(target, 40)} of ${bold(label(model, 60))} is requested as R-${number}, code ${code(short)}. Its card is in ${label(channel, 80)}; you are told when it is decided.`,
        md`Until then the alert goes on posting. ${code(`/mlops show R-${number}`)} shows who has to agree.`,
      ],
      600,
    ),
  );
}

function stopOpened({ number, code: short, model, channel }: RequestOpened): Message {
  return message(
    sections(
      [
        md`Stopping ${bold(label(model, 60))} is requested as R-${number}, code ${code(short)}. Its card is in ${label(channel, 80)}; you are told when it is decided.`,
        md`Until then it is on. ${code(`/mlops show R-${number}`)} shows who has to agree.`,
      ],
      600,
    ),
  );
}

function changeOpened({ number, code: short, version, channel }: RequestOpened): Message {
  return message(
    sections(
      [
        md`${bold(setNameFirst(version))} is proposed as R-${number}, code ${code(short)}. Its card is in ${label(channel, 80)}; you are told when it is decided.`,
        md`${code(`/mlops show R-${number}`)} shows everything it changes and who has agreed.`,
      ],
      600,
    ),
  );
}
