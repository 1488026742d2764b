import { parentPort } from 'node:worker_threads';
import { flightLog } from './flights.ts';
import { trainerOn } from './training.ts';
import type { Question } from './worker-trainer.ts';

const trainer = trainerOn(flightLog(new URL('../data/', import.meta.resolve('vega-datasets'))));

function answerTo(question: Question): unknown {
  switch (question.what) {
    case 'data-facts':
      return trainer.dataFacts(question.fromDay, question.untilDay);
    case 'fit':
      return trainer.fit(question.recipe);
    case 'drift':
      return trainer.drift(question.recipe, question.fromDay, question.untilDay);
    case 'evaluate':
      return trainer.evaluate(question.recipe, question.fromDay, question.untilDay);
  }
}

parentPort?.on('message', (question: Question) => parentPort?.postMessage(answerTo(question)));
