import { digestOf } from '#domain/digest.ts';
import { addAssessment, newestAssessment } from '#store/assessments.ts';
import { answerDoubts } from '#store/characteristic-doubts.ts';
import { appendLedger } from '#store/ledger.ts';
import { actorOf, listedActor } from '../actor.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { type AssessAct, badAnswers, type FilledIn, readAnswers } from './assess-form.ts';
import { needsInForce } from './present-assessment.ts';
import { onePerAsk, showDoubts } from './present-doubts.ts';
import { matrixInForce } from './use-case.ts';
import { refuseUnlessAssessor } from './who-may-assess.ts';

/**
 * Records somebody's answers about a model's use case: from now on they are what is declared of it. Tells the person in
 * a direct message what it needs. Throws a Refusal, `bad_answers` for what the form does not take.
 */
export async function recordAssessment(
  setting: Setting,
  act: AssessAct & { readonly filled: FilledIn },
): Promise<void> {
  const actor = listedActor(setting, await actorOf(setting, act));
  const model = act.model.modelId;
  const names = await readNames(setting, setting.db);
  await refuseUnlessAssessor(setting, model, actor.person, names);
  const read = readAnswers(act.filled);
  if (!read.ok) throw badAnswers(read.mistakes);
  const { answers } = read;
  const { workspaceId } = setting;
  const at = new Date(setting.now());
  const id = setting.newId();
  const matrix = matrixInForce(setting.playbooks().set);
  await setting.db.transaction(async (tx) => {
    const before = await newestAssessment(tx, workspaceId, model);
    const row = { id, workspaceId, model, answers, matrixVersion: matrix.version, person: actor.person, at };
    await addAssessment(tx, row);
    const answered = { answeredAt: at, answeredBy: actor.person, explanation: null };
    const doubts = await answerDoubts(tx, { workspaceId, model }, answered);
    for (const ask of onePerAsk(doubts)) await showDoubts(setting, tx, ask);
    await showMessage(setting, tx, {
      key: messageKeys.assessment(id),
      channel: act.slackUser,
      content: { view: 'assessment', model },
    });
    const needs = await needsInForce(setting, tx, model);
    const { business, ...chosen } = answers;
    await appendLedger(tx, {
      workspaceId,
      event: 'capability_assessed',
      at,
      entry: {
        assessment: id,
        model,
        answers: { ...chosen, business: digestOf(business) },
        matrix: matrix.version,
        needed: [...(needs?.needed.keys() ?? [])],
        replaces: before?.id ?? null,
        actor: { person: actor.person, slackUser: actor.slackUser },
      },
    });
  });
}
