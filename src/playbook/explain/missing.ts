import { own } from '../own.ts';
import type { EffectivePolicy } from '../playbook.ts';
import type { Block, EvidenceVerdict, FactVerdict, Gate, RuleVerdict, SeatHolder, Verdict } from '../verdict.ts';

/** One thing that keeps a request from being carried out, with who or what could give it. */
export type Missing =
  | {
      readonly what: 'seat';
      readonly rule: string;
      readonly roles: readonly string[];
      readonly count: number;
      /** Whose approval would help now; empty: nobody's. */
      readonly could: readonly SeatHolder[];
      /** The role that is asked where nobody can fill the seat. */
      readonly asked: string | null;
    }
  | {
      readonly what: 'evidence';
      /** Null for what an earlier rejection demands. */
      readonly rule: string | null;
      readonly item: EvidenceVerdict;
      /** The pipelines and connections it may come from; null: any. */
      readonly producedBy: readonly string[] | null;
    }
  | { readonly what: 'fact'; readonly rule: string; readonly fact: FactVerdict }
  | { readonly what: 'block'; readonly block: Block }
  | { readonly what: 'gate'; readonly gate: Gate };

/**
 * What is missing, the gravest first: blocks, seats, evidence, facts, gates. `policies` are those the verdict was taken
 * by. Nothing that an approval without people or a break-glass does without is missing.
 */
export function missingOf(verdict: Verdict, policies: readonly EffectivePolicy[]): readonly Missing[] {
  const gates = verdict.gates.map((gate): Missing => ({ what: 'gate', gate }));
  if (verdict.status === 'approved' || verdict.status === 'overridden') return gates;
  const rules = verdict.rules.filter(({ onRoute }) => onRoute);
  return [
    ...verdict.blocks.map((block): Missing => ({ what: 'block', block })),
    ...rules.flatMap((rule) => seatsMissing(rule, policies)),
    ...evidenceMissing(verdict, rules, policies),
    ...rules.flatMap(({ name, facts }) =>
      facts.filter(({ met }) => !met).map((fact): Missing => ({ what: 'fact', rule: name, fact })),
    ),
    ...gates,
  ];
}

function seatsMissing({ name, seats }: RuleVerdict, policies: readonly EffectivePolicy[]): readonly Missing[] {
  const empty = seats.filter(({ filledBy }) => filledBy === null);
  return [...Map.groupBy(empty, ({ roles }) => roles.join()).values()].map((pool): Missing => {
    const roles = pool[0]?.roles ?? [];
    const could = distinct(pool.flatMap(({ couldBeFilledBy }) => couldBeFilledBy));
    const asks = policies.find((policy) => roles.some((role) => own(policy.roles, role)?.onEmpty === 'ask_owner'));
    const asked = could.length === 0 ? (asks?.owner ?? null) : null;
    return { what: 'seat', rule: name, roles, count: pool.length, could, asked };
  });
}

function distinct(holders: readonly SeatHolder[]): readonly SeatHolder[] {
  return [...new Map(holders.map((one) => [`${one.person} ${one.actingFor ?? ''}`, one])).values()];
}

/** Each item once, under the first rule that needs it. */
function evidenceMissing(
  verdict: Verdict,
  rules: readonly RuleVerdict[],
  policies: readonly EffectivePolicy[],
): readonly Missing[] {
  const named = rules.flatMap(({ name, evidence }) => evidence.map((item) => ({ rule: name, item })));
  const known = new Set(policies.flatMap(({ evidence }) => evidence.map(({ id }) => id)));
  const demanded = verdict.evidence.filter(({ id }) => !known.has(id)).map((item) => ({ rule: null, item }));
  const lacking = new Map(
    [...named, ...demanded]
      .filter(({ item }) => item.status !== 'passed')
      .toReversed()
      .map((one) => [`${one.item.id} ${one.item.fingerprint} ${one.item.status}`, one]),
  );
  return [...lacking.values()].toReversed().map(({ rule, item }): Missing => {
    const source = policies.flatMap(({ evidence }) => evidence).find(({ id }) => id === item.id);
    return { what: 'evidence', rule, item, producedBy: source?.producedBy ?? null };
  });
}
