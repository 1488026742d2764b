import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedModels, northwind } from '#sandbox/mlflow/seed.ts';
import { commands } from '#slack/commands/index.ts';
import { requests } from '#store/schema/request.ts';
import { openScene, type Scene, start } from '../support/scene.ts';

/** Everything that a command may have done, seen from outside. */
async function trace(scene: Scene) {
  const { slack, database, mlflow } = scene;
  return {
    requests: await database.db.$count(requests),
    messages: slack.see.workspace().channels.map(({ id }) => slack.see.messages(id).length),
    models: mlflow.outside.model('fraud-scorer')?.aliases,
  };
}

describe('/mlops', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  });
  afterAll(() => scene.close());

  /** What a person gets to read, in the channel or in a modal. */
  const answer = async (person: string, text: string) => {
    const viewId = scene.slack.see.modal(person)?.viewId;
    if (viewId !== undefined) await scene.slack.act.close({ as: person, viewId, all: true });
    await scene.as(person).types(text);
    return scene.as(person).modal() ?? scene.as(person).told();
  };

  it.each(commands.flatMap(({ examples }) => examples).filter((line) => !line.startsWith('/mlops promote fraud')))(
    'answers `%s`, to whoever asked alone',
    async (line) => {
      const before = await trace(scene);
      const text = await answer('lea', line);
      expect(text).not.toBe('');
      expect(text).not.toMatch(/That is a bug|is not a command/);
      expect(await trace(scene)).toEqual(before);
      expect(scene.as('rosa').told()).toBe('');
    },
  );

  it('lists every command with an example, also when nothing follows', async () => {
    for (const line of ['/mlops', '/mlops help', '/mlops HELP']) {
      const text = await answer('mei', line);
      for (const { name, summary } of commands) expect(text).toMatch(new RegExp(`/mlops ${name}.*: ${summary}`));
    }
  });

  it.each([
    ['stauts', '/mlops status'],
    ['aprove R-1', '/mlops approve'],
    ['roll-back fraud-scorer', '/mlops rollback'],
  ])('offers the nearest command for `%s`', async (typed, meant) => {
    const text = await answer('mei', `/mlops ${typed}`);
    expect(text).toContain('is not a command');
    expect(text).toMatch(new RegExp(`Did you mean .${meant}.`));
    expect(text).toContain('/mlops promote');
  });

  it('does not guess at what resembles nothing', async () => {
    const text = await answer('mei', '/mlops <!channel> *xyzzy*');
    expect(text).toContain('is not a command. These are:');
    expect(text).not.toContain('Did you mean');
    expect(JSON.stringify(scene.slack.see.messages('#ml-approvals', 'mei'))).not.toContain('<!channel>');
  });

  it('lists the models with what waits', async () => {
    const text = await answer('mei', '/mlops status');
    expect(text).toMatch(/^# Your status, 1 model: 1 waits for you\nfraud-scorer.*production.*v5/);
    expect(text).toMatch(/waiting: v7 → .production., R-1, needs /);
    expect(text).toContain('[Open R-1]');
  });

  it('says of one model what holds its aliases, by registry name or catalogue id', async () => {
    for (const name of ['fraud-scorer', 'fraud/scorer']) {
      const text = await answer('mei', `/mlops status ${name}`);
      expect(text).toMatch(/^# fraud-scorer\n.*production.* v5/);
      expect(text).toContain('R-1');
    }
  });

  it('lists what contains the words that name no model', async () => {
    expect(await answer('mei', '/mlops status ranker')).toMatch(/^# 1 model like “ranker”/);
    expect(await answer('mei', '/mlops status no-such-thing')).toContain('No model or team is called “no-such-thing”');
  });

  it('lists requests, those that wait for the asker first', async () => {
    expect(await answer('mei', '/mlops requests')).toMatch(/^# 1 request .*for you\n.*fraud-scorer v7/i);
    expect(await answer('fin', '/mlops requests')).toMatch(
      /^# No requests are waiting for you\nWaiting for others\nfraud-scorer v7/,
    );
  });

  it.each(['R-1', 'r1', '1'])('shows the request that is named %s', async (name) => {
    const text = await answer('mei', `/mlops show ${name}`);
    expect(text).toContain('better recall on EU cards');
    expect(text).toContain('Risk');
  });

  it.each(['show', 'approve', 'reject'])('%s says how to name a request', async (verb) => {
    for (const name of ['', '99', 'R-0', 'fraud-scorer']) {
      const text = await answer('mei', `/mlops ${verb} ${name}`);
      expect(text).toMatch(/[Nn]o request|[Ss]ay which request/);
      expect(text).toContain('/mlops requests');
    }
  });

  it('opens the same modal as the button for approve and reject', async () => {
    await scene.as('mei').presses('Approve…');
    const byButton = scene.as('mei').modal();
    expect(await answer('mei', '/mlops approve R-1')).toBe(byButton);
    const reject = await answer('mei', '/mlops reject R-1');
    expect(reject).toContain('[Reject]');
    await scene.as('mei').submits({ reason: '' });
    expect(scene.as('mei').modal()).toBe(reject);
  });

  it.each([
    ['fraud-scorrer 7', /No registry is known to have a model fraud-scorrer\. Did you mean .fraud\/scorer./],
    ['no-such-model 7', /No registry is known to have a model no-such-model\./],
    ['fraud-scorer 99', /MLflow has no version 99 of fraud\/scorer\..*\/mlops status fraud\/scorer/],
    ['fraud-scorer 0', /has no version 0/],
    ['fraud-scorer -1', /no version or alias -1/],
    ['fraud-scorer staging', /no version or alias staging/],
    ['fraud-scorer 7 to Prod!', /cannot be an alias: use small letters/],
    ['fraud-scorer 7 to latest', /cannot be an alias/],
    ['fraud-scorer 7 to v3', /cannot be an alias/],
    ['fraud-scorer 5', /v5 is .production. already/],
    ['fraud-scorer production', /v5 is .production. already/],
    ['fraud-scorer 6 to shadow', /No playbook governs .*fraud.* to .*shadow/],
  ])('promote %s is refused with a sentence, and nothing is recorded', async (words, sentence) => {
    const before = await trace(scene);
    expect(await answer('ben', `/mlops promote ${words} because it is better`)).toMatch(sentence);
    expect(await trace(scene)).toEqual(before);
  });

  it('promote of somebody who is not listed says how to be listed', async () => {
    scene.slack.act.invite('#ml-approvals', 'gus');
    expect(await answer('gus', '/mlops promote fraud-scorer 6')).toContain('Guests and external users cannot');
  });

  it.each([
    ['', /Say which model/],
    ['fraud-scorer', /Countersign has not moved .production. of fraud\/scorer/],
    ['fraud-scorer shadow', /Countersign has not moved .shadow. of fraud\/scorer/],
    ['fraud-scorrer', /Did you mean .fraud\/scorer./],
  ])('rollback %s says why there is nothing to go back to', async (words, sentence) => {
    expect(await answer('ben', `/mlops rollback ${words}`)).toMatch(sentence);
  });

  it('takes a version by an alias it holds, a v before its number, and words in any case', async () => {
    expect(await answer('kim', '/mlops PROMOTE churn-early-warning v3 TO production BECAUSE the price change')).toMatch(
      /R-\d/,
    );
    expect(scene.card()).toContain('“the price change”');
    expect(await answer('ana', '/mlops promote fraud-scorer challenger because of the new features')).toMatch(/R-\d/);
    expect(scene.card()).toMatch(/^# Promote fraud-scorer v7 to production\?/);
  });
});

describe('with ten thousand models', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({
      mlflow: {
        seed: (world) => {
          northwind(start)(world);
          generatedModels(10_000, start)(world);
        },
      },
    });
  });
  afterAll(() => scene.close());

  const offered = async (value: string) => {
    const viewId = scene.slack.see.modal('ana')?.viewId ?? '';
    const where = { as: 'ana', viewId, blockId: 'model', actionId: 'promote-pick-model' };
    // The pretend Slack refuses options that break Slack's limits.
    const { options } = (await scene.slack.act.options({ ...where, value })) as {
      options: { value: string; text: { text: string } }[];
    };
    return options.map(({ text }) => text.text);
  };

  it('offers at most as many as Slack shows, and finds every one by a part of its name', async () => {
    await scene.as('ana').types('/mlops promote');
    expect(await offered('generated')).toHaveLength(100);
    expect(await offered('generated-0999')).toEqual([...Array(10).keys()].map((n) => `generated-0999${n}`));
    expect(await offered('10000')).toEqual(['generated-10000']);
    expect(await offered('fraud-scorer')).toEqual(['fraud-scorer']);
    expect(await offered('%')).toEqual([]);
    expect(await offered('_')).toEqual([]);
  });

  it('counts them all and shows a page', async () => {
    await scene.as('ana').types('/mlops status all');
    expect(scene.as('ana').told()).toMatch(/^# 100\d\d models of Northwind Lending: nothing needs action/);
    expect(scene.as('ana').told()).toContain('[Show 10 more]');
    await scene.as('ana').types('/mlops status generated-00042');
    expect(scene.as('ana').told()).toMatch(/^# generated-00042/);
  });
});
