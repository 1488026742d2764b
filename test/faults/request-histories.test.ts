import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { asc } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '#errors.ts';
import { decide } from '#operations/decide.ts';
import { verdictOf } from '#operations/load-request.ts';
import { requestPromotion } from '#operations/request-promotion.ts';
import type { Setting } from '#operations/setting.ts';
import { withdrawRequest } from '#operations/withdraw-request.ts';
import { modelIn } from '#store/models.ts';
import { requests } from '#store/schema/request.ts';
import type { RunningApp } from '../../src/app-options.ts';
import { playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { type Act, hour, people, playbook, RequestModel } from './request-model.ts';

/** `FAULT_RUNS=200 npx vitest run test/faults/request-histories` for a long night. */
const runs = Number(process.env['FAULT_RUNS'] ?? 4);
const why = 'looked at the evidence, it is fine';

/** The first or the second of two processes. */
type Process = 0 | 1;

/** A company with two processes that do the same work, and whoever acts in it goes to one or the other. */
class Company {
  readonly scene: Scene;
  private readonly second: RunningApp;

  constructor(scene: Scene, second: RunningApp) {
    this.scene = scene;
    this.second = second;
  }

  setting(of: Process): Setting {
    return (of === 0 ? this.scene.app : this.second).setting;
  }

  /** What somebody wants, on what they see now: done when it is called, and true if it was taken, false if refused. */
  async wants(act: Act, on: Process): Promise<() => Promise<boolean>> {
    const setting = this.setting(on);
    const [row] = (await this.rows()).slice(-1);
    const teamId = setting.workspaceId;
    const slackUser = this.idOf('by' in act ? act.by : 'ana');
    const work = async () => {
      if (act.is === 'ask') {
        const model = await modelIn(setting.db, teamId, 'mlflow', 'fraud-scorer');
        if (model === null) throw new Error('the registry was not read');
        await requestPromotion(setting, {
          teamId,
          slackUser,
          model,
          version: act.version,
          target: 'production',
          reason: why,
        });
        return;
      }
      if (row === undefined) throw new Refusal('nothing', 'There is no request.');
      if (act.is === 'end') return void (await withdrawRequest(setting, { teamId, slackUser, requestId: row.id }));
      await decide(setting, {
        teamId,
        slackUser,
        requestId: row.id,
        decision: act.is,
        seen: { generation: row.generation, code: row.code },
        reason: act.is === 'hold' || act.is === 'release' ? '' : why,
        pressId: randomUUID(),
        actingFor: null,
      });
    };
    return async () => {
      try {
        await work();
        return true;
      } catch (error) {
        if (error instanceof Refusal) return false;
        throw error;
      }
    };
  }

  async settled(): Promise<void> {
    await Promise.all([this.scene.app.settled(), this.second.settled()]);
  }

  async passes(ms: number): Promise<void> {
    this.scene.slack.act.advance(ms);
    await Promise.all([this.scene.app.tick(), this.second.tick()]);
    await this.settled();
  }

  async seen() {
    const rows = await this.rows();
    return {
      production: this.scene.alias('fraud-scorer', 'production') ?? 'none',
      requests: rows
        .filter(({ action }) => action === 'promote')
        .map((row) => {
          const { blocks, gates } = verdictOf(row);
          return {
            version: row.version,
            state: row.state,
            blockedBy: blocks
              .flatMap(({ person, code }) => people.filter((one) => code === 'block' && one === person))
              .sort(),
            heldBy: gates
              .flatMap(({ gate, name }) => (gate === 'hold' && row.state === 'approved' ? [name] : []))
              .sort(),
            deadlineMs: row.deadline.getTime(),
          };
        }),
    };
  }

  rows() {
    return this.scene.database.db.select().from(requests).orderBy(asc(requests.number));
  }

  private idOf(name: string): string {
    return this.scene.slack.see.workspace().people.find((one) => one.name === name)?.id ?? '';
  }
}

/** One act, and everything that follows from it. */
class Alone implements fc.AsyncCommand<RequestModel, Company> {
  private readonly act: Act;
  private readonly on: Process;

  constructor(act: Act, on: Process) {
    this.act = act;
    this.on = on;
  }

  check(model: Readonly<RequestModel>): boolean {
    // An approval of what is in production can be taken back too; every other act needs a request that lives.
    return !model.wayBack && (model.lives() || this.act.is === 'ask' || this.act.is === 'withdraw');
  }

  async run(model: RequestModel, company: Company): Promise<void> {
    const taken = await (await company.wants(this.act, this.on))();
    await company.settled();
    const expected = model.act(this.act, model.requests.length - 1);
    model.carryOut();
    expect({ taken, ...(await company.seen()) }, this.toString()).toEqual({ taken: expected, ...model.seen() });
  }

  toString(): string {
    return `${told(this.act)} on ${this.on}`;
  }
}

/** Two acts at the same time, one on each process: what came of them is what comes of one after the other. */
class Together implements fc.AsyncCommand<RequestModel, Company> {
  private readonly acts: readonly [Act, Act];
  private readonly lagMs: number;

  constructor(acts: readonly [Act, Act], lagMs: number) {
    this.acts = acts;
    this.lagMs = lagMs;
  }

  check(model: Readonly<RequestModel>): boolean {
    return !model.wayBack && model.lives();
  }

  async run(model: RequestModel, company: Company): Promise<void> {
    const [first, second] = [await company.wants(this.acts[0], 0), await company.wants(this.acts[1], 1)];
    const later = new Promise((done) => setTimeout(done, this.lagMs)).then(second);
    const taken = await Promise.all([first(), later]);
    await company.settled();
    const seen = { taken, ...(await company.seen()) };
    const possible = this.histories(model);
    const came = possible.find((one) => isDeepStrictEqual({ taken: one.taken, ...one.model.seen() }, seen));
    if (came === undefined) {
      expect(seen, `${this.toString()} came to neither order`).toEqual(
        possible.map((one) => ({ taken: one.taken, ...one.model.seen() })),
      );
    } else model.become(came.model);
  }

  toString(): string {
    return `${told(this.acts[0])} with ${told(this.acts[1])} ${this.lagMs} ms later`;
  }

  /** One before the other, and what was approved carried out between them or only afterwards. */
  private histories(model: RequestModel): readonly { taken: boolean[]; model: RequestModel }[] {
    const nth = model.requests.length - 1;
    return [false, true].flatMap((turned) =>
      [false, true].map((between) => {
        const after = model.copy();
        const [one, other] = turned ? ([1, 0] as const) : ([0, 1] as const);
        const taken = [false, false];
        taken[one] = after.act(this.acts[one], nth);
        if (between) after.carryOut();
        taken[other] = after.act(this.acts[other], nth);
        after.carryOut();
        return { taken, model: after };
      }),
    );
  }
}

class Passes implements fc.AsyncCommand<RequestModel, Company> {
  private readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }

  check(model: Readonly<RequestModel>): boolean {
    return !model.wayBack;
  }

  async run(model: RequestModel, company: Company): Promise<void> {
    await company.passes(this.ms);
    model.passes(this.ms);
    expect(await company.seen(), this.toString()).toEqual(model.seen());
  }

  toString(): string {
    return `${this.ms / hour} h pass`;
  }
}

