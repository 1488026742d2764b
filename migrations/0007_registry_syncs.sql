CREATE TABLE "registry_syncs" (
	"workspace_id" text NOT NULL,
	"registry" text NOT NULL,
	"begun_at" timestamp with time zone NOT NULL,
	"page_token" text NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	"models" integer NOT NULL,
	CONSTRAINT "registry_syncs_workspace_id_registry_pk" PRIMARY KEY("workspace_id","registry")
);
--> statement-breakpoint
ALTER TABLE "registry_syncs" ADD CONSTRAINT "registry_syncs_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;