import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '#domain/canonical-json.ts';
import { recordedDecisions } from '#operations/explain/recorded-decisions.ts';
import { activatePlaybooks } from '#operations/playbooks/activate-playbooks.ts';
import { verifyAgain } from '#operations/record-execution.ts';
import { rejudgeRequests } from '#operations/rejudge-requests.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import { judgedAgain, replayDecision } from '#playbook/replay/replay.ts';
import { executions } from '#store/schema/request.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';
const day = 86_400_000;

/** Brings a changed set into force as an approved change would. */
async function bringIntoForce(scene: Scene, change: (set: PlaybookSet) => PlaybookSet): Promise<void> {
  const { setting } = scene.app;
  const { set } = await setting.refreshPlaybooks();
  await setting.db.transaction((tx) =>
    activatePlaybooks(tx, setting.workspaceId, change(set), { by: 'a test', at: setting.now() }),
  );
  await setting.refreshPlaybooks();
  await rejudgeRequests(setting);
  await scene.settled();
}

function withRuleOfLegal(set: PlaybookSet): PlaybookSet {
  const playbooks = set.playbooks.map((one) => {
    const [rule] = one.rules ?? [];
    if (one.name !== 'Fraud models to production' || rule === undefined) return one;
    const people = [{ from: ['legal'], count: 1 }];
    return { ...one, rules: [rule, { ...rule, name: 'Legal has read it', why: null, evidence: [], people }] };
  });
  return { ...set, playbooks };
}

describe('/mlops explain', { timeout: 60_000 }, () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
  });
  afterEach(() => scene.close());

  const ask = (person = 'ana') =>
    scene.as(person).types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  const approve = async (...people: readonly string[]) => {
    for (const person of people) {
      await scene.as(person).types('/mlops approve R-1');
      await scene.as(person).submits({ reason: why });
    }
  };
  const explained = async (person: string, request = 'R-1') => {
    await scene.as(person).types(`/mlops explain ${request}`);
    return scene.as(person).told();
  };
  it('names what is missing, who could give it, and whether the reader could', async () => {
    await ask();
    const forRequester = await explained('ana');
    expect(forRequester).toContain('… Waiting; missing: 3 approvals.');
    expect(forRequester).toContain('You: You asked for this, so your approval cannot fill a seat.');
    expect(forRequester).toContain(
      '… 1 more from Risk for “Risk has challenged it”: Jon Bakker or Mei Tanaka could give it.',
    );
    expect(forRequester).toContain(
      '… If Ben de Vries, Jon Bakker and Tom Lindqvist approved now, it would be approved.',
    );
    expect(forRequester).toContain('› If it is not approved until Mon 1 Dec 10:00 UTC, it expires.');
    expect(forRequester).toContain('… Who contributed to this version: v7 has no tag countersign.contributors.');
    expect(await explained('jon', 'r1')).toContain('You: You can approve this as Risk.');
    expect(await explained('kim', '1')).toContain('You: You are in none of the roles that this request needs,');
    expect(await explained('kim', 'R-9')).toContain('There is no request R-9.');
    await approve('ben', 'mei');
    expect(await explained('ben')).toContain('You: You approved this as Fraud ML.');
    expect(await explained('jon')).toContain('You: You could fill no seat that is still empty.');
    await scene.as('ana').presses('Details');
    expect(scene.as('ana').modal()).toContain('Risk has challenged it');
  });

  it('says why a vote does not count, and that it can be given again', async () => {
    await ask();
    await approve('ben', 'mei');
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '6');
    await approve('tom');
    const shown = await explained('mei');
    expect(shown).toContain("✗ “Ranks at least as well as today's model” changed since Ben de Vries approved.");
    expect(shown).toContain(
      "You: Your vote does not count: “Ranks at least as well as today's model” changed since Mei Tanaka approved. You can approve this as Risk.",
    );
    expect(shown).toContain('… If Ben de Vries, Jon Bakker and Tom Lindqvist approved now, it would be approved.');
  });

  it('says of a blocked request what would end that', async () => {
    await ask('ben');
    const shown = await explained('mei');
    expect(shown).toContain('✗ Blocked; missing: 3 approvals.');
    expect(shown).toContain('✗ Too few people could fill the seats. Only more people in the roles,');
    expect(shown).toContain('✗ It would not be enough if everybody approved: first what blocks it has to end.');
    expect(await explained('ana')).toContain('You: You trained this version, so your approval cannot fill a seat.');
  });

  it('says until when an approved request waits, and then what became of it', async () => {
    await ask();
    await scene.advance(3 * day + 15 * 3_600_000);
    await approve('ben', 'mei', 'tom');
    const frozen = await explained('ana');
    expect(frozen).toContain('✓ Approved by Mei Tanaka, Tom Lindqvist and Ben de Vries.');
    expect(frozen).toContain('… Frozen by "Settlement run" (Europe/Amsterdam) until Sun 30 Nov 04:00 UTC.');
    expect(frozen).toContain('✓ Nobody else has to agree: it is decided.');
    expect(frozen).toContain(
      '› Once nothing keeps it waiting, it is carried out; it expires if that is not by Wed 3 Dec',
    );
    await scene.as('tom').types('/mlops show R-1');
    await scene.advance(4 * 3_600_000);
    const done = await explained('ana');
    expect(done).toContain('Promoted: fraud-scorer v7 is production');
    expect(done).toContain('✓ Risk has challenged it: 1 of 1 from Risk.');
    expect(done).not.toContain('What is missing');
  });

  it('names who holds it', async () => {
    await ask();
    await scene.as('tom').presses('Hold');
    await approve('ben', 'mei', 'tom');
    expect(await explained('ana')).toContain('… Tom Lindqvist holds it. Whoever may hold it can release it.');
  });

  it('shows a rejected request as it was decided', async () => {
    await ask();
    await scene.as('mei').presses('Reject…');
    await scene.as('mei').submits({ reason: why });
    const shown = await explained('ana');
    expect(shown).toContain('Rejected by Mei Tanaka (Risk)');
    expect(shown).not.toContain('You:');
  });

  it('follows what came into force while the request was open', async () => {
    await ask();
    await approve('ben', 'mei');
    await bringIntoForce(scene, withRuleOfLegal);
    const shown = await explained('ana');
    expect(shown).toContain('… 1 more from Legal for “Legal has read it”: Lea');
    expect(shown).toContain(
      'by the stricter of two: the playbook “Fraud models to production” as it was when this was opened',
    );
  });

  it('shows one that somebody overtook outside Countersign as its card does', async () => {
    await ask();
    await approve('ben', 'mei', 'tom');
    await scene.advance(60_000);
    await scene.as('ben').types('/mlops rollback fraud-scorer');
    await scene.as('ben').submits({ reason: 'false positives doubled in an hour' });
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '6');
    for (const person of ['ana', 'mei']) {
      await scene.as(person).types('/mlops approve R-2');
      await scene.as(person).submits({ reason: why });
    }
    const shown = await explained('ana', 'R-2');
    expect(shown).toContain('Not rolled back: fraud-scorer production was changed outside Countersign');
    expect(shown).not.toContain('What is missing');
    const [execution] = await scene.database.db.select().from(executions);
    await verifyAgain(scene.app.setting, execution?.id ?? '');
    await scene.settled();
  });
});

