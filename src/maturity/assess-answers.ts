import { z } from 'zod';
import type { AssessAnswers, Characteristics } from '#domain/maturity.ts';
import type { ObservedCharacteristics } from './observed-characteristics.ts';

/** One question of `/mlops assess`. It asks about the work, never about products. */
export interface AssessQuestion {
  readonly id: keyof AssessAnswers;
  readonly question: string;
  /** The answers to choose from by value; null for free text. */
  readonly choices: Readonly<Record<string, string>> | null;
  readonly several: boolean;
}

/** The answers as a form gives them. */
export const assessAnswers = z.strictObject({
  stage: z.enum(['pilot', 'production']),
  impact: z.enum(['none', 'some']),
  reuse: z.enum(['no', 'yes']),
  retraining: z.enum(['none', 'ad_hoc', 'frequent']),
  code: z.enum(['rarely', 'often']),
  serving: z.array(z.enum(['batch', 'online'])).max(2),
  modality: z.array(z.enum(['tables', 'text', 'images', 'audio', 'latency', 'accuracy', 'cost'])).max(7),
  business: z.string().trim().max(300),
}) satisfies z.ZodType<AssessAnswers>;

/** The eight questions, in the order in which they are asked. */
export const assessQuestions: readonly AssessQuestion[] = [
  choice('stage', 'Is it in production or a pilot?', { production: 'In production', pilot: 'A pilot' }),
  choice('impact', 'Would anything financial, legal, ethical or of your reputation suffer if it were wrong?', {
    some: 'Yes',
    none: 'No',
  }),
  choice('reuse', 'Do other teams use the model or its features?', { yes: 'Yes, or they want to', no: 'No' }),
  choice('retraining', 'When is it trained again?', {
    none: 'Never',
    ad_hoc: 'When it gets worse',
    frequent: 'On a schedule or with new data',
  }),
  choice('code', 'How often does the code that trains it change?', {
    rarely: 'Less than twice a month',
    often: 'Twice a month or more',
  }),
  choice(
    'serving',
    'How are its predictions made?',
    { batch: 'In batches', online: 'On request or on a stream' },
    true,
  ),
  choice(
    'modality',
    'What does it work on, and what matters most?',
    {
      tables: 'Tables',
      text: 'Text',
      images: 'Images',
      audio: 'Audio',
      latency: 'Latency first',
      accuracy: 'Accuracy first',
      cost: 'Cost first',
    },
    true,
  ),
  {
    id: 'business',
    question: 'Who owns it in the business, and which figure does it move?',
    choices: null,
    several: false,
  },
];

function choice(
  id: AssessQuestion['id'],
  question: string,
  choices: Readonly<Record<string, string>>,
  several = false,
): AssessQuestion {
  return { id, question, choices, several };
}

const askedBy: Readonly<Partial<Record<keyof AssessAnswers, keyof Characteristics>>> = {
  stage: 'pilot',
  impact: 'missionCritical',
  reuse: 'reusable',
  retraining: 'retraining',
  code: 'frequentUpdates',
  serving: 'serving',
};

/** The characteristic that a question asks about; null for one that decides nothing. */
export function characteristicOf(question: keyof AssessAnswers): keyof Characteristics | null {
  return askedBy[question] ?? null;
}

/** What was said of a characteristic: the question, and the answer's values as text and as the form words them. */
export interface SaidAnswer {
  readonly question: string;
  /** As `batch,online`. */
  readonly values: string;
  readonly words: string;
}

/** What a declared use case says of one characteristic. */
export function answerAbout(characteristic: keyof Characteristics, declared: Characteristics): SaidAnswer {
  return answerInWords(
    characteristic,
    [answersFrom(declared)[questionAbout(characteristic).id] ?? []].flat().join(','),
  );
}

/** The same from the values of the answer; values that are no choice any more stand for themselves. */
export function answerInWords(characteristic: keyof Characteristics, values: string): SaidAnswer {
  const { question, choices } = questionAbout(characteristic);
  const words = values.split(',').map((value) => choices?.[value] ?? value);
  return { question, values, words: values === '' ? 'nothing' : words.join(' and ') };
}

function questionAbout(characteristic: keyof Characteristics): AssessQuestion {
  const found = assessQuestions.find(({ id }) => askedBy[id] === characteristic);
  if (found === undefined) throw new Error(`no question asks about ${characteristic}`);
  return found;
}

/** What the answers say of the use case. */
export function characteristicsOf(answers: AssessAnswers): Characteristics {
  return {
    pilot: answers.stage === 'pilot',
    missionCritical: answers.impact === 'some',
    reusable: answers.reuse === 'yes',
    retraining: answers.retraining,
    frequentUpdates: answers.code === 'often',
    serving: answers.serving,
  };
}

/** What the form is filled with before anybody answers: what was seen, and nothing where it cannot be told. */
export function prefilled(seen: ObservedCharacteristics): Partial<AssessAnswers> {
  const { pilot, missionCritical, reusable, retraining, frequentUpdates, serving } = seen;
  return {
    ...(pilot.value !== null && { stage: pilot.value ? 'pilot' : 'production' }),
    ...(missionCritical.value !== null && { impact: missionCritical.value ? 'some' : 'none' }),
    ...(reusable.value !== null && { reuse: reusable.value ? 'yes' : 'no' }),
    ...(retraining.value !== null && { retraining: retraining.value }),
    ...(frequentUpdates.value !== null && { code: frequentUpdates.value ? 'often' : 'rarely' }),
    ...(serving.value !== null && serving.value.length > 0 && { serving: serving.value }),
  };
}

/** What the form is filled with from what is declared of a use case elsewhere. */
export function answersFrom(declared: Characteristics): Partial<AssessAnswers> {
  const { pilot, missionCritical, reusable, retraining, frequentUpdates, serving } = declared;
  return {
    stage: pilot ? 'pilot' : 'production',
    impact: missionCritical ? 'some' : 'none',
    reuse: reusable ? 'yes' : 'no',
    retraining,
    code: frequentUpdates ? 'often' : 'rarely',
    serving,
  };
}

/** A characteristic that was declared one way and looks another. */
export interface Mismatch {
  readonly characteristic: keyof Characteristics;
  readonly because: string;
}

/**
 * Where what was declared does not agree with what is seen. Nobody is asked about what cannot be told, about a model
 * declared critical that does not look so, or about serving that has no traffic yet.
 */
export function mismatches(declared: Characteristics, seen: ObservedCharacteristics): readonly Mismatch[] {
  const found: Mismatch[] = [];
  for (const key of ['pilot', 'missionCritical', 'reusable', 'retraining', 'frequentUpdates'] as const) {
    const { value, because } = seen[key];
    if (value !== null && value !== declared[key] && !(key === 'reusable' && value === false)) {
      found.push({ characteristic: key, because });
    }
  }
  const serving = seen.serving.value ?? [];
  if (serving.some((kind) => !declared.serving.includes(kind))) {
    found.push({ characteristic: 'serving', because: seen.serving.because });
  }
  return found;
}
