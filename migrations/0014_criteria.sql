CREATE TABLE "criteria" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"request_id" uuid NOT NULL,
	"registry" text NOT NULL,
	"model_name" text NOT NULL,
	"target" text NOT NULL,
	"metric" text NOT NULL,
	"slice_dimension" text,
	"slice_value" text,
	"op" text NOT NULL,
	"bound" double precision NOT NULL,
	"due_at" timestamp with time zone,
	"set_by" text NOT NULL,
	"owner" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended" text,
	"met_by" text,
	"withdrawn_by" text,
	"reason" text,
	CONSTRAINT "criteria_requestId_unique" UNIQUE("request_id")
);
--> statement-breakpoint
ALTER TABLE "criteria" ADD CONSTRAINT "criteria_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criteria" ADD CONSTRAINT "criteria_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "criteria_open" ON "criteria" USING btree ("workspace_id","registry","model_name","target") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "criteria_due" ON "criteria" USING btree ("workspace_id","due_at") WHERE ended_at is null;