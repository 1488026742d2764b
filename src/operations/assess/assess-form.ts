import type { AssessAnswers } from '#domain/maturity.ts';
import { Refusal } from '#errors.ts';
import {
  type AssessQuestion,
  answersFrom,
  assessAnswers,
  assessQuestions,
  characteristicOf,
  prefilled,
} from '#maturity/assess-answers.ts';
import type { ObservedCharacteristics } from '#maturity/observed-characteristics.ts';
import { newestAssessment } from '#store/assessments.ts';
import type { ModelRow } from '#store/models.ts';
import type { AskedQuestion, AssessForm } from '#views/assess-form.ts';
import { actorOf, listedActor } from '../actor.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { seenOf } from './seen-use-case.ts';
import { declaredUseCase } from './use-case.ts';
import { refuseUnlessAssessor } from './who-may-assess.ts';

/** Who asks about which model, as the signed request said. */
export interface AssessAct {
  readonly teamId: string;
  readonly slackUser: string;
  readonly model: ModelRow;
}

/** What was filled in, by question; several values are joined by commas. */
export type FilledIn = ReadonlyMap<string, string>;

/**
 * The questions about a model, filled with what was answered last, else with what is seen, else with what models.yaml
 * says; or with what was `typed`, where it is shown again. Throws a Refusal for whoever may not answer.
 */
export async function assessFormOf(
  setting: Setting,
  act: AssessAct,
  again: { readonly typed: FilledIn; readonly mistakes: readonly string[] } | null = null,
): Promise<AssessForm> {
  const { person } = listedActor(setting, await actorOf(setting, act));
  const { modelId, name } = act.model;
  const names = await readNames(setting, setting.db);
  await refuseUnlessAssessor(setting, modelId, person, names);
  const last = await newestAssessment(setting.db, setting.workspaceId, modelId);
  const seen = await seenOf(setting, act.model);
  const catalogued = declaredUseCase(setting.playbooks().set, modelId, null);
  const known: Known = {
    last: last?.answers ?? {},
    seen: seen === null ? {} : prefilled(seen),
    catalogued: catalogued === null ? {} : answersFrom(catalogued.characteristics),
    sightings: seen,
  };
  return {
    model: name,
    modelId,
    questions: assessQuestions.map((question) => asked(question, known, again?.typed ?? null)),
    last: last === null ? null : { by: names.of(last.person), at: last.at.toISOString() },
    mistakes: again?.mistakes ?? [],
  };
}

/** Answers by where they come from. */
interface Known {
  readonly last: Partial<AssessAnswers>;
  readonly seen: Partial<AssessAnswers>;
  readonly catalogued: Partial<AssessAnswers>;
  readonly sightings: ObservedCharacteristics | null;
}

function asked(question: AssessQuestion, known: Known, typed: FilledIn | null): AskedQuestion {
  const { id, choices, several } = question;
  const given = typed === null ? firstOf(id, known) : valuesOf(typed.get(id) ?? '', several);
  return {
    id,
    question: question.question,
    choices: choices === null ? null : Object.entries(choices).map(([value, label]) => ({ value, label })),
    several,
    optional: optional.has(id),
    filled: given,
    hint: hintOf(question, known),
  };
}

/** What may be left open: the rest decides what is needed. */
const optional: ReadonlySet<keyof AssessAnswers> = new Set(['modality', 'business'] as const);

function firstOf(id: keyof AssessAnswers, { last, seen, catalogued }: Known): readonly string[] {
  const value = last[id] ?? seen[id] ?? catalogued[id] ?? [];
  return typeof value === 'string' ? [value] : value;
}

/** Where what it is filled with comes from; of an answer of people, what is seen otherwise. */
function hintOf({ id }: AssessQuestion, { last, seen, catalogued, sightings }: Known): string | null {
  const key = characteristicOf(id);
  const because = key === null || sightings === null ? null : sightings[key].because;
  if (last[id] !== undefined) {
    const otherwise = seen[id] !== undefined && String(seen[id]) !== String(last[id]);
    return otherwise && because !== null ? `It looks otherwise: ${because}` : null;
  }
  if (seen[id] !== undefined && because !== null) return `Filled in from what is seen: ${because}`;
  return catalogued[id] === undefined ? null : 'Filled in from models.yaml.';
}

/** The answers of a sent form, or what is wrong with them, as sentences. */
export function readAnswers(
  filled: FilledIn,
):
  | { readonly ok: true; readonly answers: AssessAnswers }
  | { readonly ok: false; readonly mistakes: readonly string[] } {
  const given = Object.fromEntries(
    assessQuestions.map(({ id, several }) => {
      const text = filled.get(id) ?? '';
      return [id, several ? valuesOf(text, true) : text];
    }),
  );
  const read = assessAnswers.safeParse(given);
  if (read.success) return { ok: true, answers: read.data };
  const wrong = new Set(read.error.issues.map(({ path }) => path[0]));
  const mistakes = assessQuestions
    .filter(({ id }) => wrong.has(id))
    .map(({ id, question }) =>
      id === 'business' ? `Say in at most 300 characters: ${question}` : `Pick an answer: ${question}`,
    );
  return { ok: false, mistakes };
}

function valuesOf(text: string, several: boolean): readonly string[] {
  if (text === '') return [];
  return several ? text.split(',') : [text];
}

/** The Refusal of answers that the form does not take. */
export function badAnswers(mistakes: readonly string[]): Refusal {
  return new Refusal('bad_answers', mistakes.join(' '));
}
