CREATE TABLE "cloud_budget_crossings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"connection" text NOT NULL,
	"key" text NOT NULL,
	"crossing" jsonb NOT NULL,
	"message" jsonb NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "cloud_budget_crossings_workspaceId_key_unique" UNIQUE("workspace_id","key")
);
--> statement-breakpoint
ALTER TABLE "cloud_budget_crossings" ADD CONSTRAINT "cloud_budget_crossings_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;