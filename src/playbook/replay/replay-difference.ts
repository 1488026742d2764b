import { digestOf } from '#domain/digest.ts';
import type { Block, BlockCode, RuleVerdict, Verdict } from '../verdict.ts';

/** The first thing a second verdict on the same request says differently, as a sentence; null if nothing is different. */
export function differenceBetween(was: Verdict, would: Verdict): string | null {
  return (
    blocksDiffer(was, would, false) ??
    withoutTree(was, would) ??
    rulesDiffer(was, would) ??
    blocksDiffer(was, would, true) ??
    expiryDiffers(was, would) ??
    gatesDiffer(was, would)
  );
}

/** Blocks that follow from what the rules ask and who could give it; the rule that differs says more. */
const ofRoute: readonly BlockCode[] = ['nobody_decides', 'too_few_people', 'no_route'];

function blocksDiffer(was: Verdict, would: Verdict, route: boolean): string | null {
  const blocksOf = ({ blocks }: Verdict) => blocks.filter(({ code }) => ofRoute.includes(code) === route);
  const more = blocksOf(would).find((one) => !blocksOf(was).some((other) => isSame(one, other)));
  if (more !== undefined) return `It would be blocked: ${more.because}`;
  const gone = blocksOf(was).find((one) => !blocksOf(would).some((other) => isSame(one, other)));
  return gone === undefined ? null : `It would no longer be blocked: ${gone.because}`;
}

function isSame(a: Block, b: Block): boolean {
  return a.code === b.code && a.person === b.person;
}

/** Auto-approval and break-glass decide whatever the rules say. */
function withoutTree(was: Verdict, would: Verdict): string | null {
  if (was.autoApproved !== would.autoApproved) {
    return would.autoApproved
      ? `It would be approved without people: ${would.because}`
      : 'It would no longer be approved without people.';
  }
  const [before, after] = [was.status === 'overridden', would.status === 'overridden'];
  if (before === after) return null;
  return after ? `Break-glass would override it: ${would.because}` : 'Break-glass would no longer override it.';
}

function rulesDiffer(was: Verdict, would: Verdict): string | null {
  for (const rule of would.rules) {
    const before = was.rules.find(({ name }) => name === rule.name);
    const sentence = before === undefined ? ruleAdded(rule) : ruleChanged(before, rule);
    if (sentence !== null) return sentence;
  }
  const gone = was.rules.find(
    ({ name, state }) => state !== 'not_applicable' && !would.rules.some((rule) => rule.name === name),
  );
  return gone === undefined ? null : `“${gone.name}” would no longer be asked.`;
}

function ruleAdded({ name, state, because }: RuleVerdict): string | null {
  return state === 'not_applicable' ? null : `“${name}” would be asked too: ${because}`;
}

const stateWords: Record<RuleVerdict['state'], string> = {
  not_applicable: 'did not apply',
  error: 'could not be judged',
  waiting: 'was waiting',
  approved: 'was met',
  blocked: 'was blocked',
  overridden: 'was overridden',
};

function ruleChanged(before: RuleVerdict, after: RuleVerdict): string | null {
  if (before.state !== after.state) {
    return `“${after.name}” ${stateWords[before.state]} and would come out otherwise: ${after.because}`;
  }
  if (before.onRoute === after.onRoute && before.because === after.because) return null;
  return before.onRoute !== after.onRoute
    ? `“${after.name}” would ${after.onRoute ? 'be on' : 'no longer be on'} the way to the approval: ${after.because}`
    : `“${after.name}” would come out otherwise: ${after.because}`;
}

function expiryDiffers(was: Verdict, would: Verdict): string | null {
  if (was.expired === would.expired) return null;
  return would.expired
    ? `It would have expired at ${would.deadline}.`
    : `It would not have expired at ${was.deadline}.`;
}

function gatesDiffer(was: Verdict, would: Verdict): string | null {
  const key = ({ gate, name }: Verdict['gates'][number]) => `${gate} ${name}`;
  const more = would.gates.find((one) => !was.gates.some((other) => key(other) === key(one)));
  if (more !== undefined) return `It would wait: ${more.because}`;
  const gone = was.gates.find((one) => !would.gates.some((other) => key(other) === key(one)));
  return gone === undefined ? null : `It would not wait: ${gone.because}`;
}

/** A digest of what a verdict decides, without the words it decides it in: a release may word it otherwise. */
export function substanceOf(verdict: Verdict): string {
  return digestOf({
    status: verdict.status,
    expired: verdict.expired,
    rejectedBy: verdict.rejectedBy,
    route: verdict.route,
    rules: verdict.rules.map(({ name, state, seats }) => ({
      name,
      state,
      seats: seats.map(({ filledBy }) => filledBy),
    })),
    evidence: verdict.evidence.map(({ id, status }) => ({ id, status })),
    notCounted: verdict.votesNotCounted.map(({ person, actingFor, code }) => ({ person, actingFor, code })),
    blocks: verdict.blocks.map(({ code, person }) => ({ code, person })),
    gates: verdict.gates.map(({ gate, name }) => ({ gate, name })),
    autoApproved: verdict.autoApproved,
  });
}
