import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { ledger } from '#store/schema/ledger.ts';
import { votes } from '#store/schema/request.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';

/** A line of `delegations`; from the Monday before the scene to the Monday after it, unless told otherwise. */
function line(from: string, to: string, role: string, start = '2036-11-24T00:00', end = '2036-12-01T00:00'): string {
  return `  - {from: ${from}, to: ${to}, roles: [${role}], start: "${start}", end: "${end}", reason: leave}\n`;
}

describe('somebody stands in for another', { timeout: 120_000 }, () => {
  let scene: Scene;
  let folder: PlaybooksFolder;
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  const openWith = async (...delegations: readonly string[]) => {
    folder = await playbooksFolder();
    await folder.edit('people.yaml', '\nroles:\n', `\ndelegations:\n${delegations.join('')}\nroles:\n`);
    scene = await openScene({ playbooks: folder.path });
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  };
  const approve = async (person: string) => {
    await scene.as(person).types('/mlops approve R-1');
    await scene.as(person).submits({ reason: why });
  };
  const cast = async () =>
    (await scene.database.db.select().from(votes).orderBy(votes.id)).map(({ person, actingFor }) => ({
      person,
      actingFor,
    }));
  /** What a form says that only tells why there is nothing to sign. */
  const refusedWith = async (person: string, decision = 'approve') => {
    await scene.as(person).types(`/mlops ${decision} R-1`);
    const told = scene.as(person).modal() ?? '';
    expect(told).toMatch(/\n\[Close\] \[\]$/);
    return told;
  };

  it('and their approval fills the seat of whom they stand in for; modal, card, thread and ledger say so', async () => {
    await openWith(line('mei', 'lea', 'risk'));
    await scene.as('lea').types('/mlops explain R-1');
    expect(scene.as('lea').told()).toContain('You: You can approve this as Risk, for Mei Tanaka.');
    await scene.as('lea').types('/mlops approve R-1');
    expect(scene.as('lea').modal()).toContain('You approve as Risk, for Mei Tanaka, 1 of 1 with you.');
    expect(scene.as('lea').modal()).toContain('Required because you approve for somebody else.');
    await scene.as('lea').submits({ reason: why });
    expect(await cast()).toEqual([{ person: 'lea', actingFor: 'mei' }]);
    expect(scene.card()).toMatch(/✓ Risk: Lea \S+ for Mei Tanaka/);
    expect(scene.thread().join('\n')).toMatch(/✓ Lea \S+ approved as Risk for Mei Tanaka: “/);
    const [entry] = await scene.database.db.select().from(ledger).where(eq(ledger.event, 'vote_recorded'));
    expect(JSON.parse(String(entry?.entry))).toMatchObject({
      actor: { person: 'lea', actingFor: 'mei' },
      roles: ['risk'],
    });
    await scene.as('lea').types('/mlops explain R-1');
    expect(scene.as('lea').told()).toContain('You: You approved this as Risk, for Mei Tanaka.');
    await scene.as('lea').types('/mlops approve R-1');
    expect(scene.as('lea').modal()).toContain('You have approved this already.');
    await scene.as('ana').types('/mlops show R-1');
    expect(`${scene.as('ana').modal()}${scene.as('ana').told()}`).toMatch(/Lea \S+ for Mei Tanaka/);
    await approve('ben');
    await approve('tom');
    await scene.as('ana').types('/mlops explain R-1');
    expect(scene.as('ana').told()).toMatch(/Lea \S+ for Mei Tanaka/);
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    expect(scene.card()).toMatch(/Approved by .*Lea \S+ for Mei Tanaka \(Risk\)/);
  });

  it('and so does whom they stand in for: both fill one seat', async () => {
    await openWith(line('mei', 'lea', 'risk'));
    await approve('lea');
    await approve('mei');
    expect(await cast()).toEqual([
      { person: 'lea', actingFor: 'mei' },
      { person: 'mei', actingFor: null },
    ]);
    expect(scene.card()).toMatch(/✓ Risk: Lea \S+ for Mei Tanaka\n/);
    expect(scene.card()).toMatch(/… Product: 1 more/);
    expect(scene.thread().join('\n')).toContain('The seats Mei Tanaka could fill are taken');
  });

  it('and votes for themselves where they can fill a seat of their own', async () => {
    await openWith(line('mei', 'tom', 'risk'));
    await scene.as('tom').types('/mlops approve R-1');
    expect(scene.as('tom').modal()).toContain('You approve as Product, 1 of 1 with you.');
    await scene.as('tom').submits({ reason: why });
    expect(await cast()).toEqual([{ person: 'tom', actingFor: null }]);
    expect(scene.card()).toMatch(/… Risk: 1 more/);
  });

  it.each([
    ['not any more', line('mei', 'lea', 'risk', '2036-11-20T00:00', '2036-11-26T09:00')],
    ['not yet', line('mei', 'lea', 'risk', '2036-11-27T00:00', '2036-12-01T00:00')],
    ['for longer than the playbook allows', line('mei', 'lea', 'risk', '2036-11-20T00:00', '2036-12-20T00:00')],
  ])('%s: they are refused and told why', async (_when, delegation) => {
    await openWith(delegation);
    expect(await refusedWith('lea')).toMatch(
      /You cannot approve for Mei Tanaka: Mei Tanaka has not delegated Risk to Lea \S+ for this time\. Still asked: /,
    );
  });

  it('who asked for it: they are refused and told why', async () => {
    await openWith(line('ana', 'lea', 'fraud-ml'));
    expect(await refusedWith('lea')).toContain('You cannot approve for Ana Kovač: Ana Kovač asked for this.');
  });

  it('and asked for it themselves: they are refused', async () => {
    await openWith(line('mei', 'ana', 'risk'));
    expect(await refusedWith('ana')).toContain('You asked for this, so your approval cannot fill a seat.');
  });

  it('but nobody rejects for another', async () => {
    await openWith(line('mei', 'lea', 'risk'));
    expect(await refusedWith('lea', 'reject')).toMatch(/Only Risk, Product or Fraud ML can reject this request/);
  });

  it('and what the modal said is what is signed: if it would be for another now, nothing is recorded', async () => {
    await openWith(line('mei', 'lea', 'risk'), line('tom', 'lea', 'product'));
    await scene.as('lea').types('/mlops approve R-1');
    expect(scene.as('lea').modal()).toContain('as Risk, for Mei Tanaka');
    await approve('jon');
    await scene.as('lea').submits({ reason: why });
    expect(await cast()).toEqual([{ person: 'jon', actingFor: null }]);
    await approve('lea');
    expect((await cast()).at(-1)).toEqual({ person: 'lea', actingFor: 'tom' });
  });
});
