import { context, sections } from './blocks.ts';
import { label } from './clean.ts';
import { criterionFields } from './criterion-fields.ts';
import { type ConfirmDecision, consequences } from './decision-consequences.ts';
import { type Modal, modal } from './frames.ts';
import { input, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { code, md } from './mrkdwn.ts';

/** Where the modal keeps the reason: block and action id. */
export const reasonField = 'reason';

const verbs = {
  approve: 'Approve',
  reject: 'Reject',
  block: 'Block',
  lift: 'Lift block',
  withdraw: 'Take back',
} as const;
/** The verb of the question that the modal asks, before the request's code. */
export const questions = {
  approve: 'Approve',
  reject: 'Reject',
  block: 'Block',
  lift: 'Lift',
  withdraw: 'Take back',
} as const;

/** Asks once more before a vote: what it does, as whom, what is still missing then, and why. */
export function confirmDecision(state: ConfirmDecision): Modal {
  const { facts, decision, press, principal } = state;
  const title = `${questions[decision]} ${label(facts.code, 14)}?`;
  const intent = encodeIntent('decide-submit', { press, decision, ...(principal === undefined ? {} : { principal }) });
  return modal({ title, submit: verbs[decision], close: 'Cancel', intent }, [
    ...sections(consequences[decision](state), 600),
    reasonInput(state),
    ...(decision === 'reject' && state.criterion !== undefined ? criterionFields(state.criterion) : []),
    context(
      facts.stop !== undefined
        ? md`Code ${code(facts.code)} stands for this ${facts.stop.kind}, what it has loaded and the playbook “${label(facts.playbook, 80)}”`
        : facts.silence !== undefined
          ? md`Code ${code(facts.code)} stands for this alert, this end and the playbook “${label(facts.playbook, 80)}”`
          : facts.retraining !== undefined
            ? md`Code ${code(facts.code)} stands for this pipeline, these parameters and the playbook “${label(facts.playbook, 80)}”`
            : facts.change === undefined
              ? md`Code ${code(facts.code)} stands for this version, its evidence and the playbook “${label(facts.playbook, 80)}”`
              : md`Code ${code(facts.code)} stands for both sets and for who must agree`,
    ),
  ]);
}

function reasonInput({ decision, reasonRequired, facts, reason = '' }: ConfirmDecision) {
  const required = (decision !== 'approve' && decision !== 'withdraw') || reasonRequired !== null;
  const hears = facts.obliged === true ? 'Whoever owns the playbook' : label(facts.requester, 40);
  const told = `${hears} is told, and it stays on the record.`;
  const why = reasonRequired === null ? 'It stays on the record.' : `Required because ${label(reasonRequired, 100)}.`;
  const hints = { approve: why, reject: told, block: told, lift: told, withdraw: why };
  const placeholders = {
    approve: 'Why this is fine',
    reject: 'What would have to change',
    block: 'What has to be cleared first',
    lift: 'What has changed',
    withdraw: 'What you know now',
  };
  return input(reasonField, 'Reason', textArea(reasonField, placeholders[decision], required ? 10 : 0, reason), {
    optional: !required,
    hint: hints[decision],
  });
}
