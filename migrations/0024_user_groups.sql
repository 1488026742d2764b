CREATE TABLE "user_groups" (
	"workspace_id" text NOT NULL,
	"group_id" text NOT NULL,
	"slack_users" jsonb,
	"read_at" timestamp with time zone,
	"asked_at" timestamp with time zone NOT NULL,
	"unread" text,
	CONSTRAINT "user_groups_workspace_id_group_id_pk" PRIMARY KEY("workspace_id","group_id")
);
--> statement-breakpoint
ALTER TABLE "user_groups" ADD CONSTRAINT "user_groups_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;