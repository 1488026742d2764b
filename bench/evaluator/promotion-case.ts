import { instantAt } from '#domain/instant.ts';
import { chance } from '../distribution.ts';

/**
 * Policies that all engines can express:
 * - one approver: AUC at least 0.8, one person of risk agrees
 * - automatic: the same, or AUC at least 0.8 and low or medium criticality, without anybody
 * - two roles: AUC at least 0.8, somebody of ml asks, another one of ml and two of risk agree
 * - frozen: the same, but not during the freeze
 * - legal too: the same, and at high criticality somebody of legal agrees
 *
 * In all of them nobody agrees to their own request, and a block by somebody of risk is a veto: Countersign has no
 * policy without.
 */
export const policies = ['one approver', 'automatic', 'two roles', 'frozen', 'legal too'] as const;

export type PolicyName = (typeof policies)[number];

/** Who is in which role; nobody is in two, since the other engines could not count such a person once. */
export const roles = {
  risk: ['risk-1', 'risk-2', 'risk-3', 'risk-4', 'risk-5'],
  ml: ['ml-1', 'ml-2', 'ml-3', 'ml-4', 'ml-5'],
  legal: ['legal-1', 'legal-2'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Role = keyof typeof roles;

/** From and to when nothing is promoted: `[from, to)`. */
export const freeze = { from: '2026-12-18T16:00:00.000Z', to: '2027-01-04T08:00:00.000Z' } as const;

/** A request to promote one model, as plain data. */
export interface PromotionCase {
  readonly criticality: 'low' | 'medium' | 'high';
  /** With at most four decimals: Cedar's decimals have no more. */
  readonly auc: number;
  readonly requester: string;
  /** Distinct people, the requester perhaps among them. */
  readonly approvers: readonly string[];
  /** Who blocks it, an approver never; a block counts if it comes from risk. */
  readonly blocker: string | null;
  readonly now: string;
}

/** What an engine makes of a policy: takes a request in its own form, to be judged as often as one likes. */
type Prepared = (request: PromotionCase) => () => boolean | Promise<boolean>;

/** One way to judge promotions. */
export interface Engine {
  readonly name: string;
  /** Reads a policy's text. */
  readonly prepare: (policy: PolicyName) => Prepared;
}

export function rolesOf(person: string): readonly Role[] {
  return Object.entries(roles)
    .filter(([, members]) => members.some((member) => member === person))
    .map(([role]) => role as Role);
}

/** How many people of a role approve who did not ask: what Cedar and json-rules-engine have to be told. */
export function approvalsFrom({ approvers, requester }: PromotionCase, role: Role): number {
  return approvers.filter((person) => person !== requester && rolesOf(person).includes(role)).length;
}

const everybody = Object.values(roles).flat();

/** As many requests as asked for, the same ones for the same seed; each policy allows some and denies some. */
export function promotionCases(count: number, seed: number): readonly PromotionCase[] {
  const next = chance(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  const oneOf = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  return Array.from({ length: count }, () => {
    const share = 0.2 + next() * 0.6;
    const blocker = next() < 0.2 ? oneOf(everybody) : null;
    return {
      criticality: oneOf(['low', 'medium', 'high'] as const),
      // Often the limit itself, and seldom far below it.
      auc: next() < 0.1 ? 0.8 : (7_000 + below(3_000)) / 10_000,
      requester: next() < 0.8 ? oneOf(roles.ml) : oneOf(everybody),
      approvers: everybody.filter((person) => person !== blocker && next() < share),
      blocker,
      now: instantAt(Date.parse(oneOf([freeze.from, freeze.to])) + below(20) * 3_600_000 - 36_000_000),
    };
  });
}
