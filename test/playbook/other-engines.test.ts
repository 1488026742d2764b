import { describe, expect, it } from 'vitest';
import { cedar } from '../../bench/evaluator/as-cedar.ts';
import { jsonRules } from '../../bench/evaluator/as-json-rules.ts';
import { countersign } from '../../bench/evaluator/as-playbook.ts';
import { policies, promotionCases } from '../../bench/evaluator/promotion-case.ts';

/** `OTHER_ENGINES=5000` tries more; a new seed makes other requests. */
const count = Number(process.env['OTHER_ENGINES'] ?? 250);

describe('Countersign, Cedar and json-rules-engine', () => {
  it.each(policies)('decide alike under the policy "%s"', async (policy) => {
    const cases = promotionCases(count, count);
    const decided = await Promise.all(
      [countersign, cedar, jsonRules].map(async ({ prepare }) => {
        const take = prepare(policy);
        const decisions: unknown[] = [];
        for (const one of cases) decisions.push(await take(one)());
        return decisions;
      }),
    );
    const [ours = [], ...others] = decided;
    for (const other of others) {
      expect(cases.filter((_, at) => ours[at] !== other[at])).toEqual([]);
    }
    const allowed = ours.filter(Boolean).length;
    expect(allowed).toBeGreaterThan(count / 20);
    expect(allowed).toBeLessThan(count * 0.95);
  });
});
