import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { billLine, type HeldBill, heldBill } from '../support/cost-world.ts';
import { historyScopes, openScene, type Scene } from '../support/scene.ts';

const day = 86_400_000;
/** Days before 26 November 2036, when the scene begins. */
const before = (days: number) => new Date(Date.parse('2036-11-26') - days * day).toISOString().slice(0, 10);

describe('cost', { timeout: 60_000 }, () => {
  let scene: Scene;
  let bill: HeldBill;
  beforeEach(async () => {
    bill = heldBill();
    for (let ago = 1; ago <= 70; ago += 1) {
      bill.lines.push(
        billLine(before(ago), '10', { team: 'fraud', model: 'fraud-scorer', env: 'prod' }),
        billLine(before(ago), '2.5', { team: 'fraud', model: 'churn', env: 'prod' }),
        billLine(before(ago), '4', { team: 'credit', model: 'credit-limit' }, { service: 'BigQuery' }),
        billLine(before(ago), '1', {}, { currency: 'USD', service: 'Support', category: 'purchase' }),
      );
    }
    for (const [resource, amount] of [
      ['disks/cheap', '1'],
      ['vms/dear', '9'],
    ] as const) {
      const {
        billingPeriod: _,
        category: __,
        runBillingId: ___,
        region: ____,
        ...line
      } = billLine(before(2), amount, {});
      bill.resources.push({ ...line, resource });
    }
    scene = await openScene({
      costs: new Map([['bill', bill]]),
      slack: { scopes: [...historyScopes, 'files:write', 'files:read'] },
    });
    await scene.settled();
  });
  afterEach(() => scene.close());

  /** The last file in somebody's direct messages with Countersign. */
  async function sentTo(person: string): Promise<{ readonly name: string; readonly text: string }> {
    const { people, channels } = scene.slack.see.workspace();
    const id = people.find(({ name }) => name === person)?.id ?? '';
    const direct = channels.find(({ kind, members }) => kind === 'direct' && members.includes(id));
    const [file] = scene.slack.see
      .messages(direct?.id ?? '')
      .flatMap(({ files }) => files)
      .slice(-1);
    const bytes = await fetch(`${scene.slack.origin}/files/${file?.id}`);
    return { name: file?.title ?? '', text: await bytes.text() };
  }

  it('is answered from what was read at night, for the asker’s team by default, and split by a press', async () => {
    const ana = scene.as('ana');
    await ana.types('/mlops cost');
    expect(ana.told()).toContain('Team fraud: €375');
    expect(ana.told()).toContain('unchanged on as many days before (€375)');
    expect(ana.told()).toContain('data through 25 Nov; 23 Nov to 25 Nov provisional');
    await ana.presses('By env');
    expect(ana.told()).toMatch(/prod +€375 +100\.0%/);
    await ana.types('/mlops cost all --by service --last 7d');
    expect(ana.told()).toContain('All spend: €116 and $7.00');
    expect(ana.told()).not.toContain('€123');
    await ana.types('/mlops cost fruad');
    expect(ana.told()).toContain('is called `fruad`: did you mean `fraud`?');
    await ana.types('/mlops cost all --last 400d');
    expect(ana.told()).toContain('no data before 17 Sep');
    await ana.types('/mlops cost labels');
    expect(ana.told()).toMatch(/^# Labels to mend on 2 resources\n`dear`\n• .*team.*\n[^]*`cheap`/);
    expect(ana.told()).toContain('Looked at 2 resources, data through 2036-11-25.');
  });

  it('is sent as a file to whoever asks for the rows, and to nobody else', async () => {
    const ana = scene.as('ana');
    await ana.types('/mlops cost --last 7d');
    await ana.presses('CSV');
    expect(ana.told()).toBe(
      '14 rows of team=fraud, 19 Nov to 25 Nov: the file is in your direct messages with Countersign.',
    );
    const file = await sentTo('ana');
    expect(file.name).toBe('cost-team-fraud-2036-11-19-to-2036-11-25.csv');
    const lines = file.text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(15);
    expect(lines[0]).toContain('label_team,label_model,label_env');
    expect(lines[0]).toContain('currency,effective,billed,gross');
    expect(lines.filter((line) => line.includes(',fraud,churn,prod,'))).toHaveLength(7);
    expect(ana.notes().at(-1)).toContain('14 rows of team=fraud');
    expect(scene.as('ben').notes().join()).not.toContain('rows of');
    await ana.types('/mlops cost all --by resource --last 7d');
    await ana.presses('CSV');
    expect((await sentTo('ana')).text).toContain('vms/dear');
  });

  it('is told to each team and to finance once a week, however many workers there are and after a lost Monday', async () => {
    const other = await scene.another('worker');
    // From Wednesday to Tuesday: Monday morning went by without anybody.
    for (let ago = 0; ago < 6; ago += 1) {
      bill.lines.push(billLine(before(-ago), '30', { team: 'fraud', model: 'fraud-scorer', env: 'prod' }));
    }
    await scene.advance(6 * day);
    await Promise.all([scene.app.tick(), other.tick()]);
    await scene.settled();
    await Promise.all([scene.app.tick(), other.tick()]);
    await scene.settled();
    await other.stop();
    // That of the week before comes too, where a bell rings before these days are over.
    const reports = scene.channel('#ml-digest').filter((text) => text.includes('24 Nov to 30 Nov'));
    expect(reports.filter((text) => text.startsWith('# Team fraud: '))).toHaveLength(1);
    expect(reports.filter((text) => text.startsWith('# All teams: '))).toHaveLength(1);
    const report = reports.find((text) => text.startsWith('# Team fraud: '));
    expect(report).toContain('24 Nov to 30 Nov: €175, up 100% on the week before');
    expect(report).toContain('fraud-scorer, Vertex AI');
  });

  it('that is more than usual is told once, and acknowledged, explained and muted by a person with a reason', async () => {
    bill.lines.push(billLine(before(0), '400', { team: 'fraud', model: 'fraud-scorer', env: 'prod' }));
    await scene.advance(day);
    await scene.settled();
    const card = () =>
      scene
        .channel('#ml-digest')
        .filter((text) => text.includes('more than usual'))
        .at(-1);
    expect(card()).toContain('Team fraud, Vertex AI');
    expect(card()).toContain('26 Nov cost €400');
    const ana = scene.as('ana');
    await ana.presses('Acknowledge', { channel: '#ml-digest' });
    await scene.settled();
    expect(card()).toContain('Ana Kovač looks into it');
    await ana.presses('Explain…', { channel: '#ml-digest' });
    await ana.submits({ reason: 'Five years of data, once.' });
    await scene.settled();
    expect(card()).toContain('Five years of data, once.');
    await ana.presses('Mute…', { channel: '#ml-digest' });
    await ana.submits({ days: '14', reason: 'A second run follows.' });
    await scene.settled();
    expect(card()).toContain('muted until 11 Dec');
    expect(scene.channel('#ml-digest').filter((text) => text.includes('more than usual'))).toHaveLength(1);
  });
});

it('sends no file where Slack does not allow it, and says who can', { timeout: 60_000 }, async () => {
  const bill = heldBill();
  bill.lines.push(billLine(before(1), '10', { team: 'fraud' }));
  const scene = await openScene({ costs: new Map([['bill', bill]]) });
  try {
    await scene.settled();
    const ana = scene.as('ana');
    await ana.types('/mlops cost all');
    await ana.presses('CSV');
    expect(ana.told()).toContain('Whoever manages the app can allow it: scopes `files:write` and `im:write`');
  } finally {
    await scene.close();
  }
});
