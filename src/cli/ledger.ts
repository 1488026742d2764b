/** What a verification found, as `src/store` reports it. */
type Verdict =
  | { readonly ok: true; readonly count: number }
  | { readonly ok: false; readonly seq: number | null; readonly because: string };

/** Verifies each workspace's ledger and prints one line each. 0: all hold; 1: one does not. */
export async function verifyLedgers(
  workspaces: readonly string[],
  verify: (workspaceId: string) => Promise<Verdict>,
): Promise<number> {
  if (workspaces.length === 0) console.log('There is no ledger yet: Countersign has not run against this database.');
  let worst = 0;
  for (const id of workspaces) {
    const verdict = await verify(id);
    if (verdict.ok) console.log(`✓ ${id}: ${verdict.count} entries, the chain holds`);
    else {
      worst = 1;
      const at = verdict.seq === null ? 'the chain' : `entry ${verdict.seq}`;
      console.log(`✗ ${id}: ${at} does not hold: ${verdict.because}`);
    }
  }
  return worst;
}
