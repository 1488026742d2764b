CREATE TABLE "spot_checks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"week" date NOT NULL,
	"model" text NOT NULL,
	"capability" text NOT NULL,
	"person" text NOT NULL,
	"drawn_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"answered_by" text,
	"shown" boolean,
	"note" text,
	CONSTRAINT "spot_checks_week" UNIQUE("workspace_id","week")
);
--> statement-breakpoint
ALTER TABLE "spot_checks" ADD CONSTRAINT "spot_checks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;