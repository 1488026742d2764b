/** How somebody stops a resource; `command` is null where we do not know one for it. */
export interface StopCommand {
  readonly command: string | null;
  /** What to know of it, as a sentence; what stands between backticks is code. */
  readonly because: string;
}

const part = '([a-zA-Z0-9._-]{1,100})';
const named = (service: string, path: string) =>
  new RegExp(`^(?://)?(?:[a-z0-9.-]*${service}\\.googleapis\\.com/)?projects/${part}/${path}$`);

/** By the full names of Google Cloud's resources: https://docs.cloud.google.com/asset-inventory/docs/asset-names. */
const commands: readonly { readonly form: RegExp; write(project: string, place: string, name: string): StopCommand }[] =
  [
    {
      form: named('aiplatform', `locations/${part}/endpoints/${part}`),
      write: (project, region, name) => ({
        command: `gcloud ai endpoints describe ${name} --region=${region} --project=${project}\ngcloud ai endpoints undeploy-model ${name} --region=${region} --project=${project} --deployed-model-id=ID`,
        because: 'The first command shows the ids of the deployed models; an endpoint without any costs nothing.',
      }),
    },
    {
      form: named('notebooks', `locations/${part}/instances/${part}`),
      write: (project, zone, name) => ({
        command: `gcloud workbench instances stop ${name} --location=${zone} --project=${project}`,
        because: 'Its disks stay, and go on costing a little; starting it again brings everything back.',
      }),
    },
    {
      form: named('compute', `zones/${part}/instances/${part}`),
      write: (project, zone, name) => ({
        command: `gcloud compute instances stop ${name} --zone=${zone} --project=${project}`,
        because: 'Its disks stay, and go on costing a little; what is on local SSDs is lost.',
      }),
    },
    {
      form: named('tpu', `locations/${part}/nodes/${part}`),
      write: (project, zone, name) => ({
        command: `gcloud compute tpus tpu-vm stop ${name} --zone=${zone} --project=${project}`,
        because:
          'This stops a TPU with one host, whose disk stays. One with more hosts, one of a queued resource and a spot one can only be deleted.',
      }),
    },
    {
      form: named('compute', `zones/${part}/disks/${part}`),
      write: (project, zone, name) => ({
        command: `gcloud compute disks snapshot ${name} --zone=${zone} --project=${project}\ngcloud compute disks delete ${name} --zone=${zone} --project=${project}`,
        because: 'The first command keeps a copy; deleting cannot be undone.',
      }),
    },
  ];

/** The command that stops a resource, by its full name. Parts that could mean something to a shell give none. */
export function stopCommand(resource: string): StopCommand {
  for (const known of commands) {
    const [, project, place, name] = known.form.exec(resource) ?? [];
    if (project !== undefined && place !== undefined && name !== undefined) return known.write(project, place, name);
  }
  return { command: null, because: 'Stop it in the console of its provider.' };
}
