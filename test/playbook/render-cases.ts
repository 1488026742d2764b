import { head } from './company.ts';

/** The smallest playbook. */
export const one = `${head}rules: [{name: R, needs: {people: {from: ml}}}]\n`;
const quality = '- {id: quality, title: Good enough, check: {metric: auc, op: ">=", value: 0.8}}';

/** A key, a playbook that says it, and the sentence that then says it. */
export const cases: readonly (readonly [string, string, string])[] = [
  ['description', `${one}description: For all.\n`, 'For all.'],
  [
    'owner',
    one,
    'risk (risk-1, risk-2 or risk-3) owns it: approves its changes, and hears of mistakes in it and of requests that expire.',
  ],
  ['abstract', `${one}abstract: true\n`, 'It governs nothing by itself: other playbooks build on it.'],
  [
    'may_be_relaxed',
    `${one}may_be_relaxed: [timing.expires_after]\n`,
    'Playbooks that build on it may loosen `timing.expires_after`.',
  ],
  ['applies_to.action', one, 'It governs promotions to `production` of models named `**` in any registry.'],
  [
    'applies_to.models',
    one.replace('models: ["**"]', 'models: ["fraud/*", "recs/*"]'),
    'It governs promotions to `production` of models named `fraud/*` or `recs/*` in any registry.',
  ],
  [
    'applies_to.registry',
    one.replace('to: prod', 'registry: [mlflow], to: prod'),
    'It governs promotions to `production` of models named `**` in the registry `mlflow`.',
  ],
  [
    'applies_to.from',
    one.replace('to: prod', 'from: staging, to: prod'),
    'It governs promotions from `staging` to `production` of models named `**` in any registry.',
  ],
  [
    'applies_to.to',
    one.replace(', to: production', ''),
    'It governs promotions, whatever the alias, of models named `**` in any registry.',
  ],
  [
    'applies_to.when',
    one.replace('to: production', 'to: production, when: {incident: none}'),
    'Only if no high or critical alert of the model is firing. If that is not known, it governs all the same, and nothing is approved without people.',
  ],
  [
    'candidate.digest_of',
    `${one}candidate: {digest_of: [weights, prompt]}\n`,
    'An approval is for exactly one version: the weights and the prompt. If one of these changes, it is asked anew.',
  ],
  [
    'candidate.must_be_known',
    `${one}candidate: {must_be_known: [code]}\n`,
    'It is blocked unless each of these is known of the version: the code.',
  ],
  ['rules.name', one, 'R: 1 person from ml (ml-1, ml-2 or ml-3) agrees.'],
  ['rules.why', `${head}rules: [{name: R, why: It is wise, needs: {people: {from: ml}}}]\n`, 'Why: It is wise'],
  [
    'rules.if',
    `${head}rules: [{name: R, if: {first_promotion: true}, needs: {people: {from: ml}}}, {name: S, needs: {people: {from: risk}}}]\n`,
    'R: if no version holds the target yet, 1 person from ml (ml-1, ml-2 or ml-3) agrees. If that is not known, the rule applies.',
  ],
  [
    'rules.needs.people.from',
    `${head}rules: [{name: R, needs: {people: [{from: [ml, legal]}, {from: product}]}}]\n`,
    'R: 1 person from ml or legal (ml-1, ml-2, ml-3 or legal-1) and 1 person from product (product-1) agree.',
  ],
  [
    'rules.needs.people.count',
    `${head}rules: [{name: R, needs: {people: {from: ml, count: 2}}}]\n`,
    'R: 2 people from ml (ml-1, ml-2 or ml-3) agree.',
  ],
  [
    'rules.needs.evidence',
    `${head}rules: [{name: R, needs: {people: {from: ml}, evidence: all}}]\nevidence: [${quality.slice(2)}]\n`,
    'R: 1 person from ml (ml-1, ml-2 or ml-3) agrees, and what follows has passed.',
  ],
  [
    'rules.needs.facts',
    `${head}rules: [{name: R, needs: {people: {from: ml}, facts: {incident: none}}}]\n`,
    'And it must be so that no high or critical alert of the model is firing; what is not known is not so.',
  ],
  [
    'rules.options.allow',
    `${head}rules: [{name: R, needs: {people: {from: ml}}, options: {allow: [requester, data_owner]}}]\n`,
    'Who asked for it or owns the data may agree all the same.',
  ],
  [
    'rules.options.max_age',
    `${head}rules: [{name: R, needs: {people: {from: ml}}, options: {max_age: 12h}}]\n`,
    'An approval counts for 12 hours.',
  ],
  [
    'rules.options.reason',
    `${head}rules: [{name: R, needs: {people: {from: ml}}, options: {reason: optional}}]\n`,
    'An approval need not give a reason.',
  ],
  [
    'decision',
    `${head}rules: [{name: R, needs: {people: {from: ml}}}, {name: S, needs: {people: {from: risk}}}]\ndecision: {any: [R, S]}\n`,
    'At least one of these must be fulfilled:',
  ],
  [
    'decision.by_action',
    `${head.replace('action: promote', 'action: [promote, rollback]')}rules: [{name: R, needs: {people: {from: ml}}}, {name: S, needs: {people: {from: risk}}}]\ndecision: {by_action: {promote: {all: [R]}, rollback: S}}\n`,
    'For rollbacks:',
  ],
  [
    'block.by',
    `${one}block: {by: [legal]}\n`,
    'Anybody from legal (legal-1) can block it or reject it, giving a reason, also if they asked for it or made it.',
  ],
  [
    'block.lifted_by',
    `${one}block: {lifted_by: [risk, legal]}\n`,
    'A block is lifted by somebody from risk or legal, giving a reason; if that person has left, by risk.',
  ],
  [
    'block.also_when',
    `${one}block: {also_when: {incident: open}}\n`,
    'It is blocked by itself if a high or critical alert of the model is firing. If that is not known, it is blocked too.',
  ],
  [
    'hold.by',
    `${one}hold: {by: [product]}\n`,
    'Anybody from product (product-1) can put it on hold, and so can whoever asked.',
  ],
  [
    'timing.freeze.weekly',
    `${one}timing: {freeze: [{name: Weekend, zone: Europe/Amsterdam, weekly: {from: "fri 17:00", to: "mon 08:00"}}]}\n`,
    'Weekend: every week from Friday 17:00 to Monday 08:00 (Europe/Amsterdam) no promotions, changes of traffic or retirements are carried out.',
  ],
  [
    'timing.freeze.from',
    `${one}timing: {freeze: [{name: Close, zone: UTC, from: "2026-12-18T17:00", to: "2027-01-04T24:00", actions: rollback}]}\n`,
    'Close: from 18 December 2026 17:00 to 4 January 2027 24:00 (UTC) no rollbacks are carried out.',
  ],
  [
    'timing.wait_after_approval',
    `${one}timing: {wait_after_approval: 90m}\n`,
    'What is approved waits 90 minutes before it is carried out, and again if the approval is lost and won back.',
  ],
  [
    'timing.expires_after',
    `${one}timing: {expires_after: 2d}\n`,
    'It must be approved within 2 days of being asked for.',
  ],
  [
    'timing.execute_within',
    `${one}timing: {execute_within: 36h}\n`,
    'What is approved must be carried out within 36 hours.',
  ],
  ['ask.channel', `${one}ask: {channel: "#credit"}\n`, 'The card is posted in `#credit`.'],
  [
    'ask.first.mode',
    `${one}ask: {first: [{role: risk, mode: lightest_load, count: 2}]}\n`,
    'First the 2 from risk (risk-1, risk-2 or risk-3) who were asked least in the last 7 days are asked by direct message.',
  ],
  [
    'ask.first.role',
    `${one}ask: {first: [{role: risk}]}\n`,
    'First everybody from risk (risk-1, risk-2 or risk-3) is asked by direct message.',
  ],
  [
    'ask.remind_every',
    `${one}ask: {remind_every: 1h}\n`,
    'Whoever is asked and has not answered is reminded every hour.',
  ],
  ['ask.escalate.to', `${one}ask: {escalate: [{after: 2d, to: owner}]}\n`, 'After 2 days the owner, risk, is told.'],
  ['ask.escalate.after', `${one}ask: {escalate: [{after: 4h, to: legal}]}\n`, 'After 4 hours legal is told.'],
  [
    'ask.on_expiry',
    `${one}ask: {on_expiry: extend_once}\n`,
    'After that it is extended once, by 7 days, and risk is told; then it expires.',
  ],
  ['delegation.allowed', `${one}delegation: {allowed: false}\n`, 'Nobody acts for somebody else.'],
  ['delegation.max_days', `${one}delegation: {max_days: 3}\n`, 'A delegation lasts at most 3 days.'],
  [
    'delegation.not_for',
    `${one}delegation: {not_for: {first_promotion: true}}\n`,
    'Nobody acts for somebody else if no version holds the target yet, nor if that is not known.',
  ],
  [
    'distinct.one_seat_per_person',
    `${one}distinct: {one_seat_per_person: false}\n`,
    'One person may fill a seat in each rule, and never two of one rule.',
  ],
  [
    'distinct.membership',
    `${one}distinct: {membership: when_voting}\n`,
    'Whoever agrees must be in the role when voting; leaving it later changes nothing.',
  ],
  [
    'distinct.joined_after_open',
    `${one}distinct: {joined_after_open: flag}\n`,
    'Who joined the role after it was asked for counts, and the card says so.',
  ],
  [
    'distinct.unknown_people',
    `${one}distinct: {unknown_people: flag}\n`,
    'While it is not known who trained or contributed to the version, it goes on and the card says so.',
  ],
  [
    'auto_approve.if',
    `${one}evidence: [${quality.slice(2)}]\nauto_approve: {if: {requester_in: ml}, needs: {evidence: all}, because: Small}\n`,
    'It is approved without people if whoever asks is in ml, and “Good enough” passed. Why: Small',
  ],
  [
    'auto_approve.sample',
    `${one}auto_approve: {if: {incident: none}, needs: {evidence: []}, because: Small, sample: {rate: 10%, by: risk, within: 14d}}\n`,
    '10 percent of these, drawn by lot, are reviewed by risk (risk-1, risk-2 or risk-3) within 14 days.',
  ],
  [
    'break_glass.by',
    `${one}break_glass: {by: ml, count: 1, only_for: [promote], valid_for: 1h, review: {by: risk, within: 1d, if_missed: rollback}}\n`,
    '1 person from ml (ml-1, ml-2 or ml-3), giving a reason, can decide promotions past rules, evidence, blocks, holds, waits and freezes.',
  ],
  [
    'break_glass.valid_for',
    `${one}break_glass: {by: ml, only_for: [promote], valid_for: 1h, review: {by: risk, within: 1d, if_missed: rollback}}\n`,
    'The decision holds for 1 hour. It never changes which version is meant.',
  ],
  [
    'break_glass.review',
    `${one}break_glass: {by: ml, only_for: [promote], review: {by: risk, within: 1d, if_missed: rollback}}\n`,
    'If the review is not done in time, what was done is rolled back, and promotions and changes of traffic of the team are blocked until it is.',
  ],
  [
    'after_approval.set.alias',
    `${one}after_approval: {set: {alias: champion}}\n`,
    'The alias `champion` is given to the version and read back.',
  ],
  [
    'after_approval.set.tags',
    `${one}after_approval: {set: {tags: {approved-for: credit}}}\n`,
    'The version gets the tag `approved-for` with the value `credit`.',
  ],
  [
    'after_approval.obligations',
    `${one}after_approval: {obligations: [{what: Stable, check: {drift: psi, op: "<", value: 0.2}, every: 1d, for: 180d, else: ask_again}]}\n`,
    'For 180 days, every day: Stable, that is: the population stability index (PSI) of every feature is below 0.2. If it does not hold, the approval is asked for again.',
  ],
  [
    'after_approval.promote_to',
    `${one.replace('action: promote', 'action: retrain')}after_approval: {promote_to: production}\n`,
    'Once the run has made a version, its promotion to `production` is asked for by itself, in the name of whoever asked for the run.',
  ],
  ['after_rejection.retrain', `${one}after_rejection: {retrain: never}\n`, 'No new training may be asked for.'],
  [
    'after_rejection.criteria',
    `${one}after_rejection: {criteria: optional}\n`,
    'What whoever rejected it demands is shown with the next request, and decides nothing.',
  ],
  [
    'after_rejection.same_candidate',
    `${one}after_rejection: {same_candidate: allowed}\n`,
    'The same version may be asked for again.',
  ],
  [
    'on_change.evidence',
    `${one}on_change: {evidence: void_all}\n`,
    'If any evidence changes, no approval counts any more and everybody is asked again.',
  ],
  [
    'evidence.check',
    `${one}evidence: [${quality.slice(2)}]\n`,
    '“Good enough”: `auc` is at least 0.8; no rule asks for it.',
  ],
  [
    'evidence.max_age',
    `${head}rules: [{name: R, needs: {people: {from: ml}, evidence: all}}]\nevidence: [{id: q, title: Q, check: {metric: auc, op: ">=", value: 0.8}, max_age: 10d, produced_by: [eval, person], cares: [risk]}]\n`,
    '“Q”: at most 10 days old; from `eval` or a person who typed it in; concerns risk.',
  ],
  [
    'alerts.when',
    `${one}alerts: [{id: score, when: {drift: {psi: {op: ">", value: 0.3}}}, clear_when: {drift: {psi: {op: "<", value: 0.2, for: 6h}}}}]\n`,
    '`score`: raised when the population stability index (PSI) of some feature is above 0.3.',
  ],
  ['tests', `${one}tests: [{name: nobody, given: {}, expect: {status: waiting}}]\n`, '“nobody”'],
];
