import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePolicy } from '#slack/commands/policy.ts';
import { openScene, type Scene } from '../support/scene.ts';

const hour = 3_600_000;

/** What ana gets to read, in a modal or alone in the channel. */
async function asked(scene: Scene, words: string): Promise<string> {
  const viewId = scene.slack.see.modal('ana')?.viewId;
  if (viewId !== undefined) await scene.slack.act.close({ as: 'ana', viewId, all: true });
  await scene.as('ana').types(`/mlops policy ${words}`);
  return scene.as('ana').modal() ?? scene.as('ana').told();
}

describe('/mlops policy', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  it.each(['fraud-scorer', 'fraud/scorer'])(
    'says what each change of %s needs, and who could give it now',
    async (name) => {
      const text = await asked(scene, name);
      expect(text).toMatch(/^# fraud-scorer: what a change needs\nPromote to `production`\n/);
      expect(text).toContain(
        'Needs Risk (Jon Bakker or Mei Tanaka), Product (Tom Lindqvist) and Fraud ML (Ana Kovač or Ben de Vries).',
      );
      expect(text).toContain('Roll back `production`\nNeeds 2 of Fraud ML or Risk (');
      expect(text).toMatch(/No playbook governs .*retirements.* so they are refused\. ML platform can add one\./);
      expect(scene.as('mei').told()).toBe('');
      expect(scene.channel('#ml-approvals').join('\n')).not.toContain('what a change needs');
    },
  );

  it('shows all rules of an act behind its button', async () => {
    await asked(scene, 'fraud-scorer');
    await scene.as('ana').presses('All rules…');
    const text = scene.as('ana').modal() ?? '';
    expect(text).toMatch(
      /^# Rules: Promote\nPromote `fraud-scorer` to `production`, by the playbook “Fraud models to production”/,
    );
    expect(text).toContain(
      'Risk has challenged it: 1 person from Risk (Mei Tanaka or Jon Bakker) agrees, and what follows has passed. (from “Critical models to production”)',
    );
    expect(text).toContain('Who can agree now');
    expect(text).toMatch(/“Settlement run” in your time: .* UTC until .* UTC/);
    // What is settled for this model is said as it is, not as it may be for others.
    expect(text).toContain('• Each approval gives a reason of at least 10 characters. (default)');
    expect(text).not.toContain('low or medium');
  });

  it('leaves out what can never apply to the model', async () => {
    const text = await asked(scene, 'home-ranker rollback');
    expect(text).toContain('One person of the team or risk rolls everyday models back: 1 person from');
    expect(text).not.toContain('roll fraud back');
    expect(text).not.toContain('if the model is');
  });

  it('says whether a first promotion is one', async () => {
    expect(await asked(scene, 'credit-limit promote')).not.toContain('Legal has cleared a first promotion');
    scene.mlflow.outside.removeAlias('credit-limit', 'production');
    await scene.restart();
    await scene.settled();
    const text = await asked(scene, 'credit-limit promote to production');
    expect(text).toContain('Legal has cleared a first promotion: 1 person from Legal (Lea');
    expect(await asked(scene, 'credit-limit')).toMatch(/Needs .*Legal \(Lea/);
  });

  it('says that nothing moves now, and until when', async () => {
    // From Wednesday 10:00 to Sunday 01:30 in Amsterdam.
    await scene.advance(86.5 * hour);
    const text = await asked(scene, 'fraud-scorer');
    expect(text).toMatch(/Frozen now: “Settlement run” until Sun 30 Nov 04:00 UTC\./);
    expect(text).not.toMatch(/Roll back .*\nNeeds .*\nFrozen/);
  });

  it('lists the playbooks in force', async () => {
    const text = await asked(scene, '');
    expect(text).toMatch(/^# \d+ playbooks in force\n/);
    expect(text).toContain(
      'Fraud models to production: promotions of `fraud/*` to `production` · 1 model · owner Risk',
    );
    expect(text).toContain('Critical models to production: promotions of `**` to `production` · others build on it');
  });

  it.each([
    ['fraud-scorrer', /No registry is known to have a model fraud-scorrer\. Did you mean .fraud\/scorer./],
    [
      'basket-recommender',
      /No playbook governs mlflow\/basket-recommender.*Ask ML platform to add one; .\/mlops policy. lists/,
    ],
    [
      'fraud-scorer promote to shadow',
      /No playbook governs promote of .fraud\/scorer. to .shadow., so it is refused\. .*ask ML platform/,
    ],
    ['fraud-scorer retire', /No playbook governs retire of .fraud\/scorer., so it is refused/],
    ['fraud-scorer promte', /“promte” is nothing that playbooks govern\. Did you mean promote\?/],
    ['fraud-scorer change_playbook', /A change of the playbooks is about no model\. .\/mlops playbooks. shows/],
    ['query-intent stop', /Nothing that Countersign is connected to tells how much .* is used where it is served/],
    ['fraud-scorer fly away', /Name one of promote, rollback, .*, as .\/mlops policy fraud-scorer promote.\./],
  ])('answers %s with what to do', async (words, sentence) => {
    expect(await asked(scene, words)).toMatch(sentence);
  });
});

describe('/mlops policy, where people and playbooks differ', () => {
  let scene: Scene;
  let folder: string;
  const change = (file: string, from: string, to: string) => {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(folder, file), text.replace(from, to));
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-policy-'));
    cpSync('playbooks', folder, { recursive: true });
    change('people.yaml', 'jon: {slack: U0JON0004', 'jon: {slack: U0GUS0011');
    change('people.yaml', 'recs-ml: {people: [rosa, kim]}', 'recs-ml: {people: [rosa, kim], excludes: [credit-ml]}');
    change(
      'promotion-recs.yaml',
      'block: {by',
      'decision: {all: [{any: [A colleague from recommendations agrees, A colleague of credit agrees]}]}\nblock: {by',
    );
    change(
      'promotion-recs.yaml',
      'rules:\n',
      'rules:\n  - {name: A colleague of credit agrees, if: {changed: [data]}, needs: {people: {from: credit-ml, count: 2}}}\n',
    );
    writeFileSync(
      join(folder, 'second.yaml'),
      'playbook: 1\nname: Second\nowner: risk\napplies_to: {action: [promote, retrain], registry: mlflow, models: ["recs/*"], when: {incident: open}}\nrules: [{name: R, needs: {people: {from: risk}}}]\nblock: {by: [risk]}\n',
    );
    scene = await openScene({ playbooks: folder });
  });
  afterAll(async () => {
    await scene.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('names nobody whose approval would not count', async () => {
    const text = await asked(scene, 'fraud-scorer');
    expect(text).toContain('Needs Risk (Mei Tanaka), ');
    expect(text).not.toMatch(/Jon|Gus/);
  });

  it('keeps ways apart, with the condition that opens one', async () => {
    const text = await asked(scene, 'home-ranker');
    expect(text).toMatch(
      /either Recs ML \(Rosa Marín\), or 2 of Credit ML \(Ben de Vries or Kim Novak\) if the training data differs from the champion's/,
    );
  });

  it('says of a second playbook when it governs, and that both stop each other', async () => {
    const text = await asked(scene, 'home-ranker');
    expect(text).toContain('Only if a high or critical alert of the model is firing.');
    expect(text).toContain('More than one playbook may govern this');
    expect(text).toMatch(/Retrain\nNeeds Risk \(Mei Tanaka\)\./);
    const rules = await asked(scene, 'home-ranker promote to production');
    expect(rules).toContain('✗ Second may govern it too; if both do, nothing is done.');
    expect(rules).toContain('If that is not known, this way to an approval is closed.');
  });
});

describe('what was typed', () => {
  it.each([
    ['', { model: null, action: null, target: null }],
    ['m', { model: 'm', action: null, target: null }],
    ['m Promote', { model: 'm', action: 'promote', target: null }],
    ['m roll back', { model: 'm', action: 'rollback', target: null }],
    ['m roll-back TO production ', { model: 'm', action: 'rollback', target: 'production' }],
    ['m to production', { model: 'm', action: null, target: 'production' }],
  ])('%j is read as it is meant', (words, read) => {
    expect(parsePolicy(words)).toEqual(read);
  });
});
