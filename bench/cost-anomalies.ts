import { anomalyMethods } from './cost/anomaly-methods.ts';
import { compared } from './cost/compared.ts';
import { generatedSeries } from './cost/generated-series.ts';
import { wholeRule } from './cost/whole-rule.ts';

/** Prints how methods of finding costs that stand out compare on 240 generated series, with two seeds. */
const seeds = [1, 2];
const sets = seeds.map((seed) => generatedSeries(240, seed));
const rows = Object.entries(anomalyMethods).map(([method, score]) => {
  const results = sets.map((series) => compared(series, score, 0.1, () => performance.now()));
  const both = (of: (result: (typeof results)[number]) => number, digits: number) =>
    results.map((result) => of(result).toFixed(digits)).join('/');
  return {
    method,
    'z needed': both(({ threshold }) => threshold, 1),
    'false at 3': both(({ falseAtThree }) => falseAtThree, 2),
    'spike %': both(({ found }) => found.spike, 0),
    'shift %': both(({ found }) => found.shift, 0),
    'ramp %': both(({ found }) => found.ramp, 0),
    'µs a day': both(({ microseconds }) => microseconds, 0),
  };
});
console.table(rows);

const whole = sets.map(wholeRule);
const told = (of: (result: (typeof whole)[number]) => number, digits: number) =>
  whole.map((result) => of(result).toFixed(digits)).join('/');
console.table({
  'the whole rule at z >= 5': {
    'false a month': told(({ falsely }) => falsely, 3),
    'spike %': told(({ found }) => found.spike, 0),
    'shift %': told(({ found }) => found.shift, 0),
    'ramp %': told(({ found }) => found.ramp, 0),
  },
});
