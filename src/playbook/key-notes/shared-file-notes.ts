import type { KeyNotes } from './note.ts';

const version = 'The version of this kind of file.';
const owner = 'The role that approves changes of this file.';

/** Notes on `org.yaml`. */
export const orgNotes: KeyNotes = {
  version,
  owner,
  name: 'What the organization is called.',
  zone: 'The zone of delegations and of dates that are shown; never of freezes, which name their own.',
  currency: 'The currency of every amount, as ISO 4217 writes it.',
  channels: 'Where Countersign writes.',
  'channels.default': 'Cards of models that name no channel of their own.',
  'channels.alarm': 'What is broken and needs a person.',
  'channels.digest': 'The weekly digest.',
  'channels.finance': { about: 'The weekly report of all spend.', otherwise: 'the channel of digests' },
  labels: 'The keys of billing labels.',
  'labels.team': { about: 'The label that names the team.', default: 'team' },
  'labels.model': { about: 'The label that names the model.', default: 'model' },
  'labels.environment': { about: 'The label that names the environment.', default: 'env' },
  'labels.owner': { about: 'The label that names the owner.', default: 'owner' },
  'labels.required': {
    about: 'The labels that everything on the bill should have, by the keys that resources have them under.',
    otherwise: 'the four above',
  },
  identity: 'How Slack accounts are linked to people who have none in people.yaml.',
  'identity.allow_email_match': {
    about:
      'Whether the e-mail address of an account links it, if it is in a listed domain and that of exactly one person. Only full members are linked, and Slack has to tell addresses (users:read.email).',
    default: false,
  },
  'identity.domains': { about: 'The domains whose addresses count.', default: [] },
  connections: 'The registries and other systems that are connected. Their secrets are environment variables.',
  'connections.id': 'What playbooks and the catalogue call it.',
  'connections.kind': 'What kind of system it is.',
  'connections.url': { about: 'Its address.', otherwise: 'needed for MLflow, Kubeflow Pipelines and webhooks' },
  'connections.project': {
    about: 'The project of Google Cloud; of Kubeflow Pipelines in multi-user mode, the namespace.',
    otherwise: 'needed for Vertex AI, a billing export and cloud usage',
  },
  'connections.location': { about: 'The location of Google Cloud.', otherwise: 'needed for Vertex AI' },
  'connections.table': {
    about: 'Of a billing export in BigQuery: its table, as project.dataset.table. Queries run in project.',
    otherwise: 'needed for a billing export',
  },
  'connections.tag_namespace': {
    about: 'The organization number or project id whose tags count as labels in a billing export.',
    otherwise: 'tags are not read',
  },
  'connections.most_gib': { about: 'The most that one query of a billing export may read, in GiB.', default: 100 },
  'connections.path': {
    about: 'Where FOCUS files are: a file, or a folder with everything in it, as an absolute path.',
    otherwise: 'needed for FOCUS files',
  },
  budgets: { about: 'Money that parts of the bill may take in each period.', otherwise: 'none' },
  'budgets.id': 'What it is called in messages.',
  'budgets.labels': {
    about: 'Which spend counts: the values of each label that do. Spend needs one of each label that is named.',
    default: {},
  },
  'budgets.amount': 'How much may be spent in a period.',
  'budgets.currency': {
    about: 'In which currency, as ISO 4217 writes it; spend in others does not count.',
    otherwise: 'that of the organization',
  },
  'budgets.period': { about: 'How long a period is. Weeks begin on Monday, quarters in January.', default: 'month' },
  'budgets.thresholds': 'At which percentages of the amount it is told, each once in a period.',
  'budgets.thresholds.actual': { about: 'Of what is spent.', default: ['80%', '100%'] },
  'budgets.thresholds.forecast': { about: 'Of what is expected at the end of the period.', default: ['100%'] },
  'budgets.owner': { about: 'The role that answers for it.', otherwise: 'no role is named' },
  'budgets.channel': {
    about: 'Where thresholds are told.',
    otherwise: 'the channel of the team that its labels name, else that of digests',
  },
  digest: { about: 'The weekly digest.', otherwise: 'every team and the organization get one on Monday at 09:00' },
  'digest.time': { about: 'When it comes, on the wall clock of its zone.', default: 'mon 09:00' },
  'digest.zone': { about: 'The zone of that time.', otherwise: 'that of the organization' },
  'digest.channel': { about: 'Where the one of the organization comes.', otherwise: 'the channel of digests' },
  'digest.without': { about: 'Sections that are left out.', default: [] },
  'digest.teams': { about: 'How the digests of teams differ, by team.', default: {} },
  'digest.teams.<name>.time': { about: 'When it comes.', otherwise: 'as that of the organization' },
  'digest.teams.<name>.zone': { about: 'The zone of that time.', otherwise: 'that of the digest of the organization' },
  'digest.teams.<name>.channel': {
    about: 'Where it comes.',
    otherwise: 'the channel of the team’s models, else that of digests',
  },
  'digest.teams.<name>.without': { about: 'Sections that are left out.', otherwise: 'as in that of the organization' },
  'digest.teams.<name>.off': { about: 'Whether this team gets none.', default: false },
  'digest.leaders': { about: 'Groups of people who hear of several teams in one digest.', default: [] },
  'digest.leaders.id': 'What it is called in commands and messages.',
  'digest.leaders.teams': 'The teams that it hears of; all alone stands for all of them.',
  'digest.leaders.time': { about: 'When it comes.', otherwise: 'as that of the organization' },
  'digest.leaders.zone': { about: 'The zone of that time.', otherwise: 'that of the digest of the organization' },
  'digest.leaders.channel': { about: 'Where it comes.', otherwise: 'where that of the organization comes' },
  'digest.leaders.without': { about: 'Sections that are left out.', otherwise: 'as in that of the organization' },
  baseline: { about: 'What every playbook demands at least.', otherwise: 'nothing' },
};

