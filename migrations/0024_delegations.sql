CREATE TABLE "delegations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"principal" text NOT NULL,
	"delegate" text NOT NULL,
	"roles" jsonb NOT NULL,
	"reason" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text
);
--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "delegations_of_workspace" ON "delegations" USING btree ("workspace_id","ends_at");--> statement-breakpoint
CREATE INDEX "delegations_open" ON "delegations" USING btree ("workspace_id","ends_at") WHERE ended_at is null;