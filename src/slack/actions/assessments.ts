import { capabilityName } from '#domain/capability-name.ts';
import { doubtedModel, explainDoubts } from '#operations/assess/answer-doubts.ts';
import { assessFormOf } from '#operations/assess/assess-form.ts';
import { attest, attestFormOf } from '#operations/assess/attest.ts';
import { endWaiverNow } from '#operations/assess/end-waiver.ts';
import { assessmentNow } from '#operations/assess/present-assessment.ts';
import { recordAssessment } from '#operations/assess/record-assessment.ts';
import { waiveFormOf, waiveNeed } from '#operations/assess/waive.ts';
import { entryNamed } from '#operations/find-model.ts';
import { assessFilled, assessForm } from '#views/assess-form.ts';
import { assessment } from '#views/assessment.ts';
import { attestFields, attestForm } from '#views/attest.ts';
import { reasonField } from '#views/confirm-decision.ts';
import type { Handlers } from '#views/intents.ts';
import { messageNotice, notice } from '#views/notice.ts';
import { recorded } from '#views/on-record.ts';
import { refusal } from '#views/refusal.ts';
import { explainDoubts as explainForm } from '#views/use-case-doubts.ts';
import { waiveFields, waiveForm } from '#views/waiver.ts';
import type { Scene } from '../scene.ts';
import { orAgain, valueOf } from './form-again.ts';

const title = 'Assess a use case';

/** What people say of use cases and of capabilities, and needs that are waived. */
export const assessmentHandlers = {
  'assess-open': async ({ model }, scene) => openQuestions(scene, model),
  'assess-submit': async ({ model: id }, scene) => {
    const { setting } = scene.bot;
    const model = await entryNamed(setting, id);
    const filled = assessFilled(scene.modal?.values ?? new Map());
    const act = { ...scene.signed, model };
    await orAgain(
      scene,
      'bad_answers',
      async () => {
        await recordAssessment(setting, { ...act, filled });
        return messageNotice(title, assessment(await assessmentNow(setting, model.modelId)));
      },
      async (mistakes) => assessForm(await assessFormOf(setting, act, { typed: filled, mistakes })),
    );
  },
  'attest-open': async ({ model, capability }, scene) => {
    const { setting } = scene.bot;
    await scene.show({ title: 'Attest a capability', what: 'what others said' }, async () =>
      attestForm(await attestFormOf(setting, { ...scene.signed, model: await entryNamed(setting, model), capability })),
    );
  },
  'attest-submit': async ({ model: id }, scene) => {
    const { setting } = scene.bot;
    const model = await entryNamed(setting, id);
    const filled = {
      capability: valueOf(scene, attestFields.capability),
      has: valueOf(scene, attestFields.has),
      note: valueOf(scene, attestFields.note),
    };
    const act = { ...scene.signed, model };
    await orAgain(
      scene,
      'bad_attestation',
      async () => {
        const { capability, has, until, against } = await attest(setting, { ...act, filled });
        return recorded({
          title: 'Attested',
          what: `${capabilityName(capability)} is ${has ? '' : 'not '}there`,
          until: until.toISOString(),
          against,
          meanwhile: 'Both are shown, and what claims less counts until one of you changes it.',
        });
      },
      async (mistakes) => attestForm(await attestFormOf(setting, { ...act, capability: null }, { filled, mistakes })),
    );
  },
  'waive-open': async ({ model }, scene) => {
    const { setting } = scene.bot;
    await scene.show({ title: 'Waive a need', what: 'what it needs' }, async () =>
      waiveForm(await waiveFormOf(setting, { ...scene.signed, model: await entryNamed(setting, model) })),
    );
  },
  'waive-submit': async ({ model: id }, scene) => {
    const { setting } = scene.bot;
    const model = await entryNamed(setting, id);
    const filled = {
      capability: valueOf(scene, waiveFields.capability),
      days: valueOf(scene, waiveFields.days),
      reason: valueOf(scene, waiveFields.reason),
    };
    const act = { ...scene.signed, model };
    await orAgain(
      scene,
      'bad_waiver',
      async () => {
        await waiveNeed(setting, { ...act, filled });
        return notice({ title: 'Waived', lines: ['The channel of the model shows it, and its end when it comes.'] });
      },
      async (mistakes) => waiveForm(await waiveFormOf(setting, act, { filled, mistakes })),
    );
  },
  'waiver-end': async ({ press }, scene) => {
    await endWaiverNow(scene.bot.setting, { ...scene.signed, press });
    await scene.tell(refusal({ sentence: 'Ended: the need counts again, and the message says so.', links: [] }));
  },
  'doubt-answer': async ({ press }, scene) => openQuestions(scene, await doubtedModel(scene.bot.setting, press)),
  'doubt-explain': async ({ press }, scene) => {
    const { setting } = scene.bot;
    await scene.show({ title: 'It is as said', what: 'what was said' }, async () => {
      const { name } = await entryNamed(setting, await doubtedModel(setting, press));
      return explainForm({ model: name, press });
    });
  },
  'doubt-explain-submit': async ({ press }, scene) => {
    await explainDoubts(scene.bot.setting, { ...scene.signed, press, reason: valueOf(scene, reasonField) });
    await scene.modal?.replace(
      notice({ title: 'It is as said', lines: ['Recorded. You are not asked about this again.'] }),
    );
  },
} satisfies Partial<Handlers<Scene>>;

/** Asks the questions about a model; whoever may not answer is told who may. */
async function openQuestions(scene: Scene, id: string): Promise<void> {
  const { setting } = scene.bot;
  await scene.show({ title, what: 'what is known of it' }, async () =>
    assessForm(await assessFormOf(setting, { ...scene.signed, model: await entryNamed(setting, id) })),
  );
}
