import { setTimeout as sleep } from 'node:timers/promises';
import type { Closing } from './closing.ts';
import type { Pair } from './distribution.ts';
import { type StartProgram, startBareBolt, startCountersign } from './program.ts';
import type { Surroundings } from './surroundings.ts';

export interface StartMeasured {
  /** Milliseconds from the spawn to the first 200 of /readyz. */
  readonly readyMs: readonly Pair[];
  /** Resident memory half a second later. */
  readonly residentBytes: readonly Pair[];
}

interface Started {
  readonly readyMs: number;
  readonly residentBytes: number;
}

/** Starts and stops Countersign, then the bare app, in turns. The first turns make the job engine's tables. */
export async function measureStart(
  closing: Closing,
  around: Surroundings,
  databaseUrl: string,
  { pairs, warmUp }: { pairs: number; warmUp: number },
): Promise<StartMeasured> {
  const started: { countersign: Started; floor: Started }[] = [];
  for (let i = -warmUp; i < pairs; i += 1) {
    const countersign = await once(startCountersign, closing, around, databaseUrl);
    const floor = await once(startBareBolt, closing, around, databaseUrl);
    if (i >= 0) started.push({ countersign, floor });
  }
  return {
    readyMs: started.map(({ countersign, floor }) => ({ countersign: countersign.readyMs, floor: floor.readyMs })),
    residentBytes: started.map(({ countersign, floor }) => ({
      countersign: countersign.residentBytes,
      floor: floor.residentBytes,
    })),
  };
}

async function once(
  start: StartProgram,
  closing: Closing,
  around: Surroundings,
  databaseUrl: string,
): Promise<Started> {
  const program = await start(closing, around, databaseUrl);
  await sleep(500);
  const residentBytes = program.residentBytes();
  await program.stop();
  return { readyMs: program.readyMs, residentBytes };
}
