import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answeredBefore } from '#sandbox/answered-before.ts';
import { addMaturityWeeks } from '#store/maturity-weeks.ts';
import { ledger } from '#store/schema/ledger.ts';
import { assessments, attestations } from '#store/schema/maturity-answers.ts';
import { openScene, type Scene } from '../support/scene.ts';

const day = 86_400_000;

describe('what a use case needs', { timeout: 90_000 }, () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
  });
  afterEach(() => scene.close());

  const events = async () =>
    (await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq)))
      .map(({ event }) => event)
      .filter((event) => /assessed|attested|waive|use_case/.test(event));
  /** Sends the open modal; of questions with several answers, one list each. */
  const sends = async (person: string, values: Readonly<Record<string, string | readonly string[]>>) => {
    const modal = scene.slack.see.modal(person);
    const blocks = (modal?.view['blocks'] ?? []) as { block_id?: string; element?: { action_id: string } }[];
    const filled = Object.fromEntries(
      Object.entries(values).map(([id, value]) => {
        const action = blocks.find((block) => block.block_id === id)?.element?.action_id ?? '';
        return [id, { [action]: value }];
      }),
    );
    await scene.slack.act.submit({ as: person, viewId: modal?.viewId ?? '', values: filled });
    await scene.settled();
  };

  it('is asked in eight questions, filled in from what is seen and models.yaml, then from what was answered', async () => {
    await scene.as('ana').types('/mlops assess fraud-scorer');
    const form = scene.as('ana').modal() ?? '';
    expect(form.match(/\?/g)).toHaveLength(8);
    expect(form).toContain(
      'Is it in production or a pilot? [In production ▾]\n  › Filled in from what is seen: It has traffic.',
    );
    expect(form).toContain('[On a schedule or with new data ▾]\n  › Filled in from models.yaml.');
    expect(form).toContain('[ ] In batches [x] On request or on a stream');
    expect(form).toContain('Nobody has answered yet');

    await sends('ana', {
      'assess-reuse': 'yes',
      'assess-serving': ['batch', 'online'],
      'assess-modality': ['tables', 'latency'],
      'assess-business': 'Tom, chargebacks in euros',
    });
    const told = scene.as('ana').modal() ?? '';
    expect(told).toContain('fraud-scorer needs 10 of 12 capabilities');
    expect(told).toContain('As Ana Kovač said on 26 Nov 2036, it is: mission-critical');
    expect(told).toMatch(/• Model registry \(.*\): mission-critical°, used by other teams, retrained often/);
    expect(told).toMatch(/• CI\/CD of pipelines: once its code changes often/);
    expect(told).toContain('Look again on 24 Feb 2037');
    expect(told).toContain('° reconstructed by us');
    expect(scene.as('ana').notes().at(-1)).toContain('fraud-scorer needs 10 of 12 capabilities');
    expect(await events()).toEqual(['capability_assessed']);
    expect(await scene.database.db.select().from(assessments)).toMatchObject([
      {
        model: 'fraud/scorer',
        person: 'ana',
        matrixVersion: 'reconstructed-1, 1 changed',
        answers: { reuse: 'yes', serving: ['batch', 'online'], modality: ['tables', 'latency'], impact: 'some' },
      },
    ]);

    await scene.as('ben').types('/mlops assess fraud-scorer');
    expect(scene.as('ben').modal()).toContain('Do other teams use the model or its features? [Yes, or they want to ▾]');
    expect(scene.as('ben').modal()).toContain('Answered last by Ana Kovač');
    await sends('ben', { 'assess-stage': 'pilot' });
    expect(scene.as('ben').modal()).toContain('As Ben de Vries said on 26 Nov 2036, it is: a pilot.');
    expect(await scene.database.db.$count(assessments)).toBe(2);
  });

  it('is shown to whoever may not answer, with who may', async () => {
    await scene.as('lea').types('/mlops assess fraud-scorer');
    expect(scene.as('lea').modal()).toContain('# fraud-scorer needs');
    expect(scene.as('lea').modal()).toContain('As models.yaml says');
    await scene.as('lea').presses('Answer…', { modal: true });
    expect(scene.as('lea').modal()).toMatch(/Only .*, Fraud ML or ML platform can answer for fraud\/scorer/);
    await scene.as('lea').types('/mlops assess');
    expect(scene.as('lea').told()).toContain('Name the model');
  });

  it('takes the word of named people for what no record shows, and shows that they disagree', async () => {
    await scene.as('ana').types('/mlops assess fraud-scorer');
    await sends('ana', {});
    const attests = async (person: string, has: string, note: string) => {
      await scene.as(person).types('/mlops assess recs/ranker');
      await scene.as(person).presses('Attest…', { modal: true });
      await scene.as(person).submits({ 'attest-capability': 'repository', 'attest-has': has, 'attest-note': note });
      return scene.as(person).modal() ?? '';
    };
    expect(await attests('lea', 'yes', '               ')).toContain('✗ Write where others can see it');
    expect(await scene.database.db.$count(attestations)).toBe(0);
    expect(await attests('lea', 'yes', 'in the feature catalogue, under ranking')).toContain(
      'Recorded with your name: Dataset and feature repository is there. It counts until 25 May 2037',
    );
    expect(await attests('mei', 'no', 'nobody else can find it there')).toContain('Lea Fontaine said otherwise.');
    expect(await needs('jon', 'recs/ranker')).toContain(
      'people disagree: Lea Fontaine says that it is there, Mei Tanaka that it is not',
    );
    await scene.advance(181 * day);
    expect(await needs('jon', 'recs/ranker')).not.toContain('people disagree');
    expect(await events()).toEqual(['capability_assessed', 'capability_attested', 'capability_attested']);
  });

  it('asks the owner once about what is declared and looks otherwise, and never again', async () => {
    const app = scene.database.db;
    const week = (monday: string) =>
      addMaturityWeeks(app, [
        {
          workspaceId: scene.slack.see.workspace().team.id,
          week: monday,
          kind: 'all',
          subject: '',
          recordedAt: new Date(0),
        },
        {
          workspaceId: scene.slack.see.workspace().team.id,
          week: monday,
          kind: 'model',
          subject: 'recs/ranker',
          team: 'recs',
          rungs: { registry: 'verified' },
          recordedAt: new Date(0),
        },
      ]);
    for (const version of [6, 7]) {
      await scene.as('ana').types(`/mlops promote fraud-scorer ${version} to production because it is newer`);
    }
    const asked = () =>
      scene
        .as('ana')
        .notes()
        .filter((text) => text.includes('what was said of it'));
    await scene.advance(60_000);
    expect(asked()).toEqual([]);

    await week('2036-11-24');
    await scene.advance(60_000);
    expect(asked()).toEqual([expect.stringContaining('# Is fraud-scorer still what was said of it?')]);
    expect(asked()[0]).toContain('models.yaml says one thing of `fraud-scorer`, and its records another:');
    expect(asked()[0]).toContain(
      '• How often does the code that trains it change? Said: Less than twice a month. Seen: 2 states of its code registered in 30 days.',
    );
    await week('2036-12-01');
    await scene.advance(60_000);
    expect(asked()).toHaveLength(1);

    const place = { channel: direct('ana') };
    await scene.as('ana').presses('It is as said…', place);
    await scene.as('ana').submits({ reason: 'both came from one clean-up of the code' });
    expect(scene.as('ana').modal()).toContain('You are not asked about this again.');
    expect(scene.as('ana').notes().join('\n')).toMatch(
      /# Settled: what fraud-scorer is used for[\s\S]*✓ Ana Kovač says that it is as it was said:\n“both came from one clean-up/,
    );
    expect(await events()).toEqual(['use_case_doubted', 'use_case_explained']);
    expect(await needs('lea', 'fraud-scorer')).toContain('team recs runs it already: ask them first');
  });

  it('was answered by somebody of Northwind before one looks around, once', async () => {
    await answeredBefore(scene.slack, () => scene.settled());
    await answeredBefore(scene.slack, () => scene.settled());
    expect(await scene.database.db.$count(assessments)).toBe(1);
    expect(scene.as('ana').modal()).toBeNull();
    await scene.as('ben').types('/mlops assess fraud-scorer');
    expect(scene.as('ben').modal()).toContain('Answered last by Ana Kovač');
    expect(scene.as('ben').modal()).toContain('[Tom Lindqvist; chargebacks in euros a week]');
  });

  const direct = (person: string) => {
    const { people, channels } = scene.slack.see.workspace();
    const id = people.find(({ name }) => name === person)?.id ?? person;
    return channels.find(({ kind, members }) => kind === 'direct' && members.includes(id))?.id ?? '';
  };

  const needs = async (person: string, model: string) => {
    await scene.as(person).types(`/mlops assess ${model}`);
    return scene.as(person).modal() ?? '';
  };

  it('lets whoever owns the matrix waive a need, in public and until an end', async () => {
    expect(await needs('mei', 'fraud-scorer')).toContain('Dataset and feature repository');
    await scene.as('mei').presses('Waive a need…', { modal: true });
    expect(scene.as('mei').modal()).toContain('Only ML platform can waive a need');

    const open = async () => {
      await scene.as('ops').types('/mlops assess fraud-scorer');
      await sends('ops', {});
      await scene.as('ops').presses('Waive a need…', { modal: true });
    };
    await open();
    const reason = 'one team uses its features, and nobody else asked';
    await scene.as('ops').submits({ 'waive-capability': 'repository', 'waive-days': '30', 'waive-reason': reason });
    expect(scene.as('ops').modal()).toContain('The channel of the model shows it');
    const shown = () => scene.channel('#ml-digest').filter((text) => /Waive/.test(text));
    expect(shown()).toEqual([
      expect.stringContaining('# Waived: fraud-scorer may do without Dataset and feature repository'),
    ]);
    expect(shown()[0]).toContain(`“${reason}”`);
    expect(await needs('lea', 'fraud-scorer')).toContain('waived by');

    await scene.advance(30 * day);
    await scene.advance(60_000);
    expect(shown()).toEqual([
      expect.stringContaining('# Waiver ended: fraud-scorer needs Dataset and feature repository again'),
    ]);
    expect(shown()[0]).not.toContain('[End it now]');
    expect(await needs('lea', 'fraud-scorer')).not.toContain('waived by');
    expect(await events()).toEqual(['capability_assessed', 'need_waived', 'waiver_ended']);

    await open();
    await scene.as('ops').submits({ 'waive-capability': 'repository', 'waive-days': '90', 'waive-reason': reason });
    await scene.as('mei').presses('End it now', { channel: '#ml-digest' });
    expect(scene.as('mei').told('#ml-digest')).toContain('Only ML platform can waive a need');
    await scene.as('ops').presses('End it now', { channel: '#ml-digest' });
    expect(shown().at(-1)).toContain('ended it on');
    expect(await events()).toContain('waiver_ended');
  });
});
