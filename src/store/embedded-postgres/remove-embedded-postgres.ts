import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cannotStart } from './cannot-start.ts';
import { takeLauncherLock } from './launcher-lock.ts';
import { recordedPlaces, recordOf } from './place.ts';
import { findRunning, stopServer } from './running-server.ts';

/**
 * Stops a server that a killed process left upon `directory` and removes all of its files, wherever they are. Throws a
 * ConfigError while another process of ours uses it.
 */
export async function removeEmbeddedPostgres(directory: string): Promise<void> {
  if (!existsSync(directory)) return;
  const real = realpathSync(directory);
  const lock = takeLauncherLock(join(real, 'launcher.lock'));
  if ('heldBy' in lock) {
    throw cannotStart(`Countersign is still running upon ${real} (process ${lock.heldBy}). Stop it first.`);
  }
  try {
    for (const place of recordedPlaces(real)) {
      const pid = await findRunning(place, 60_000);
      if (pid !== null) await stopServer(place, pid);
      rmSync(place.folder, { recursive: true, force: true });
    }
    rmSync(recordOf(real), { force: true });
  } finally {
    lock.release();
  }
}
