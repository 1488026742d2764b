import { forecastResult } from './cost/forecasts.ts';
import { generatedSeries } from './cost/generated-series.ts';

/** Prints how far forecasts are off on 240 generated series, with two seeds. */
const sets = [1, 2].map((seed) => generatedSeries(240, seed));
const rows = [3, 7, 14, 28].map((ahead) => {
  const results = sets.map((series) => forecastResult(series, ahead));
  const both = (of: (result: (typeof results)[number]) => number) => results.map((one) => of(one).toFixed(1)).join('/');
  return {
    'days ahead': ahead,
    'error %': both(({ ours }) => ours),
    'seasonal naive %': both(({ naive }) => naive),
    'band held %': both(({ held }) => held),
  };
});
console.table(rows);
