CREATE TABLE "ledger_checkpoints" (
	"workspace_id" text NOT NULL,
	"number" integer NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"text" text NOT NULL,
	"key" text NOT NULL,
	"signature" text NOT NULL,
	CONSTRAINT "ledger_checkpoints_workspace_id_number_pk" PRIMARY KEY("workspace_id","number")
);
--> statement-breakpoint
CREATE TABLE "alias_watches" (
	"workspace_id" text NOT NULL,
	"registry" text NOT NULL,
	"model_name" text NOT NULL,
	"target" text NOT NULL,
	"version" text,
	"since" timestamp with time zone NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "alias_watches_workspace_id_registry_model_name_target_pk" PRIMARY KEY("workspace_id","registry","model_name","target")
);
--> statement-breakpoint
CREATE TABLE "outside_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"number" integer NOT NULL,
	"registry" text NOT NULL,
	"model" text NOT NULL,
	"model_name" text NOT NULL,
	"team" text,
	"target" text NOT NULL,
	"expected" text,
	"found" text,
	"kind" text NOT NULL,
	"open_request" uuid,
	"noticed_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"settled" text,
	"settled_by" text,
	"reason" text,
	"request_id" uuid,
	CONSTRAINT "outside_changes_workspaceId_number_unique" UNIQUE("workspace_id","number")
);
--> statement-breakpoint
ALTER TABLE "ledger_checkpoints" ADD CONSTRAINT "ledger_checkpoints_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alias_watches" ADD CONSTRAINT "alias_watches_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outside_changes" ADD CONSTRAINT "outside_changes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outside_changes" ADD CONSTRAINT "outside_changes_open_request_requests_id_fk" FOREIGN KEY ("open_request") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outside_changes" ADD CONSTRAINT "outside_changes_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outside_changes_open" ON "outside_changes" USING btree ("workspace_id","registry","model_name","target") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "outside_changes_by_time" ON "outside_changes" USING btree ("workspace_id","noticed_at");--> statement-breakpoint
CREATE TRIGGER ledger_checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
