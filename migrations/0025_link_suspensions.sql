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
ALTER TABLE "profiles" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "link_suspensions" ADD CONSTRAINT "link_suspensions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "link_suspensions_open" ON "link_suspensions" USING btree ("workspace_id","slack_user") WHERE confirmed_at is null;