CREATE TABLE "opened_homes" (
	"workspace_id" text NOT NULL,
	"slack_user" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"for_you" integer NOT NULL,
	"yours" integer NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"shown" text,
	CONSTRAINT "opened_homes_workspace_id_slack_user_pk" PRIMARY KEY("workspace_id","slack_user")
);
--> statement-breakpoint
ALTER TABLE "opened_homes" ADD CONSTRAINT "opened_homes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;