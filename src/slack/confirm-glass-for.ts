import { glassToConfirm } from '#operations/break-glass/press-glass.ts';
import type { RequestRow } from '#operations/setting.ts';
import { confirmGlass } from '#views/confirm-glass.ts';
import type { Scene } from './scene.ts';

/** Opens the modal in which a person breaks the glass; `reason` is what they wrote of it already. */
export async function confirmGlassFor(
  scene: Scene,
  row: RequestRow,
  seen: { readonly generation: number; readonly code: string },
  reason = '',
): Promise<void> {
  await scene.show({ title: `Break glass ${row.code}?`, what: `R-${row.number}` }, async () =>
    confirmGlass({
      ...(await glassToConfirm(scene.bot.setting, { ...scene.signed, requestId: row.id, seen })),
      reason,
    }),
  );
}
