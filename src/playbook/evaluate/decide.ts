import { treeFor } from '../inherit.ts';
import type { Block, Status } from '../verdict.ts';
import { type AutoApproval, autoApproval } from './auto-approval.ts';
import { brokenGlass, type Glass } from './break-glass.ts';
import type { Evaluation } from './evaluation.ts';
import { bestRoute, type JudgedRoute, judgeRoute } from './judge-route.ts';
import { type JudgedRule, judgeRule } from './judge-rule.ts';
import { type Refusals, refusals } from './refusals.ts';
import { routesThrough } from './routes.ts';
import type { SeatBook } from './seats.ts';
import { standingBlocks } from './standing-blocks.ts';

/** The status and everything it was taken from. */
export interface Decided {
  readonly status: Status;
  readonly rules: readonly JudgedRule[];
  readonly routes: number;
  readonly route: JudgedRoute | null;
  readonly refused: Refusals;
  readonly blocks: readonly Block[];
  readonly glass: Glass | null;
  readonly auto: AutoApproval | null;
}

/** Takes the status that holds first (§8.3): overridden, blocked, approved without people, the shown route's. */
export function decide(ev: Evaluation, book: SeatBook): Decided {
  const rules = ev.policy.rules.map((rule) => judgeRule(ev, rule));
  const routes = judgedRoutes(ev, rules, book);
  const route = bestRoute(routes);
  const refused = refusals(ev);
  const vetoes = [...refused.blocks, ...standingBlocks(ev)];
  const glass = brokenGlass(ev);
  const met = ev.policy.afterRejection.criteria === 'optional' || ev.criteria.every((one) => one.status === 'passed');
  const auto = vetoes.length === 0 && met ? autoApproval(ev) : null;
  const byTree = statusByTree(route, met);
  const status = glass !== null ? 'overridden' : vetoes.length > 0 ? 'blocked' : auto !== null ? 'approved' : byTree;
  const blocks = auto === null ? [...vetoes, ...routeBlocks(ev, route)] : vetoes;
  return { status, rules, routes: routes.length, route, refused, blocks, glass, auto };
}

/** Every route, with its seats filled as far as the votes go, in file order. */
export function judgedRoutes(ev: Evaluation, rules: readonly JudgedRule[], book: SeatBook): readonly JudgedRoute[] {
  const tree = treeFor(ev.policy.decision, ev.facts.action);
  if (tree === undefined) return [];
  const byName = new Map(rules.map((one) => [one.rule.name, one]));
  const routes = routesThrough(tree, (name) => byName.get(name)?.applies ?? 'no') ?? [];
  return routes.map((route) => {
    const onRoute = rules.filter(({ rule }) => route.includes(rule.name));
    return judgeRoute(ev, onRoute, book);
  });
}

function statusByTree(route: JudgedRoute | null, criteriaMet: boolean): Status {
  if (route === null) return 'blocked';
  return route.state === 'approved' && !criteriaMet ? 'waiting' : route.state;
}

function routeBlocks(ev: Evaluation, route: JudgedRoute | null): readonly Block[] {
  const block = (code: Block['code'], because: string): Block[] => [
    { code, person: null, because, liftedBy: [], since: null },
  ];
  if (route === null) return block('no_route', `No way of "${ev.policy.name}" to an approval is open.`);
  if (route.blockedBy === 'nobody_decides')
    return block('nobody_decides', 'No person decides here, so nothing is approved.');
  if (route.blockedBy === 'too_few_people') return block('too_few_people', 'Too few people could fill the seats.');
  return [];
}
