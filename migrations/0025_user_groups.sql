CREATE TABLE "link_suspensions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"slack_user" text NOT NULL,
	"person" text NOT NULL,
	"was" text NOT NULL,
	"became" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	"confirmed_by" text
);
--> statement-breakpoint
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
ALTER TABLE "profiles" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "link_suspensions" ADD CONSTRAINT "link_suspensions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_groups" ADD CONSTRAINT "user_groups_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "link_suspensions_open" ON "link_suspensions" USING btree ("workspace_id","slack_user") WHERE confirmed_at is null;