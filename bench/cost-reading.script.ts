import { DuckDBInstance } from '@duckdb/node-api';
import { connectFocusFiles } from '#adapters/costs/focus/connect.ts';
import { add, type Decimal, decimal, decimalText } from '#domain/decimal.ts';
import { type CostQuestion, costDays, costQuestions } from './cost-questions.ts';

/** Answers one question about a bill, and prints how long it took, with what peak of memory, and a sum to compare. */
const [way = '', name = '', path = ''] = process.argv.slice(2);
const question = costQuestions.find((one) => one.name === name);
if (question === undefined) throw new RangeError(`there is no question ${name}`);

const from = performance.now();
const sum = way === 'source' ? await bySource(question) : await bySql(question);
const ms = performance.now() - from;
console.log(JSON.stringify({ ms, megabytes: process.resourceUsage().maxRSS / 1000, ...sum }));

/** A whole reading, of which the nightly roll-up keeps every line; then the question from the lines. */
async function bySource({ keys, keyOf }: CostQuestion) {
  const source = connectFocusFiles({ title: 'bench', path, mostResources: 200, mostLines: 1_000_000, memory: '1GB' });
  const { lines } = await source.read({ ...costDays, zone: 'UTC', labelKeys: keys });
  const groups = new Map<string, Decimal>();
  for (const line of lines) {
    const key = keyOf(line);
    groups.set(key, add(groups.get(key) ?? decimal(0), decimal(line.effective)));
  }
  const total = [...groups.values()].reduce(add, decimal(0));
  return { groups: groups.size, total: decimalText(total), lines: lines.length };
}

async function bySql({ sql }: CostQuestion) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  const reader = await connection.runAndReadAll(
    `SELECT COUNT(*)::INTEGER, SUM(cost)::VARCHAR FROM (SELECT ${sql}, SUM(EffectiveCost) AS cost FROM read_parquet('${path}')
     WHERE ChargePeriodStart >= '${costDays.first}' AND ChargePeriodStart < DATE '${costDays.last}' + 1 GROUP BY ALL)`,
  );
  const [groups, total] = (reader.getRowsJson()[0] ?? []).map((one) =>
    typeof one === 'string' ? one : JSON.stringify(one),
  );
  return { groups: Number(groups), total: decimalText(decimal(total ?? '0')), lines: 0 };
}
