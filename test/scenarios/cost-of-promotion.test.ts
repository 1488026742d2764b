import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { billLine, type HeldBill, heldBill } from '../support/cost-world.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

/** Days before 26 November 2036, when the scene begins. */
const before = (days: number) => new Date(Date.parse('2036-11-26') - days * 86_400_000).toISOString().slice(0, 10);

describe('what a promotion changes a month', { timeout: 60_000 }, () => {
  let folder: PlaybooksFolder;
  let bill: HeldBill;
  let scene: Scene;
  beforeEach(async () => {
    folder = await playbooksFolder();
    await folder.edit(
      'promotion-fraud.yaml',
      'evidence:\n',
      'evidence:\n  - id: running-cost\n    title: Serving cost rises at most 5 percent\n    check: {metric: monthly_cost_delta_pct, op: "<=", value: 5}\n    cares: [fraud-ml]\n',
    );
    await folder.edit('promotion-fraud.yaml', 'fast-enough]}', 'fast-enough, running-cost]}');
    bill = heldBill();
    const fraud = { team: 'fraud', model: 'fraud-scorer' };
    for (let ago = 1; ago <= 45; ago += 1) {
      bill.lines.push(billLine(before(ago), '10', fraud));
      bill.lines.push(billLine(before(ago), '70', fraud, { runBillingId: 'run-1' }));
      bill.lines.push(billLine(before(ago), '5', fraud, { category: 'tax' }));
      bill.lines.push(billLine(before(ago), '90', { team: 'fraud', model: 'churn' }));
    }
    scene = await openScene({ costs: new Map([['bill', bill]]), playbooks: folder.path });
    await scene.settled();
  });
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  const explained = async (tag: string | null) => {
    if (tag !== null) scene.mlflow.outside.setVersionTag('fraud-scorer', '7', 'countersign.monthly_cost', tag);
    const ana = scene.as('ana');
    await ana.types('/mlops promote fraud-scorer 7');
    await ana.types('/mlops explain R-1');
    return `${scene.card()}\n${ana.modal() ?? ''}\n${ana.told()}`;
  };

  it('is what the version is said to cost less what its serving was billed, runs and taxes apart', async () => {
    const text = await explained('330');
    expect(text).toContain('Serving cost rises at most 5 percent');
    // 330 less 30 settled days of 10.
    expect(text).toMatch(/✗.*Serving cost rises at most 5 percent.*10/);
  });

  it('holds where the rise is small', async () => {
    expect(await explained('312.50')).toContain('Evidence: all 4 checks pass');
  });

  it('is not known without the tag, which is said, and is never taken for nothing', async () => {
    const text = await explained(null);
    expect(text).toContain('its version has no tag countersign.monthly_cost');
    expect(text).not.toMatch(/✓.*Serving cost/);
  });
});
