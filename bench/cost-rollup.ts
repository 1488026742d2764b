import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { z } from 'zod';
import type { Bench } from './bench.ts';
import { costDays, costQuestions } from './cost-questions.ts';
import { compare, type Pair } from './distribution.ts';
import { table } from './report.ts';
import { root } from './surroundings.ts';

const run = promisify(execFile);
const answer = z.object({
  ms: z.number(),
  megabytes: z.number(),
  groups: z.number(),
  total: z.string(),
  lines: z.number(),
});

/** Reading a bill of 10 million lines as a source beside bare SQL over the same file, each in a process of its own. */
export const costBench: Bench = {
  name: 'cost',
  summary: 'reading 10 million lines of a FOCUS bill beside bare DuckDB SQL',
  run: async ({ closing, quick, say }) => {
    const millions = quick ? 1 : 10;
    const rounds = quick ? 1 : 3;
    const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-cost-'));
    closing.add(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'bill.parquet');
    say(`Writing ${millions} million lines of a bill…`);
    await writeBill(path, millions * 1_000_000);
    const lines = [];
    for (const { name, title } of costQuestions) {
      const times: Pair[] = [];
      const memory: Pair[] = [];
      for (let round = 0; round < rounds; round += 1) {
        closing.check();
        const countersign = await ask('source', name, path);
        const floor = await ask('sql', name, path);
        if (countersign.total !== floor.total || countersign.groups !== floor.groups) {
          throw new Error(`the sums of ${name} differ: ${JSON.stringify([countersign, floor])}`);
        }
        times.push({ countersign: countersign.ms, floor: floor.ms });
        memory.push({ countersign: countersign.megabytes, floor: floor.megabytes });
      }
      lines.push({ id: name, title, unit: 'ms' as const, compared: compare(times) });
      lines.push({ id: `${name}-memory`, title: '  peak memory', unit: 'MB' as const, compared: compare(memory) });
    }
    return { text: [table(lines, 'bare SQL')], measured: { millions, rounds, lines } };
  },
};

async function ask(way: 'source' | 'sql', name: string, path: string): Promise<z.infer<typeof answer>> {
  const script = join(root, 'bench/cost-reading.script.ts');
  const { stdout } = await run(process.execPath, [script, way, name, path], { cwd: root });
  return answer.parse(JSON.parse(stdout));
}

/** 35 days of 2,000 combinations of labels, each at home in one project and with one SKU; a tenth without labels. */
async function writeBill(path: string, lines: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`COPY (
    SELECT 'AWS' AS ProviderName, '123456789012' AS BillingAccountId, 'USD' AS BillingCurrency,
      date_trunc('month', used) AS BillingPeriodStart, used AS ChargePeriodStart, 'Usage' AS ChargeCategory,
      'project-' || c % 40 AS SubAccountId, 'service-' || c % 8 AS ServiceName, 'sku-' || c % 30 AS SkuId,
      'region-' || c % 3 AS RegionId, 'resource-' || c AS ResourceId,
      ((hash(i) % 100000000)::DECIMAL(18, 0) / 100000000)::DECIMAL(20, 10) AS BilledCost, BilledCost AS EffectiveCost,
      CASE WHEN c % 10 = 0 THEN NULL ELSE '{"team":"team-' || c % 20 || '","model":"model-' || c % 200 || '","env":"env-' || c % 3 || '"}' END AS Tags
    FROM (SELECT i, hash(i * 31) % 2000 AS c, TIMESTAMPTZ '${costDays.first} 00:00:00+00' + INTERVAL 1 HOUR * (hash(i * 17) % 840)::INTEGER AS used
      FROM range(${lines}) AS r(i))
  ) TO '${path}' (COMPRESSION zstd)`);
  connection.closeSync();
  instance.closeSync();
}