describe('a replay of the record', { timeout: 60_000 }, () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
  });
  afterEach(() => scene.close());
  const types = (person: string, text: string) => scene.as(person).types(`/mlops ${text}`);
  const approve = async (request: string, ...people: readonly string[]) => {
    for (const person of people) {
      await types(person, `approve ${request}`);
      await scene.as(person).submits({ reason: why });
    }
  };

  it('decides every request again, byte for byte, as it was decided', async () => {
    await types('ben', 'promote fraud-scorer 7 to production because recall');
    await types('kim', 'promote churn-early-warning 3 to production because it finds more');
    await scene.advance(3_600_000);
    await types('ana', 'promote fraud-scorer 7 to production because recall');
    await types('kim', 'promote credit-limit 4 to production because calibration');
    await approve('R-3', 'mei');
    await bringIntoForce(scene, withRuleOfLegal);
    await approve('R-3', 'ben');
    await approve('R-2', 'ben', 'tom');
    await types('mei', 'reject R-4');
    await scene.as('mei').submits({ reason: why });
    await scene.advance(6 * day);
    const { db, workspaceId, playbooks } = scene.app.setting;
    const decisions = await recordedDecisions(db, workspaceId, '2036-11-01T00:00:00Z');
    expect(decisions.map(({ request, verdict: { status, expired } }) => `${request} ${status} ${expired}`)).toEqual([
      'R-1 blocked false',
      'R-2 approved false',
      'R-3 waiting true',
      'R-4 blocked false',
    ]);
    for (const one of decisions) expect(canonicalJson(judgedAgain(one))).toBe(canonicalJson(one.verdict));
    const replays = decisions.map((one) => replayDecision(playbooks().set, one));
    expect(replays.map(({ direction, reproduced }) => `${direction} ${reproduced}`)).toEqual(
      decisions.map(() => 'same true'),
    );
    // Overtaken an hour later, without being judged anew.
    expect(decisions[0]?.at).toBe('2036-11-26T10:00:00.000Z');
    expect(decisions.every(({ inForce }) => inForce !== null)).toBe(true);
    expect(await recordedDecisions(db, workspaceId, '2036-12-24T00:00:00Z')).toEqual([]);
  });
});
