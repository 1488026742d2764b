import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import type { ReviewDebt } from '#playbook/reported.ts';
import type { Executor } from '#store/database.ts';
import { openReviews } from '#store/reviews.ts';

/** A review that an emergency decision owes and nobody has done. */
interface OpenDebt extends ReviewDebt {
  readonly registry: string;
  readonly modelName: string;
  /** Null for a model outside the catalogue. */
  readonly team: string | null;
  readonly by: readonly string[];
}

/** Every review that emergencies owe, those due first come first. */
async function openDebts(db: Executor, workspaceId: string, set: PlaybookSet): Promise<readonly OpenDebt[]> {
  const rows = await openReviews(db, workspaceId, ['break_glass']);
  return rows.map(({ review, request: { number, registry, modelName } }) => ({
    request: `R-${number}`,
    due: review.dueAt.toISOString(),
    registry,
    modelName,
    team: findCatalogueModel(set.models, registry, modelName)?.team ?? null,
    by: review.by,
  }));
}

/** What the team of a model owes; of a model without a team, what is owed for itself. */
export async function debtOf(
  db: Executor,
  workspaceId: string,
  set: PlaybookSet,
  team: string | null,
  model: { readonly registry: string; readonly modelName: string },
): Promise<readonly ReviewDebt[]> {
  const debts = await openDebts(db, workspaceId, set);
  const mine = debts.filter((debt) =>
    team === null ? debt.registry === model.registry && debt.modelName === model.modelName : debt.team === team,
  );
  return mine.map(({ request, due }) => ({ request, due }));
}
