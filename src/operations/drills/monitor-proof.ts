import type { Executor } from '#store/database.ts';
import { drillsOf } from '#store/drift-drills.ts';
import { lastToldAlert, reportTimes } from '#store/drift-pages.ts';

/** How it is known that a monitor would be heard, and since when. */
export interface MonitorProof {
  readonly by: 'alert' | 'drill';
  readonly at: Date;
}

/** Drills of a model that are looked at, the newest. */
const looked = 100;

/**
 * The last proof of each monitor of a model, by its connection: a drill that went through it and whose alerts were all
 * posted, or an alert of real values that was posted since it reports and that nobody called false. Unproven ones are
 * left out.
 */
export async function monitorProofs(
  db: Executor,
  of: { readonly workspaceId: string; readonly registry: string; readonly modelName: string },
): Promise<ReadonlyMap<string, MonitorProof>> {
  const [drills, reported, told] = await Promise.all([
    drillsOf(db, of, looked),
    reportTimes(db, of),
    lastToldAlert(db, of),
  ]);
  const proofs = new Map<string, MonitorProof>();
  const note = (connection: string, proof: MonitorProof) => {
    const before = proofs.get(connection);
    if (before === undefined || before.at < proof.at) proofs.set(connection, proof);
  };
  for (const { caughtAt, connections } of drills) {
    if (caughtAt !== null) for (const one of connections) note(one, { by: 'drill', at: caughtAt });
  }
  for (const { connection, first } of reported) {
    if (told !== null && first <= told) note(connection, { by: 'alert', at: told });
  }
  return proofs;
}
