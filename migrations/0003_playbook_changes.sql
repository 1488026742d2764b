ALTER TABLE "playbook_versions" ADD COLUMN "request_id" uuid;--> statement-breakpoint
ALTER TABLE "playbook_versions" ADD COLUMN "author" text;--> statement-breakpoint
ALTER TABLE "playbook_versions" ADD COLUMN "loosened" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "broken_playbooks" jsonb;