class Restart implements fc.AsyncCommand<RequestModel, Company> {
  check(): boolean {
    return true;
  }

  async run(model: RequestModel, company: Company): Promise<void> {
    await company.scene.restart();
    await company.settled();
    expect(await company.seen(), 'restart').toEqual(model.seen());
  }

  toString(): string {
    return 'restart';
  }
}

function told(act: Act): string {
  return `${'by' in act ? `${act.by} ` : ''}${act.is}${'version' in act ? ` ${act.version}` : ''}`;
}

const by = fc.constantFrom(...people);
const acts = fc.oneof(
  { weight: 6, arbitrary: fc.record({ is: fc.constant('approve' as const), by }) },
  {
    weight: 5,
    arbitrary: fc.record({ is: fc.constantFrom('withdraw' as const, 'block' as const, 'lift' as const), by }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constantFrom('hold' as const, 'release' as const),
      by: fc.constantFrom(...people, 'ana' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('ask' as const), version: fc.constantFrom('5', '7', '8') }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('reject' as const), by }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('end' as const) }) },
);
const on = fc.constantFrom<Process>(0, 1);
const commands = fc.commands(
  [
    fc.tuple(acts, on).map(([act, process]) => new Alone(act, process)),
    fc.tuple(acts, on).map(([act, process]) => new Alone(act, process)),
    fc.tuple(acts, acts, fc.nat({ max: 15 })).map(([a, b, lagMs]) => new Together([a, b], lagMs)),
    fc.tuple(acts, acts, fc.nat({ max: 15 })).map(([a, b, lagMs]) => new Together([a, b], lagMs)),
    fc.constantFrom(0.5, 2, 2, 7, 21, 31).map((hours) => new Passes(hours * hour)),
    fc.constant(new Restart()),
  ],
  { maxCommands: 24, size: 'max' },
);

describe('the requests for one alias, with two processes', () => {
  it('go as the plain account of them says, whatever people do, alone or at the same time', {
    timeout: 900_000,
  }, async () => {
    const folder = await playbooksFolder();
    await folder.write('promotion-fraud.yaml', playbook);
    try {
      await fc.assert(
        fc.asyncProperty(commands, async (given) => {
          const scene = await openScene({ playbooks: folder.path });
          const second = await scene.another('worker');
          try {
            // v6 was trained by somebody who is to approve, which is another story.
            scene.mlflow.outside.addVersion('fraud-scorer', { user: 'ana' });
            const company = new Company(scene, second);
            await company.settled();
            const model = new RequestModel(Date.parse(scene.app.setting.now()), '5');
            const asked = new Alone({ is: 'ask', version: '7' }, 0);
            await asked.run(model, company);
            await fc.asyncModelRun(() => ({ model, real: company }), given);
          } finally {
            await second.stop();
            await scene.close();
          }
        }),
        { numRuns: runs, endOnFailure: runs < 100 },
      );
    } finally {
      await folder.remove();
    }
  });
});
