import type { PersonView } from '../control.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly title: string;
  readonly email: string;
  readonly kind: PersonView['kind'];
  readonly timeZone: string;
  readonly teamId: string;
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
  /** Whether it was switched off. */
  readonly off?: boolean;
}

export const NORTHWIND = { id: 'T0NORTH001', name: 'Northwind', domain: 'northwind' };
const PARTNER_TEAM = 'T0ACMELTD2';
const AMSTERDAM = 'Europe/Amsterdam';

function member(id: string, name: string, realName: string, title: string, timeZone = AMSTERDAM): Person {
  const email = `${name}@northwind.example`;
  return { id, name, realName, title, email, kind: 'member', timeZone, teamId: NORTHWIND.id };
}

/** The people of Northwind, a payments company whose teams run machine-learning models. */
export const NORTHWIND_PEOPLE: readonly Person[] = [
  member('U0ANA0001', 'ana', 'Ana Kovač', 'ML engineer, Fraud'),
  member('U0BEN0002', 'ben', 'Ben de Vries', 'ML lead, Fraud'),
  member('U0MEI0003', 'mei', 'Mei Tanaka', 'Model risk manager'),
  member('U0JON0004', 'jon', 'Jon Bakker', 'Model risk analyst'),
  member('U0TOM0005', 'tom', 'Tom Lindqvist', 'Product manager, Payments'),
  member('U0LEA0006', 'lea', 'Lea Fontaine', 'Legal counsel'),
  member('U0FIN0007', 'fin', 'Fin O’Brien', 'Finance controller', 'Europe/Dublin'),
  member('U0OPS0008', 'ops', 'Ops Okafor', 'ML platform engineer'),
  member('U0ROSA009', 'rosa', 'Rosa Marín', 'Data scientist, Recommendations', 'Europe/Madrid'),
  member('U0KIM0010', 'kim', 'Kim Novak', 'Data scientist, Churn', 'America/New_York'),
  { ...member('U0GUS0011', 'gus', 'Gus Meyer', 'Contractor'), kind: 'guest' },
  {
    ...member('U0EVE0012', 'eve', 'Eve Adeyemi', 'Auditor, Acme Ltd', 'Europe/London'),
    kind: 'external',
    email: 'eve@acme.example',
    teamId: PARTNER_TEAM,
  },
  { ...member('U0DAN0013', 'dan', 'Dan Vermeer', 'Former ML lead'), kind: 'deactivated' },
  { ...member('U0PAGE014', 'pagebell', 'Pagebell', ''), kind: 'bot', timeZone: 'UTC' },
];

export const NORTHWIND_GROUPS: readonly UserGroup[] = [
  { id: 'S0RISK0001', handle: 'model-risk', name: 'Model risk', users: ['U0MEI0003', 'U0JON0004'] },
  {
    id: 'S0MLENG002',
    handle: 'ml-engineering',
    name: 'ML engineering',
    users: ['U0ANA0001', 'U0BEN0002', 'U0KIM0010'],
  },
  { id: 'S0DUTY0003', handle: 'ml-duty', name: 'ML duty', users: ['U0OPS0008', 'U0ANA0001'] },
];
