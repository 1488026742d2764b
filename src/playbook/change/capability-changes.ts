import { capabilityName, traitOnce } from '#domain/capability-name.ts';
import type { MatrixChange } from '#domain/maturity.ts';
import type { Capabilities, PlaybookSet } from '../playbook.ts';
import { sameValue } from './directions.ts';
import { type Change, change } from './policy-change.ts';

/** What changed in capabilities.yaml. It says what models need and who waives that; it decides no request. */
export function capabilityChanges(before: PlaybookSet, after: PlaybookSet): readonly Change[] {
  const [was, is] = [before.capabilities, after.capabilities];
  const owners = [was?.owner ?? before.org.owner, is?.owner ?? after.org.owner] as const;
  const cells = new Map([...cellsOf(was), ...cellsOf(is)].map((cell) => [keyOf(cell), cell]));
  return [
    ...(owners[0] === owners[1]
      ? []
      : [change('owner', 'looser', `${owners[1]} says what models need instead of ${owners[0]}`, [owners[0]])]),
    ...[...cells.values()].flatMap((cell) => {
      const [old, now] = [cellIn(was, cell), cellIn(is, cell)];
      if (sameValue(old, now)) return [];
      const what = `${capabilityName(cell.capability)}, once ${traitOnce(cell.trait)}`;
      return [change(keyOf(cell), 'neutral', `${what}: ${wordsOf(now)} instead of ${wordsOf(old)}`)];
    }),
  ];
}

function cellsOf(capabilities: Capabilities | undefined): readonly MatrixChange[] {
  return capabilities?.changes ?? [];
}

function keyOf({ capability, trait }: MatrixChange): string {
  return `changes["${capability}, ${trait}"]`;
}

function cellIn(capabilities: Capabilities | undefined, { capability, trait }: MatrixChange): MatrixChange | null {
  return cellsOf(capabilities).find((one) => one.capability === capability && one.trait === trait) ?? null;
}

function wordsOf(cell: MatrixChange | null): string {
  if (cell === null) return 'as shipped';
  const need = { yes: 'needed', no: 'not needed', large_pilot: 'needed by large pilots' }[cell.need];
  return `${need} (${cell.note})`;
}
