import type { PlaybookKeys } from '../keys.ts';
import type { EffectivePolicy } from '../playbook.ts';
import { lengthWords } from '../words.ts';
import { higherIsTighter, listChange, lowerIsTighter, moreIsTighter, ranked, type Way } from './directions.ts';

/** What is compared key by key: of a policy with its defaults, or only what a file writes. */
type KeyedParts = Pick<
  PlaybookKeys,
  'candidate' | 'timing' | 'ask' | 'delegation' | 'distinct' | 'afterRejection' | 'onChange'
>;

/** One key that has a stricter and a looser end. */
export interface KeyWay {
  /** As it is written, dotted. */
  readonly key: string;
  /** Which roles a loosening takes something from. */
  readonly loses: 'nobody' | 'seated' | 'empowered';
  /** The way from one value to the other with a sentence about it; null if they are equal or one is not written. */
  readonly compare: (was: KeyedParts, is: KeyedParts) => { readonly way: Way; readonly sentence: string } | null;
}

function keyWay<T>(
  key: string,
  loses: KeyWay['loses'],
  read: (parts: KeyedParts) => T | undefined,
  wayOf: (was: T, is: T) => Way,
  sentence: (was: T, is: T) => string,
): KeyWay {
  return {
    key,
    loses,
    compare: (before, after) => {
      const [was, is] = [read(before), read(after)];
      if (was === undefined || is === undefined) return null;
      const way = wayOf(was, is);
      return way === 'same' ? null : { way, sentence: sentence(was, is) };
    },
  };
}

const among =
  <T>(...strictestFirst: readonly T[]) =>
  (was: T, is: T) =>
    ranked(strictestFirst, was, is);

const lasts = (what: string) => (was: number, is: number) =>
  `${what} ${lengthWords(is)} instead of ${lengthWords(was)}`;

/** A voter in the role at both times is in it at either one; of the two, neither is the stricter. */
function membershipWay(was: EffectivePolicy['distinct']['membership'], is: typeof was): Way {
  if (was === is) return 'same';
  if (was === 'both') return 'looser';
  return is === 'both' ? 'tighter' : 'different';
}

const memberWords = { both: 'when voting and now', when_voting: 'when voting', now: 'now' } as const;

const evidenceWords = {
  void_all: 'changed evidence voids every approval',
  ask_who_cares: 'changed evidence voids the approvals of those who care about it',
  new_findings_only: 'only new findings of evidence void an approval',
} as const;

const strangerWords = {
  block: 'it is blocked if nobody can say who trained or contributed',
  flag: 'it is only said if nobody can say who trained or contributed',
} as const;

/** Every such key but those of `block` and `hold`, which hang together. */
export const keyWays: readonly KeyWay[] = [
  keyWay(
    'candidate.digest_of',
    'nobody',
    ({ candidate }) => candidate?.digestOf,
    moreIsTighter,
    (was, is) => `what makes a new candidate: ${listChange(was, is)}`,
  ),
  keyWay(
    'candidate.must_be_known',
    'nobody',
    ({ candidate }) => candidate?.mustBeKnown,
    moreIsTighter,
    (was, is) => `what must be known of a candidate: ${listChange(was, is)}`,
  ),
  keyWay(
    'timing.wait_after_approval',
    'nobody',
    ({ timing }) => timing?.waitAfterApprovalMs,
    higherIsTighter,
    lasts('the wait after an approval is'),
  ),
  keyWay(
    'timing.expires_after',
    'nobody',
    ({ timing }) => timing?.expiresAfterMs,
    lowerIsTighter,
    lasts('a request expires after'),
  ),
  keyWay(
    'timing.execute_within',
    'nobody',
    ({ timing }) => timing?.executeWithinMs,
    lowerIsTighter,
    lasts('an approval is carried out within'),
  ),
  keyWay(
    'ask.on_expiry',
    'nobody',
    ({ ask }) => ask?.onExpiry,
    among('expire', 'extend_once'),
    (_, is) =>
      is === 'expire' ? 'a request that nobody decides expires' : 'a request that nobody decides is extended once',
  ),
  keyWay(
    'delegation.allowed',
    'seated',
    ({ delegation }) => delegation?.allowed,
    among<boolean>(false, true),
    (_, is) => (is ? 'a delegate may take a seat' : 'no delegate may take a seat'),
  ),
  keyWay(
    'delegation.max_days',
    'seated',
    ({ delegation }) => delegation?.maxDays,
    lowerIsTighter,
    (was, is) => `a delegation lasts at most ${is} days instead of ${was}`,
  ),
  keyWay(
    'distinct.one_seat_per_person',
    'seated',
    ({ distinct }) => distinct?.oneSeatPerPerson,
    among<boolean>(true, false),
    (_, is) => (is ? 'one person fills one seat' : 'one person may fill a seat of several rules'),
  ),
  keyWay(
    'distinct.membership',
    'seated',
    ({ distinct }) => distinct?.membership,
    membershipWay,
    (was, is) => `a voter must be in the role ${memberWords[is]}, instead of ${memberWords[was]}`,
  ),
  keyWay(
    'distinct.joined_after_open',
    'seated',
    ({ distinct }) => distinct?.joinedAfterOpen,
    among('ignore', 'flag'),
    (_, is) =>
      `whoever joins a role after a request opened ${is === 'ignore' ? 'does not count' : 'counts, and that is said'}`,
  ),
  keyWay(
    'distinct.unknown_people',
    'nobody',
    ({ distinct }) => distinct?.unknownPeople,
    among('block', 'flag'),
    (_, is) => strangerWords[is],
  ),
  keyWay(
    'after_rejection.retrain',
    'nobody',
    ({ afterRejection }) => afterRejection?.retrain,
    among('never', 'allowed'),
    (_, is) => (is === 'never' ? 'a rejected model is not retrained' : 'a rejected model may be retrained'),
  ),
  keyWay(
    'after_rejection.criteria',
    'nobody',
    ({ afterRejection }) => afterRejection?.criteria,
    among('required', 'optional'),
    (_, is) => `whoever rejects ${is === 'required' ? 'must' : 'may'} say what would be needed`,
  ),
  keyWay(
    'after_rejection.same_candidate',
    'nobody',
    ({ afterRejection }) => afterRejection?.sameCandidate,
    among('never', 'allowed'),
    (_, is) => `a rejected candidate ${is === 'never' ? 'cannot' : 'may'} be proposed again`,
  ),
  keyWay(
    'on_change.evidence',
    'empowered',
    ({ onChange }) => onChange?.evidence,
    among('void_all', 'ask_who_cares', 'new_findings_only'),
    (was, is) => `${evidenceWords[is]}; before, ${evidenceWords[was]}`,
  ),
];
