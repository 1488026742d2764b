import { digestOf } from '#domain/digest.ts';
import { epochMs } from '#domain/instant.ts';
import { Refusal } from '#errors.ts';
import { type RubricTest, rubricTests } from '#maturity/rubric.ts';
import { byHandDays } from '#maturity/test-score.ts';
import { addHandTest, handTestsOf } from '#store/hand-tests.ts';
import { appendLedger } from '#store/ledger.ts';
import type { ModelRow } from '#store/models.ts';
import type { FilledHandTest, HandTestForm } from '#views/hand-test.ts';
import { actorOf, listedActor } from '../actor.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';

interface HandTestAct {
  readonly teamId: string;
  readonly slackUser: string;
  readonly model: ModelRow;
}

/** The form, for any listed person. Throws a Refusal for anybody else. */
export async function handTestFormOf(
  setting: Setting,
  act: HandTestAct,
  again: { readonly filled: FilledHandTest; readonly mistakes: readonly string[] } | null = null,
): Promise<HandTestForm> {
  listedActor(setting, await actorOf(setting, act));
  return {
    model: act.model.name,
    modelId: act.model.modelId,
    tests: rubricTests.map(({ id, title }) => ({ id, title })),
    countsDays: byHandDays,
    filled: again?.filled ?? { test: '', passed: '', note: '' },
    mistakes: again?.mistakes ?? [],
  };
}

/** A test done by hand as it was recorded, and who says otherwise. */
interface RecordedHandTest {
  readonly test: RubricTest;
  readonly passed: boolean;
  readonly until: Date;
  /** Names of those whose word, which still counts, is the other. */
  readonly against: readonly string[];
}

/**
 * Records what a named person says of a test done by hand; it counts for 180 days, and their word before it no more.
 * Throws a Refusal for whoever is not listed, and `bad_hand_test` for what cannot be recorded.
 */
export async function recordHandTest(
  setting: Setting,
  act: HandTestAct & { readonly filled: FilledHandTest },
): Promise<RecordedHandTest> {
  const actor = listedActor(setting, await actorOf(setting, act));
  const { test, passed, note } = soundHandTest(act.filled);
  const model = act.model.modelId;
  const { workspaceId } = setting;
  const at = new Date(setting.now());
  const id = setting.newId();
  await setting.db.transaction(async (tx) => {
    await addHandTest(tx, { id, workspaceId, model, test: test.id, person: actor.person, passed, note, at });
    await appendLedger(tx, {
      workspaceId,
      event: 'test_attested',
      at,
      entry: {
        attestation: id,
        model,
        test: test.id,
        passed,
        note: digestOf(note),
        actor: { person: actor.person, slackUser: actor.slackUser },
      },
    });
  });
  const lastsMs = byHandDays * 86_400_000;
  const names = await readNames(setting, setting.db);
  const since = new Date(epochMs(setting.now()) - lastsMs);
  const said = await handTestsOf(setting.db, workspaceId, { models: [model], since });
  return {
    test,
    passed,
    until: new Date(at.getTime() + lastsMs),
    against: said.filter((one) => one.test === test.id && one.passed !== passed).map(({ person }) => names.of(person)),
  };
}

function soundHandTest({ test: named, passed, note }: FilledHandTest) {
  const test = rubricTests.find(({ id }) => id === named);
  const mistakes = [
    ...(test === undefined ? ['Pick the test that was done.'] : []),
    ...(passed === 'yes' || passed === 'no' ? [] : ['Pick how it came out.']),
    ...(note.trim().length < 10 ? ['Write where the result is written down, in at least ten characters.'] : []),
  ];
  if (test === undefined || mistakes.length > 0) throw new Refusal('bad_hand_test', mistakes.join(' '));
  return { test, passed: passed === 'yes', note: note.trim() };
}
