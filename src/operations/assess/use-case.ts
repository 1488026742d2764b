import type { Instant } from '#domain/instant.ts';
import type { Characteristics } from '#domain/maturity.ts';
import { characteristicsOf } from '#maturity/assess-answers.ts';
import { type CapabilityMatrix, changedMatrix } from '#maturity/capability-matrix.ts';
import { catalogueModel } from '#playbook/catalogue.ts';
import type { CatalogueModel, PlaybookSet } from '#playbook/playbook.ts';
import type { AssessmentRow } from '#store/assessments.ts';

/** What is declared of a use case, and by whom: a person's answers, else what models.yaml says. */
export interface DeclaredUseCase {
  readonly characteristics: Characteristics;
  readonly from: 'answers' | 'catalogue';
  /** The person and the moment of the answers; null for the catalogue's word. */
  readonly answered: { readonly person: string; readonly at: Instant } | null;
}

/** Answers of people win over models.yaml; null where neither says anything of the model. */
export function declaredUseCase(
  { models }: PlaybookSet,
  model: string,
  assessment: AssessmentRow | null,
): DeclaredUseCase | null {
  if (assessment !== null) {
    const { person, at, answers } = assessment;
    const answered = { person, at: at.toISOString() };
    return { characteristics: characteristicsOf(answers), from: 'answers', answered };
  }
  const entry = catalogueModel(models, model);
  const said = entry === null ? null : characteristicsInCatalogue(entry);
  return said === null ? null : { characteristics: said, from: 'catalogue', answered: null };
}

/** What `use_case` of a catalogue entry says; what it does not list does not hold. Null where it is left out. */
export function characteristicsInCatalogue({ useCase }: CatalogueModel): Characteristics | null {
  if (useCase === null) return null;
  const is = (word: string) => useCase.includes(word);
  return {
    pilot: is('pilot'),
    missionCritical: is('mission_critical'),
    reusable: is('reusable'),
    retraining: is('retrains_often') ? 'frequent' : is('retrains_ad_hoc') ? 'ad_hoc' : 'none',
    frequentUpdates: is('changes_often'),
    serving: [...(is('serves_batch') ? ['batch' as const] : []), ...(is('serves_online') ? ['online' as const] : [])],
  };
}

/** The capability matrix in force: the shipped one with the cells that capabilities.yaml changes. */
export function matrixInForce({ capabilities }: PlaybookSet): CapabilityMatrix {
  return changedMatrix(capabilities?.changes ?? []);
}
