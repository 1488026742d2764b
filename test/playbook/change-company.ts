import type { PlaybookSet } from '#playbook/playbook.ts';
import { loaded, models, org, people } from './company.ts';

/** A playbook that says something under every key. */
export const gate = `playbook: 1
name: Gate
description: Why it is there.
owner: risk
applies_to: {action: [promote, rollback], models: ["fraud/*", "recs/*"], registry: mlflow, to: production}
candidate: {digest_of: [weights, data], must_be_known: [weights, data]}
evidence:
  - id: quality
    title: Quality
    check: {metric: auc, op: ">=", of: champion, tolerance: 0.002, slices: [region, age], min_support: 100}
    max_age: 3d
    produced_by: [eval]
    cares: [ml, risk]
  - {id: ratio, title: Ratio, check: {metric: ratio, op: between, low: 0.9, high: 1.1}, cares: [legal]}
  - {id: speed, title: Speed, check: {metric: p99, op: "<=", value: 90}, cares: [ml]}
  - {id: card, title: Card, check: {document: card, sections: [limits, data], at_most: 30d, open_findings: {major: 0}}, cares: [legal]}
  - {id: cost, title: Cost, check: {metric: monthly_cost_delta_pct, op: "<=", value: 5}, cares: [finance]}
rules:
  - name: Engineering agrees
    needs: {people: {from: ml}, evidence: [quality, speed]}
    options: {max_age: 3d}
  - name: Risk agrees
    needs: {people: {from: risk, count: 2}, evidence: [quality, ratio], facts: {incident: none}}
  - name: Legal agrees to personal data
    if: {data_class: [personal, special_category]}
    needs: {people: {from: legal}, evidence: [card]}
  - name: Product agrees
    needs: {people: {from: product}}
  - name: Finance accepts the cost
    if: {evidence: {cost: [failed, missing, stale]}}
    needs: {people: {from: finance}}
decision:
  by_action:
    promote:
      all: [Engineering agrees, Risk agrees, Legal agrees to personal data, Product agrees, Finance accepts the cost]
    rollback: {at_least: {n: 2, of: [Engineering agrees, Risk agrees, Product agrees]}}
block: {by: [risk, legal], also_when: {incident: open}}
hold: {by: [ml, risk]}
timing:
  freeze:
    - {name: Weekend, zone: Europe/Amsterdam, weekly: {from: "fri 16:00", to: "mon 08:00"}}
    - {name: Year end, zone: Europe/Amsterdam, from: "2026-12-18T17:00", to: "2027-01-04T09:00"}
  wait_after_approval: 1h
  expires_after: 3d
  execute_within: 2d
ask: {channel: "#gate", remind_every: 4h}
delegation: {max_days: 7, not_for: {criticality: [high, critical]}}
distinct: {membership: both, joined_after_open: ignore, unknown_people: block}
auto_approve:
  if: {criticality: [low], only_changed: [weights]}
  needs: {evidence: [quality, ratio]}
  because: Small.
  sample: {rate: 20%, by: risk, within: 7d}
break_glass: {by: [risk], count: 2, only_for: [rollback], valid_for: 2h, review: {by: legal, within: 1d, if_missed: rollback}}
after_approval:
  obligations: [{what: Stable, check: {drift: psi, op: "<", value: 0.2}, every: 7d, for: 90d, else: ask_again}]
after_rejection: {retrain: never}
on_change: {evidence: void_all}
`;

/** The files of the set in force, by name. */
export const inForce: Readonly<Record<string, string>> = {
  'gate.yaml': gate,
  'org.yaml': `${org}baseline:\n  timing: {wait_after_approval: 30m}\n  hold: {by: [legal]}\n`,
  'people.yaml': people.replace(
    'risk: {people: [risk-1, risk-2, risk-3]}',
    'risk: {people: [risk-1, risk-2, risk-3], min_tenure: 14d, excludes: [ml]}',
  ),
  'models.yaml': models.replace(
    'criticality: high}',
    'criticality: high, data_class: [personal], data_owner: [legal-1]}',
  ),
};

/** The set in force with one text replaced. */
export function changed(file: string, from: string, to: string): PlaybookSet {
  const text = inForce[file] ?? '';
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  return setOf({ ...inForce, [file]: text.replace(from, to) });
}

export function setOf({ 'gate.yaml': text = '', ...rest }: Readonly<Record<string, string>>): PlaybookSet {
  return loaded(text, rest);
}

export const before = setOf(inForce);
/** Every role with a seat in it. */
export const seated = ['finance', 'legal', 'ml', 'product', 'risk'];
