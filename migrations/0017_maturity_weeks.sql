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