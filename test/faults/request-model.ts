/** A second, plain account of what may become of the requests for one alias: no rules engine, no database, no jobs. */

export const hour = 3_600_000;
export const people = ['ben', 'mei', 'jon'] as const;
export type Person = (typeof people)[number];

/** What the playbook of this model says, which is written next to it. */
const rules = { waitMs: 2 * hour, expiresMs: 30 * hour, executeMs: 20 * hour } as const;

export const playbook = `playbook: 1
name: Fraud models to production
owner: risk
applies_to: {action: promote, registry: mlflow, models: ["fraud/*"], to: production}
rules:
  - {name: A colleague agrees, needs: {people: {from: fraud-ml}}}
  - {name: The second line agrees, needs: {people: {from: risk}}}
block: {by: [risk, fraud-ml]}
hold: {by: [risk]}
distinct: {unknown_people: flag}
timing: {wait_after_approval: 2h, expires_after: 30h, execute_within: 20h}
`;

export type Act =
  | { readonly is: 'approve' | 'withdraw' | 'block' | 'lift' | 'reject'; readonly by: Person }
  | { readonly is: 'hold' | 'release'; readonly by: Person | 'ana' }
  | { readonly is: 'end' }
  | { readonly is: 'ask'; readonly version: string };

type State = 'open' | 'approved' | 'verified' | 'rejected' | 'withdrawn' | 'expired' | 'superseded';

interface ModelRequest {
  version: string;
  state: State;
  /** The newest yes or no of each person. */
  said: Partial<Record<Person, 'approve' | 'withdraw' | 'block'>>;
  blockedBy: Person[];
  heldBy: string[];
  approvedMs: number | null;
  deadlineMs: number;
}

export class RequestModel {
  nowMs: number;
  production: string;
  requests: ModelRequest[] = [];
  /** Whether an approval was taken back too late, so that the way back was asked for: what follows is not modelled. */
  wayBack = false;

  constructor(nowMs: number, production: string) {
    this.nowMs = nowMs;
    this.production = production;
  }

  copy(): RequestModel {
    const other = new RequestModel(this.nowMs, this.production);
    other.requests = structuredClone(this.requests);
    other.wayBack = this.wayBack;
    return other;
  }

  become(other: RequestModel): void {
    Object.assign(this, other.copy());
  }

  /** What somebody who looks from outside can tell. */
  seen() {
    return {
      production: this.production,
      requests: this.requests.map(({ version, state, blockedBy, heldBy, deadlineMs }) => ({
        version,
        state,
        blockedBy: [...blockedBy].sort(),
        // What is open waits for people, and does not say who holds it besides.
        heldBy: state === 'approved' ? [...heldBy].sort() : [],
        deadlineMs,
      })),
    };
  }

  /** Whether it is taken, of the request that was the `nth` when somebody looked; what is refused changes nothing. */
  act(act: Act, nth: number): boolean {
    const taken = this.taken(act, nth);
    if (taken && act.is !== 'ask') this.judge();
    return taken;
  }

  /** Time passes, and whoever looks at the clock has looked. */
  passes(ms: number): void {
    this.nowMs += ms;
    this.judge();
    this.carryOut();
  }

  /** Carries out what is approved and waits for nothing. */
  carryOut(): void {
    const request = this.live();
    if (request?.state !== 'approved' || request.heldBy.length > 0 || request.approvedMs === null) return;
    if (this.nowMs < request.approvedMs + rules.waitMs) return;
    request.state = 'verified';
    this.production = request.version;
  }

  lives(): boolean {
    return this.live() !== undefined;
  }

  private live(): ModelRequest | undefined {
    return this.requests.findLast(({ state }) => state === 'open' || state === 'approved');
  }

  private taken(act: Act, nth: number): boolean {
    if (act.is === 'ask') return this.ask(act.version);
    const request = this.requests[nth];
    if (request === undefined) return false;
    if (request !== this.live()) return act.is === 'withdraw' && this.tooLate(request, act.by);
    switch (act.is) {
      case 'approve':
        if (request.said[act.by] === 'approve') return false;
        request.said[act.by] = 'approve';
        return true;
      case 'withdraw':
        if (request.said[act.by] !== 'approve') return false;
        request.said[act.by] = 'withdraw';
        return true;
      case 'block':
        if (request.blockedBy.includes(act.by)) return false;
        request.said[act.by] = 'block';
        request.blockedBy.push(act.by);
        return true;
      case 'lift':
        if (!request.blockedBy.includes(act.by)) return false;
        request.blockedBy = request.blockedBy.filter((one) => one !== act.by);
        return true;
      case 'reject':
        request.state = 'rejected';
        return true;
      case 'hold':
      case 'release':
        if (act.by === 'ben') return false;
        if (act.is === 'hold') request.heldBy = [...new Set([...request.heldBy, act.by])];
        // The second line releases what anybody holds, the requester what she holds.
        else request.heldBy = act.by === 'ana' ? request.heldBy.filter((one) => one !== 'ana') : [];
        return true;
      case 'end':
        request.state = 'withdrawn';
        return true;
    }
  }

  private ask(version: string): boolean {
    if (version === this.production) return false;
    const before = this.live();
    if (before !== undefined) before.state = 'superseded';
    this.requests.push({
      version,
      state: 'open',
      said: {},
      blockedBy: [],
      heldBy: [],
      approvedMs: null,
      deadlineMs: this.nowMs + rules.expiresMs,
    });
    return true;
  }

  private tooLate(request: ModelRequest, by: Person): boolean {
    if (request.state !== 'verified' || request.said[by] !== 'approve') return false;
    this.wayBack = true;
    return true;
  }

  private judge(): void {
    const request = this.live();
    if (request === undefined) return;
    if (this.nowMs >= request.deadlineMs) {
      request.state = 'expired';
      return;
    }
    const yes = (who: Person) => request.said[who] === 'approve';
    const approved = request.blockedBy.length === 0 && yes('ben') && (yes('mei') || yes('jon'));
    if (approved && request.state === 'open') {
      request.state = 'approved';
      request.approvedMs = this.nowMs;
      request.deadlineMs = this.nowMs + rules.executeMs;
    } else if (!approved && request.state === 'approved') {
      request.state = 'open';
      request.approvedMs = null;
    }
  }
}
