import type { Delegation } from '../playbook.ts';
import { fewerIsTighter, reversed, sameValue, together, type Way } from './directions.ts';
import { type Change, change } from './policy-change.ts';

/**
 * What changed in who stands in for whom. One that went or ends earlier goes no clear way: nobody stands in any more,
 * and whoever did may vote for themselves again where the other is excluded.
 */
export function delegationChanges(was: readonly Delegation[], is: readonly Delegation[]): readonly Change[] {
  const gone = was.filter((one) => !is.some((other) => sameValue(one, other)));
  const came = is.filter((one) => !was.some((other) => sameValue(one, other)));
  const pairs = gone.flatMap((a) => {
    const b = came.find((one) => one.from === a.from && one.to === a.to);
    return b === undefined ? [] : [{ a, b }];
  });
  return [
    ...gone
      .filter((one) => !pairs.some(({ a }) => a === one))
      .map((one) => change(key(one), 'different', `${words(one)} is taken out`)),
    ...pairs.map(({ a, b }) => changed(a, b)),
    ...came
      .filter((one) => !pairs.some(({ b }) => b === one))
      .map((one) => change(key(one), 'looser', `${words(one)} is added`, one.roles)),
  ];
}

function changed(was: Delegation, is: Delegation): Change {
  const way = together([
    fewerIsTighter(was.roles, is.roles),
    laterIsLooser(was.end, is.end),
    reversed(laterIsLooser(was.start, is.start)),
  ]);
  if (way === 'same') return change(key(was), 'neutral', `the reason why ${words(was)} is another`);
  const direction = way === 'looser' ? 'looser' : 'different';
  return change(key(was), direction, `${words(is)}, instead of ${words(was)}`, way === 'tighter' ? [] : is.roles);
}

/** Of local times as they are written, which stand in the order of time. */
function laterIsLooser(was: string, is: string): Way {
  return was === is ? 'same' : is > was ? 'looser' : 'tighter';
}

function key({ from, to }: Delegation): string {
  return `delegations[${JSON.stringify(`${to} for ${from}`)}]`;
}

function words({ from, to, roles, start, end }: Delegation): string {
  return `${to} for ${from} as ${roles.join(', ')} from ${start} to ${end}`;
}