/** Notes on `people.yaml`. */
export const peopleNotes: KeyNotes = {
  version,
  owner,
  people: 'One entry for each human, under an id.',
  'people.<name>.slack': {
    about: 'The Slack user ids of this person; several are linked accounts of one human.',
    otherwise: 'the account with their e-mail address, where identity.allow_email_match is on',
  },
  'people.<name>.email': 'The e-mail addresses by which other systems know this person.',
  'people.<name>.active': { about: 'Whether this person still counts.', default: true },
  roles: 'Who may agree, by role. Each role has exactly one source of members.',
  'roles.<name>.people': { about: 'The members, by id.', otherwise: 'then slack_usergroup is needed' },
  'roles.<name>.slack_usergroup': {
    about: 'The id of the Slack user group whose members are the members, so far as they are listed under people.',
    otherwise: 'then people is needed',
  },
  'roles.<name>.min_tenure': { about: 'How long a member must have been in the role to count.', otherwise: 'none' },
  'roles.<name>.excludes': { about: 'Roles whose members never count for this one.', default: [] },
  'roles.<name>.on_empty': {
    about: 'If nobody can fill a seat: block the request, or let it wait and ask the owner of the playbook.',
    default: 'block',
  },
  delegations: {
    about: 'Who acts for whom for a while. One at a time for each person, and never chained.',
    default: [],
  },
  'delegations.from': 'The person who is acted for.',
  'delegations.to': 'The person who acts.',
  'delegations.roles': 'The roles in which they act.',
  'delegations.start': 'When it begins, on the wall clock of the organization.',
  'delegations.end': 'When it ends.',
  'delegations.reason': 'Why.',
};

const unknown = 'not known, which is read as the stricter case';

/** Notes on `models.yaml`. */
export const modelNotes: KeyNotes = {
  version,
  owner,
  models: 'The catalogue; of several entries that match, the first counts.',
  'models.id': 'The path by which playbooks name the model. One * stands for the same text as in its names.',
  'models.in': 'What each connection calls it.',
  'models.team': 'The team that answers for it.',
  'models.owner': 'The person who answers for it.',
  'models.business_owner': { about: 'Who answers for what it is used for.', otherwise: unknown },
  'models.data_owner': { about: 'Who answers for its data; fills no seat.', otherwise: unknown },
  'models.criticality': { about: 'How much depends on it.', otherwise: unknown },
  'models.materiality': { about: 'How far its mistakes reach and how weighty its purpose is.', otherwise: unknown },
  'models.materiality.exposure': 'How far its mistakes reach.',
  'models.materiality.purpose': 'How weighty its purpose is.',
  'models.data_class': { about: 'The classes of data it uses.', otherwise: unknown },
  'models.use_case': { about: 'How it is used.', otherwise: unknown },
  'models.eu_high_risk': { about: 'Whether it is high-risk under the EU AI Act.', otherwise: unknown },
  'models.labels': { about: 'Its cost labels.', default: {} },
  'models.channel': { about: 'Where its cards are posted.', otherwise: 'channels.default of org.yaml' },
  'models.retrain': { about: 'What a retraining starts.', otherwise: 'none' },
  'models.retrain.connection': 'The connection that runs it.',
  'models.retrain.pipeline': 'The pipeline.',
  'models.retrain.parameters': { about: 'What the pipeline is started with.', default: {} },
  'models.endpoint': { about: 'The Vertex AI endpoint that serves it.', otherwise: 'none' },
  'models.max_age': { about: 'How old what serves may be, since it was trained.', otherwise: unknown },
  'models.label_delay': { about: 'How long after a prediction its truth is known.', otherwise: '0' },
  'models.monitors': { about: 'Where drift and live metrics come from.', default: [] },
  'models.monitors.connection': 'The connection that monitors it.',
  'models.monitors.signals': 'The signals that it reports.',
  'models.documents': {
    about: 'Its documents: Markdown with version, date and open_findings in the front matter.',
    default: {},
  },
  'models.documents.<name>.artifact': 'The path of the artifact that holds it.',
  'models.documents.<name>.tag': 'The tag that holds it.',
};
