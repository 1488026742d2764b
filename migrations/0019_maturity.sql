CREATE TABLE "assessments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "assessments_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"workspace_id" text NOT NULL,
	"model" text NOT NULL,
	"answers" jsonb NOT NULL,
	"matrix_version" text NOT NULL,
	"person" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attestations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "attestations_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"workspace_id" text NOT NULL,
	"model" text NOT NULL,
	"capability" text NOT NULL,
	"person" text NOT NULL,
	"has" boolean NOT NULL,
	"note" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "characteristic_doubts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"model" text NOT NULL,
	"characteristic" text NOT NULL,
	"declared" text NOT NULL,
	"because" text NOT NULL,
	"ask_id" uuid NOT NULL,
	"person" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"answered_by" text,
	"explanation" text,
	CONSTRAINT "characteristic_doubts_once" UNIQUE("workspace_id","model","characteristic","declared")
);
--> statement-breakpoint
CREATE TABLE "waivers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"model" text NOT NULL,
	"capability" text NOT NULL,
	"reason" text NOT NULL,
	"approver" text NOT NULL,
	"granted_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text
);
--> statement-breakpoint
ALTER TABLE "assessments" ADD CONSTRAINT "assessments_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attestations" ADD CONSTRAINT "attestations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "characteristic_doubts" ADD CONSTRAINT "characteristic_doubts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waivers" ADD CONSTRAINT "waivers_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "assessments_of_model" ON "assessments" USING btree ("workspace_id","model","number");--> statement-breakpoint
CREATE INDEX "attestations_of_model" ON "attestations" USING btree ("workspace_id","model","number");--> statement-breakpoint
CREATE INDEX "characteristic_doubts_of_ask" ON "characteristic_doubts" USING btree ("ask_id");--> statement-breakpoint
CREATE UNIQUE INDEX "waivers_open" ON "waivers" USING btree ("workspace_id","model","capability") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "waivers_due" ON "waivers" USING btree ("workspace_id","expires_at") WHERE ended_at is null;--> statement-breakpoint
CREATE TRIGGER assessments_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON assessments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER attestations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attestations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TABLE "maturity_weeks" (
	"workspace_id" text NOT NULL,
	"week" date NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"team" text,
	"read_at_least" integer,
	"read_at_most" integer,
	"level" integer,
	"level_before" integer,
	"decided_by" jsonb,
	"conditions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"target" integer,
	"fit" double precision,
	"fit_at_least" double precision,
	"coverage" double precision,
	"test_score" double precision,
	"rungs" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"signals" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "maturity_weeks_workspace_id_week_kind_subject_pk" PRIMARY KEY("workspace_id","week","kind","subject")
);
--> statement-breakpoint
ALTER TABLE "maturity_weeks" ADD CONSTRAINT "maturity_weeks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "maturity_weeks_of" ON "maturity_weeks" USING btree ("workspace_id","kind","subject","week");
--> statement-breakpoint
ALTER TABLE "characteristic_doubts" ADD COLUMN "declared_by" text;--> statement-breakpoint
ALTER TABLE "characteristic_doubts" ADD COLUMN "declared_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "waivers" ADD COLUMN "channel" text NOT NULL;
--> statement-breakpoint
ALTER TABLE "maturity_weeks" ADD COLUMN "signals_asked" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "maturity_weeks" ADD COLUMN "signals_connected" integer DEFAULT 0 NOT NULL;
