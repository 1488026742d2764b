import { randomBytes } from 'node:crypto';
import type { Workspace } from './workspace.ts';

/** A code that the authorise page sent back: for one exchange, soon. */
interface InstallCode {
  readonly teamId: string;
  readonly user: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string | null;
  readonly issuedAt: number;
}

const CODE_LIFE_MS = 10 * 60_000;

/** The workspaces of one pretend Slack, and the codes by which the app is installed into them. */
export class House {
  private readonly codes = new Map<string, InstallCode>();
  private readonly teams: readonly Workspace[];

  /** `teams`: the first is the one in which the app is installed from the start. */
  constructor(teams: readonly Workspace[]) {
    this.teams = teams;
  }

  all(): readonly Workspace[] {
    return this.teams;
  }

  team(id: string): Workspace | undefined {
    return this.teams.find(({ state }) => state.team.id === id);
  }

  /** The workspace a token belongs to, if any. */
  holding(token: string | null): Workspace | undefined {
    return token === null ? undefined : this.teams.find(({ tokens }) => tokens.has(token));
  }

  issueCode(code: Omit<InstallCode, 'issuedAt'>, now: number): string {
    const text = randomBytes(16).toString('hex');
    this.codes.set(text, { ...code, issuedAt: now });
    return text;
  }

  /** What a code stands for, once; null for one that is unknown, used or too old. */
  takeCode(text: string, now: number): InstallCode | null {
    const code = this.codes.get(text);
    this.codes.delete(text);
    return code === undefined || now - code.issuedAt > CODE_LIFE_MS ? null : code;
  }
}
